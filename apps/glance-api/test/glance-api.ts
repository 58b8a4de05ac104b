// SPDX-License-Identifier: Apache-2.0
import { mkdir, writeFile } from 'node:fs/promises';
import { TemporaryFolder, TestedService } from '@stackport/testing';

const APP = new URL('../', import.meta.url);

export interface GlanceApiInit {
  /** Text of glance-api.conf, without what isolates the test. */
  readonly conf?: string;
  /** Text of glance-api-paste.ini beside it; the one that comes with the service unless given. */
  readonly paste?: string;
  /** `mysql://…`; a SQLite file of its own unless given. */
  readonly database?: string;
  /** In place of `--config-file <folder>/glance-api.conf`. */
  readonly args?: (folder: TemporaryFolder) => readonly string[];
}

/** The programs of one test: glance-api in a folder of its own, ended and removed by `clean`. */
export class GlanceApi extends TestedService {
  readonly #database: string;

  private constructor(folder: TemporaryFolder, { args, database }: GlanceApiInit) {
    super({
      app: APP,
      main: 'dist/bundle/main.js',
      folder,
      args: args?.(folder) ?? ['--config-file', folder.file('glance-api.conf')],
    });
    this.#database = database ?? `sqlite:///${folder.file('glance.sqlite')}`;
  }

  static async create(init: GlanceApiInit = {}): Promise<GlanceApi> {
    const api = new GlanceApi(await TemporaryFolder.create('stackport-glance-api'), init);
    await mkdir(api.folder.file('images'));
    await api.configure(init.conf ?? '');
    if (init.paste !== undefined) await writeFile(api.folder.file('glance-api-paste.ini'), init.paste);
    return api;
  }

  /** Writes glance-api.conf. What stands in the text goes before what isolates the test. */
  async configure(conf: string): Promise<void> {
    const own = `
[DEFAULT]
bind_host = 127.0.0.1
bind_port = 0
node_staging_uri = file://${this.folder.file('staging')}/
[database]
connection = ${this.#database}
[glance_store]
filesystem_store_datadir = ${this.folder.file('images')}
`;
    await writeFile(this.folder.file('glance-api.conf'), own + conf);
  }
}
