// SPDX-License-Identifier: Apache-2.0
import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { ServiceProgram, TemporaryFolder } from '@stackport/testing';

const MAIN = fileURLToPath(new URL('../dist/main.js', import.meta.url));
const CONFIG = fileURLToPath(new URL('../dist/config.js', import.meta.url));

export interface NovaApiInit {
  /** Text of nova.conf, behind what isolates the test. */
  readonly conf?: string;
  /** Text of api-paste.ini beside it; the one that comes with the service unless given. */
  readonly paste?: string;
  /** In place of `--config-file <folder>/nova.conf`. */
  readonly args?: (folder: TemporaryFolder) => readonly string[];
}

/** The programs of one test: nova-api in a folder of its own, ended and removed by `clean`. */
export class NovaApi {
  readonly folder: TemporaryFolder;
  readonly #init: NovaApiInit;
  readonly #programs: ServiceProgram[] = [];

  private constructor(folder: TemporaryFolder, init: NovaApiInit) {
    this.folder = folder;
    this.#init = init;
  }

  static async create(init: NovaApiInit = {}): Promise<NovaApi> {
    const api = new NovaApi(await TemporaryFolder.create('stackport-nova-api'), init);
    const { folder } = api;
    const own = `
[DEFAULT]
osapi_compute_listen = 127.0.0.1
osapi_compute_listen_port = 0
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
    return api;
  }

  /** Runs it to its end, or until `clean`. */
  run(environment: Readonly<Record<string, string>> = {}): ServiceProgram {
    const args = this.#init.args?.(this.folder) ?? ['--config-file', this.folder.file('nova.conf')];
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
