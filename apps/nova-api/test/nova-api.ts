// SPDX-License-Identifier: Apache-2.0
import { writeFile } from 'node:fs/promises';
import { Client, type ServiceProgram, TemporaryFolder, TestedService } from '@stackport/testing';

const APP = new URL('../', import.meta.url);

export interface NovaApiInit {
  /** Text of nova.conf, behind what isolates the test. */
  readonly conf?: string;
  /** Text of api-paste.ini beside it; the one that comes with the service unless given. */
  readonly paste?: string;
  /** In place of `--config-file <folder>/nova.conf`. */
  readonly args?: (folder: TemporaryFolder) => readonly string[];
}

/** The programs of one test: nova-api in a folder of its own, ended and removed by `clean`. */
export class NovaApi extends TestedService {
  static async create(init: NovaApiInit = {}): Promise<NovaApi> {
    const folder = await TemporaryFolder.create('stackport-nova-api');
    const own = `
[DEFAULT]
osapi_compute_listen = 127.0.0.1
osapi_compute_listen_port = 0
metadata_listen = 127.0.0.1
metadata_listen_port = 0
state_path = ${folder.path}
transport_url = fake://
[api]
auth_strategy = noauth2
[api_database]
connection = sqlite:///${folder.file('nova_api.sqlite')}
[database]
connection = sqlite:///${folder.file('nova.sqlite')}
`;
    await writeFile(folder.file('nova.conf'), own + (init.conf ?? ''));
    if (init.paste !== undefined) await writeFile(folder.file('api-paste.ini'), init.paste);
    const args = init.args?.(folder) ?? ['--config-file', folder.file('nova.conf')];
    return new NovaApi({ app: APP, folder, args });
  }
}

/** Asks one of the APIs of a program, once its socket is open. */
export async function clientOf(program: ServiceProgram, name: 'osapi_compute' | 'metadata'): Promise<Client> {
  const [, port = ''] = await program.logged(new RegExp(`${name} listening on 127\\.0\\.0\\.1:(\\d+)`));
  return Client.to(`http://127.0.0.1:${port}`);
}
