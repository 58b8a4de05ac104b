// SPDX-License-Identifier: Apache-2.0
import { writeFile } from 'node:fs/promises';
import { TemporaryFolder, TestedService } from '@stackport/testing';

const APP = new URL('../', import.meta.url);

export interface PlacementApiInit {
  /** Text of placement.conf, behind what isolates the test. */
  readonly conf?: string;
  /** `mysql://…`; a SQLite file of its own unless given. */
  readonly database?: string;
  /** In place of `--config-file <folder>/placement.conf`. */
  readonly args?: (folder: TemporaryFolder) => readonly string[];
}

/** The programs of one test: placement-api in a folder of its own, ended and removed by `clean`. */
export class PlacementApi extends TestedService {
  static async create(init: PlacementApiInit = {}): Promise<PlacementApi> {
    const folder = await TemporaryFolder.create('stackport-placement-api');
    const own = `
[stackport]
bind_host = 127.0.0.1
bind_port = 0
[api]
auth_strategy = noauth2
[placement_database]
connection = ${init.database ?? `sqlite:///${folder.file('placement.sqlite')}`}
`;
    await writeFile(folder.file('placement.conf'), own + (init.conf ?? ''));
    const args = init.args?.(folder) ?? ['--config-file', folder.file('placement.conf')];
    return new PlacementApi({ app: APP, folder, args });
  }
}
