// SPDX-License-Identifier: Apache-2.0
// Runs an app and keeps it up to date: a change in it, or in a package that it uses, compiles and restarts it. `npx nx serve <app>` runs this.
//
//   node tools/serve/serve.mjs <app> [--] [arguments of the app]
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { createInterface } from 'node:readline';
import { Children } from '../services/children.mjs';
import { Failure, runCommand } from '../services/failure.mjs';
import { root } from '../services/paths.mjs';

const tsc = join(createRequire(import.meta.url).resolve('typescript/package.json'), '..', 'bin', 'tsc');
const say = (line) => console.log(`serve: ${line}`);

/** The app's process, of which there is one at a time. */
class AppProcess {
  #children;
  #command;
  #child;
  #changes = Promise.resolve();
  #waiting = false;

  /**
   * @param {Children} children
   * @param {readonly string[]} command - arguments of node
   */
  constructor(children, command) {
    this.#children = children;
    this.#command = command;
  }

  /**
   * Starts it, or ends the one that runs, gracefully, and starts it anew. Several wishes while one ends are one.
   * @param {number} since - when the change was seen, for the line that is printed
   */
  restart(since) {
    if (this.#waiting) return;
    this.#waiting = true;
    this.#changes = this.#changes.then(async () => {
      const isFirst = this.#child === undefined;
      if (!isFirst) await this.#children.end(this.#child);
      this.#waiting = false;
      if (this.#children.ending) return;
      this.#start();
      if (!isFirst) say(`reloaded (${((performance.now() - since) / 1000).toFixed(1)} s to compile and restart)`);
    });
  }

  #start() {
    const child = this.#children.spawn(process.execPath, this.#command, { stdio: 'inherit' });
    this.#child = child;
    child.once('exit', (code, signal) => {
      const isMeant = this.#waiting || this.#children.ending;
      if (!isMeant && this.#child === child) say(`it ended (${signal ?? `code ${code}`}); waiting for a change`);
    });
  }
}

await runCommand('serve', async () => {
  const [app, ...rest] = process.argv.slice(2);
  const folder = join(root, 'apps', app ?? '');
  if (app === undefined || !existsSync(join(folder, 'tsconfig.json')))
    throw new Failure(
      app === undefined ? 'an app is wanted' : `there is no app ${app}`,
      `There are: ${readdirSync(join(root, 'apps')).join(', ')}.`,
    );
  execFileSync(process.execPath, [join(root, 'tools', 'generate', 'generate.mjs')], { stdio: 'inherit' });

  const children = new Children();
  const args = rest[0] === '--' ? rest.slice(1) : rest;
  const running = new AppProcess(children, ['--enable-source-maps', join(folder, 'dist', 'main.js'), ...args]);
  const compiler = children.spawn(process.execPath, [tsc, '--build', '--watch', '--preserveWatchOutput', folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let changedAt = performance.now();
  for await (const line of createInterface({ input: compiler.stdout })) {
    const errors = /Found (\d+) errors?\./.exec(line)?.[1];
    if (/(Starting compilation in watch mode|File change detected)/.test(line)) {
      changedAt = performance.now();
    } else if (errors === '0') {
      running.restart(changedAt);
    } else if (errors !== undefined) {
      say(`${errors} errors: what runs stays as it is`);
    } else if (line.trim() !== '') {
      console.log(line);
    }
  }
  if (!children.ending) throw new Failure('the compiler ended');
});
