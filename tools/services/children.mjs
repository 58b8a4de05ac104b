// SPDX-License-Identifier: Apache-2.0
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { clearTimeout, setTimeout } from 'node:timers';

/** The processes of one command: they end with it, whichever way it ends. */
export class Children {
  #running = new Set();
  #ending = false;

  constructor() {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
      process.on(signal, async () => {
        // A second Ctrl-C does not wait.
        if (this.#ending) process.exit(1);
        await this.endAll();
        process.exit(signal === 'SIGINT' ? 130 : 143);
      });
    process.on('exit', () => this.#running.forEach((child) => child.kill('SIGKILL')));
  }

  /** Whether all were told to end. */
  get ending() {
    return this.#ending;
  }

  /**
   * As child_process.spawn.
   * @param {string} command
   * @param {readonly string[]} args
   * @param {import('node:child_process').SpawnOptions} [options]
   */
  spawn(command, args, options = {}) {
    const child = spawn(command, args, options);
    this.#running.add(child);
    child.once('exit', () => this.#running.delete(child));
    child.once('error', () => this.#running.delete(child));
    return child;
  }

  /**
   * Ends one process: SIGTERM, then SIGKILL.
   * @param {import('node:child_process').ChildProcess} child
   * @param {number} [seconds] - given to it to end by itself
   */
  async end(child, seconds = 10) {
    if (!this.#running.has(child)) return;
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    const timer = setTimeout(() => child.kill('SIGKILL'), seconds * 1000);
    await ended;
    clearTimeout(timer);
  }

  async endAll() {
    this.#ending = true;
    await Promise.all([...this.#running].map((child) => this.end(child)));
  }
}
