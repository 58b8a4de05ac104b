// SPDX-License-Identifier: Apache-2.0
import { writeFile } from 'node:fs/promises';
import { TemporaryFolder, TestedService } from '@stackport/testing';

const APP = new URL('../', import.meta.url);

export interface CinderApiInit {
  /** Text of cinder.conf, behind what isolates the test. */
  readonly conf?: string;
  /** Text of api-paste.ini beside it; the one that comes with the service unless given. */
  readonly paste?: string;
  /** In place of `--config-file <folder>/cinder.conf`. */
  readonly args?: (folder: TemporaryFolder) => readonly string[];
}

/** The programs of one test: cinder-api in a folder of its own, ended and removed by `clean`. */
export class CinderApi extends TestedService {
  static async create(init: CinderApiInit = {}): Promise<CinderApi> {
    const folder = await TemporaryFolder.create('stackport-cinder-api');
    const own = `
[DEFAULT]
osapi_volume_listen = 127.0.0.1
osapi_volume_listen_port = 0
state_path = ${folder.path}
transport_url = fake://
auth_strategy = noauth
enabled_backends = file
backup_driver = cinder.backup.drivers.posix.PosixBackupDriver
[database]
connection = sqlite:///${folder.file('cinder.sqlite')}
[file]
volume_driver = stackport.file
volume_backend_name = file
file_volumes_dir = ${folder.file('volumes')}
`;
    await writeFile(folder.file('cinder.conf'), own + (init.conf ?? ''));
    if (init.paste !== undefined) await writeFile(folder.file('api-paste.ini'), init.paste);
    const args = init.args?.(folder) ?? ['--config-file', folder.file('cinder.conf')];
    return new CinderApi({ app: APP, folder, args });
  }
}
