// SPDX-License-Identifier: Apache-2.0
import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { ServiceProgram, TemporaryFolder } from '@stackport/testing';

const MAIN = fileURLToPath(new URL('../dist/main.js', import.meta.url));
const CONFIG = fileURLToPath(new URL('../dist/config.js', import.meta.url));

export interface PlacementApiInit {
  /** Text of placement.conf, behind what isolates the test. */
  readonly conf?: string;
  /** `mysql://…`; a SQLite file of its own unless given. */
  readonly database?: string;
  /** In place of `--config-file <folder>/placement.conf`. */
  readonly args?: (folder: TemporaryFolder) => readonly string[];
}

/** The programs of one test: placement-api in a folder of its own, ended and removed by `clean`. */
export class PlacementApi {
  readonly folder: TemporaryFolder;
  readonly #init: PlacementApiInit;
  readonly #programs: ServiceProgram[] = [];

  private constructor(folder: TemporaryFolder, init: PlacementApiInit) {
    this.folder = folder;
    this.#init = init;
  }

  static async create(init: PlacementApiInit = {}): Promise<PlacementApi> {
    const api = new PlacementApi(await TemporaryFolder.create('stackport-placement-api'), init);
    const { folder } = api;
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
    return api;
  }

  /** Runs it to its end, or until `clean`. */
  run(environment: Readonly<Record<string, string>> = {}): ServiceProgram {
    const args = this.#init.args?.(this.folder) ?? ['--config-file', this.folder.file('placement.conf')];
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
