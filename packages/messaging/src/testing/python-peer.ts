// SPDX-License-Identifier: Apache-2.0
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/** A line that Python says. */
export type Said = Readonly<Record<string, unknown>>;

/** A Python service's own code in a process beside the test (Debian's packages): it takes and says lines of JSON. */
export class PythonPeer {
  readonly said: Said[] = [];
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #ended: Promise<never>;
  #wakers: (() => void)[] = [];
  #errors = '';
  #id = 0;

  /**
   * @param script - its path
   * @param args - of the script
   */
  constructor(script: string, args: readonly string[]) {
    this.#child = spawn('/usr/bin/python3', [script, ...args]);
    this.#child.stderr.setEncoding('utf8').on('data', (text: string) => (this.#errors += text));
    this.#ended = once(this.#child, 'exit').then(() =>
      Promise.reject(new Error(`Python ended: ${this.#errors.slice(-3000)}`)),
    );
    this.#ended.catch(() => undefined);
    createInterface(this.#child.stdout).on('line', (line) => {
      this.said.push(JSON.parse(line) as Said);
      for (const wake of this.#wakers.splice(0)) wake();
    });
  }

  /** The first line that has all of these, as soon as it is said; rejects when Python ends. */
  async saying(what: Said): Promise<Said> {
    for (let seen = 0; ;) {
      for (; seen < this.said.length; seen += 1) {
        const line = this.said[seen] as Said;
        if (Object.entries(what).every(([key, value]) => line[key] === value)) return line;
      }
      await Promise.race([new Promise<void>((resolve) => this.#wakers.push(resolve)), this.#ended]);
    }
  }

  /** Asks, and waits for what comes of it: `result`, or `error` with what it was. */
  async ask(request: Said): Promise<Said> {
    this.#id += 1;
    const id = this.#id;
    this.#child.stdin.write(`${JSON.stringify({ ...request, id })}\n`);
    return this.saying({ id });
  }

  async end(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    this.#child.stdin.end();
    const killer = setTimeout(() => this.#child.kill('SIGKILL'), 10_000);
    await this.#ended.catch(() => undefined);
    clearTimeout(killer);
  }
}
