// SPDX-License-Identifier: Apache-2.0
import { mkdir, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { ServiceProgram, TemporaryFolder } from '@stackport/testing';

const MAIN = fileURLToPath(new URL('../dist/bundle/main.js', import.meta.url));
const CONFIG = fileURLToPath(new URL('../dist/config.js', import.meta.url));

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
export class GlanceApi {
  readonly folder: TemporaryFolder;
  readonly #init: GlanceApiInit;
  readonly #programs: ServiceProgram[] = [];

  private constructor(folder: TemporaryFolder, init: GlanceApiInit) {
    this.folder = folder;
    this.#init = init;
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
    const database = this.#init.database ?? `sqlite:///${this.folder.file('glance.sqlite')}`;
    const own = `
[DEFAULT]
bind_host = 127.0.0.1
bind_port = 0
node_staging_uri = file://${this.folder.file('staging')}/
[database]
connection = ${database}
[glance_store]
filesystem_store_datadir = ${this.folder.file('images')}
`;
    await writeFile(this.folder.file('glance-api.conf'), own + conf);
  }

  /** Runs it to its end, or until `clean`. */
  run(environment: Readonly<Record<string, string>> = {}): ServiceProgram {
    const args = this.#init.args?.(this.folder) ?? ['--config-file', this.folder.file('glance-api.conf')];
    return this.#keep(ServiceProgram.run({ file: MAIN, args, environment, folder: this.folder.path }));
  }

  /** Runs it and waits until it serves. */
  async start(environment: Readonly<Record<string, string>> = {}): Promise<ServiceProgram> {
    const program = this.run(environment);
    await program.ready();
    return program;
  }

  /** Runs the `config` command. */
  config(...args: readonly string[]): ServiceProgram {
    return this.#keep(ServiceProgram.run({ file: CONFIG, args, folder: this.folder.path }));
  }

  async clean(): Promise<void> {
    for (const program of this.#programs) await program.end();
    await this.folder.remove();
  }

  #keep(program: ServiceProgram): ServiceProgram {
    this.#programs.push(program);
    return program;
  }
}

/** A line of the log without its time and process: `LEVEL logger [-] text`. */
export function plainLines(text: string): readonly string[] {
  return text.split('\n').map((line) => line.replace(/^\S+ \S+ \d+ /, ''));
}
