// SPDX-License-Identifier: Apache-2.0
import { fileURLToPath } from 'node:url';
import { ServiceProgram } from './service-program.js';
import type { TemporaryFolder } from './temporary-folder.js';

export interface TestedServiceInit {
  /** Folder of the app, as `import.meta.url` of its tests gives it. */
  readonly app: URL;
  /** The service's own file below it: `dist/main.js` unless given. */
  readonly main?: string;
  readonly folder: TemporaryFolder;
  /** Command line of the service. */
  readonly args: readonly string[];
}

/** The programs of one test of an API service: they run in a folder of their own, and are ended and removed by `clean`. */
export class TestedService {
  readonly folder: TemporaryFolder;
  readonly #init: TestedServiceInit;
  readonly #programs: ServiceProgram[] = [];

  constructor(init: TestedServiceInit) {
    this.folder = init.folder;
    this.#init = init;
  }

  /** Runs it to its end, or until `clean`. */
  run(environment: Readonly<Record<string, string>> = {}): ServiceProgram {
    const { app, main = 'dist/main.js', args } = this.#init;
    const file = fileURLToPath(new URL(main, app));
    return this.#keep(ServiceProgram.run({ file, args, environment, folder: this.folder.path }));
  }

  /** Runs it and waits until it serves. */
  async start(environment: Readonly<Record<string, string>> = {}): Promise<ServiceProgram> {
    const program = this.run(environment);
    await program.ready();
    return program;
  }

  /** Runs the `config` command. */
  config(...args: readonly string[]): ServiceProgram {
    const file = fileURLToPath(new URL('dist/config.js', this.#init.app));
    return this.#keep(ServiceProgram.run({ file, args, folder: this.folder.path }));
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

/** Lines of a log without time and process: `LEVEL logger [-] text`. */
export function plainLines(text: string): readonly string[] {
  return text.split('\n').map((line) => line.replace(/^\S+ \S+ \d+ /, ''));
}
