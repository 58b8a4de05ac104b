// SPDX-License-Identifier: Apache-2.0
import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { ServiceProgram, TemporaryFolder } from '@stackport/testing';

const MAIN = fileURLToPath(new URL('../dist/main.js', import.meta.url));
const CONFIG = fileURLToPath(new URL('../dist/config.js', import.meta.url));

export interface CinderApiInit {
  /** Text of cinder.conf, behind what isolates the test. */
  readonly conf?: string;
  /** Text of api-paste.ini beside it; the one that comes with the service unless given. */
  readonly paste?: string;
  /** In place of `--config-file <folder>/cinder.conf`. */
  readonly args?: (folder: TemporaryFolder) => readonly string[];
}

/** The programs of one test: cinder-api in a folder of its own, ended and removed by `clean`. */
export class CinderApi {
  readonly folder: TemporaryFolder;
  readonly #init: CinderApiInit;
  readonly #programs: ServiceProgram[] = [];

  private constructor(folder: TemporaryFolder, init: CinderApiInit) {
    this.folder = folder;
    this.#init = init;
  }

  static async create(init: CinderApiInit = {}): Promise<CinderApi> {
    const api = new CinderApi(await TemporaryFolder.create('stackport-cinder-api'), init);
    const { folder } = api;
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
    return api;
  }

  /** Runs it to its end, or until `clean`. */
  run(environment: Readonly<Record<string, string>> = {}): ServiceProgram {
    const args = this.#init.args?.(this.folder) ?? ['--config-file', this.folder.file('cinder.conf')];
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
