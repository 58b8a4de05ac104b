// SPDX-License-Identifier: Apache-2.0
import { once } from 'node:events';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Failure } from './failure.mjs';
import { toIni } from './ini.mjs';
import { root } from './paths.mjs';

const readySeconds = 90;
const shownLines = 15;

/**
 * @typedef {object} Start - how a process is started
 * @property {string} app - of apps/
 * @property {readonly string[]} args
 */

/** Services that run as processes of their own, with their configuration files and logs in one folder. */
export class Processes {
  #children;
  #folder;
  /** @type {Map<string, { child: import('node:child_process').ChildProcess, start: Start }>} */
  #running = new Map();

  /**
   * @param {import('./children.mjs').Children} children - the processes end with them
   * @param {string} folder
   */
  constructor(children, folder) {
    this.#children = children;
    this.#folder = folder;
    mkdirSync(folder, { recursive: true });
  }

  /** A path in the folder. */
  file(...names) {
    return join(this.#folder, ...names);
  }

  /**
   * Writes a configuration file.
   * @param {string} name
   * @param {Record<string, Record<string, string | number | boolean>>} sections
   * @returns {string} its path
   */
  configure(name, sections) {
    const path = this.file(name);
    writeFileSync(path, toIni(sections), { mode: 0o600 });
    return path;
  }

  /**
   * @param {string} name - of the process, and of its log
   * @param {Start} start
   * @throws {Failure} where it is not built
   */
  start(name, start) {
    const program = join(root, 'apps', start.app, 'dist', 'bundle', 'main.js');
    if (!existsSync(program)) throw new Failure(`${start.app} is not built`, 'Run: npm run build');
    const log = openSync(this.#log(name), 'a');
    const child = this.#children.spawn(process.execPath, [program, ...start.args], {
      cwd: this.#folder,
      stdio: ['ignore', log, log],
    });
    closeSync(log);
    this.#running.set(name, { child, start });
  }

  /** Kills one hard. @param {string} name */
  async kill(name) {
    const { child } = this.#running.get(name);
    const ended = child.exitCode === null && child.signalCode === null ? once(child, 'exit') : undefined;
    child.kill('SIGKILL');
    await ended;
  }

  /** Starts one again. @param {string} name */
  restart(name) {
    this.start(name, this.#running.get(name).start);
  }

  /** @throws {Failure} when a process ended that nobody ended */
  check() {
    for (const [name, { child }] of this.#running)
      if (child.exitCode !== null || child.signalCode !== null) throw this.#ended(name);
  }

  /**
   * Tries until it works.
   * @template T
   * @param {string} what - in the message of the failure
   * @param {() => Promise<T>} action
   * @returns {Promise<T>}
   * @throws {Failure} where a process ends, or it takes too long
   */
  async until(what, action) {
    const end = Date.now() + readySeconds * 1000;
    for (;;) {
      this.check();
      try {
        return await action();
      } catch (error) {
        if (Date.now() > end)
          throw new Failure(`${what} was not ready in ${readySeconds} s: ${error.message}`, `See ${this.#folder}.`);
      }
      await sleep(100);
    }
  }

  /** Waits until something listens there. @param {string} what @param {string} url */
  async answers(what, url) {
    await this.until(what, async () => (await fetch(url)).arrayBuffer());
  }

  #ended(name) {
    const tail = readFileSync(this.#log(name), 'utf8').trimEnd().split('\n').slice(-shownLines).join('\n');
    return new Failure(`${name} ended:\n${tail}`, `See ${this.#log(name)}.`);
  }

  #log(name) {
    return this.file(`${name}.log`);
  }
}
