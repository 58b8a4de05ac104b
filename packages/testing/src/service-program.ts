// SPDX-License-Identifier: Apache-2.0
import { type ChildProcess, spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';

export interface ServiceProgramInit {
  /** The file that node runs. */
  readonly file: string;
  readonly args?: readonly string[];
  /** Beside the process's own. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Its current folder. */
  readonly folder: string;
}

/** What a server says when its socket is open; cinder has its own word. */
const LISTENING = /(?:listening|Started \S+) on .*:(\d+)$/m;

/** A service in a process of its own, as an operator runs it. */
export class ServiceProgram {
  /** The exit code, or the signal that ended it; resolves when all that it wrote has been read. */
  readonly exited: Promise<number | NodeJS.Signals>;
  readonly #child: ChildProcess;
  #stdout = '';
  #stderr = '';
  #hasEnded = false;

  private constructor(child: ChildProcess) {
    this.#child = child;
    child.stdout?.setEncoding('utf8').on('data', (text: string) => (this.#stdout += text));
    child.stderr?.setEncoding('utf8').on('data', (text: string) => (this.#stderr += text));
    this.exited = new Promise((resolve) => {
      child.once('close', (code, signal) => {
        this.#hasEnded = true;
        resolve(code ?? signal ?? 'SIGKILL');
      });
    });
  }

  static run({ file, args = [], environment = {}, folder }: ServiceProgramInit): ServiceProgram {
    const child = spawn(process.execPath, [file, ...args], {
      cwd: folder,
      env: { ...process.env, ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    return new ServiceProgram(child);
  }

  /** Waits until it listens and, with workers, all of them are ready. Rejects when it ends before. */
  async ready(): Promise<void> {
    await this.logged(LISTENING);
    await this.logged(/Starting single process server|\d+ workers are ready/);
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  /** What it wrote so far: its log, unless the configuration sends that elsewhere. */
  get stdout(): string {
    return this.#stdout;
  }

  get stderr(): string {
    return this.#stderr;
  }

  /** Of the socket that it opened last. */
  get port(): number {
    return Number([...this.#stdout.matchAll(new RegExp(LISTENING, 'gm'))].at(-1)?.[1]);
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  signal(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }

  /** Process ids of its workers that have not ended, as the system has them. */
  async workers(): Promise<readonly number[]> {
    const children = await readFile(`/proc/${this.pid}/task/${this.pid}/children`, 'utf8').catch(() => '');
    return children.split(' ').filter(Boolean).map(Number);
  }

  /** The most memory that a process of it has held so far, in bytes. */
  async peakMemory(pid = this.pid): Promise<number> {
    const status = await readFile(`/proc/${pid}/status`, 'utf8');
    return Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1]) * 1024;
  }

  /** Waits for a line on stdout. Rejects with all that was written where it ends first, or does not come in time. */
  async logged(pattern: RegExp, seconds = 20): Promise<RegExpExecArray> {
    let found: RegExpExecArray | null = null;
    const isThere = (): boolean => {
      found = pattern.exec(this.#stdout);
      return found !== null;
    };
    await this.until(isThere, `line ${String(pattern)}`, seconds);
    return found as unknown as RegExpExecArray;
  }

  /**
   * Waits for a condition.
   * @param what - named where it does not come about in time, or the program ends first; the promise rejects then.
   */
  async until(condition: () => boolean | Promise<boolean>, what: string, seconds = 20): Promise<void> {
    const end = Date.now() + seconds * 1000;
    for (;;) {
      // What it waits for may have come with the last words.
      const hasEnded = this.#hasEnded;
      if (await condition()) return;
      if (hasEnded || Date.now() > end) {
        const reason = hasEnded ? 'The program ended before' : `Not within ${seconds} s`;
        throw new Error(`${reason}: ${what}\n${this.#stdout}${this.#stderr}`);
      }
      await sleep(20);
    }
  }

  /** Ends it and its workers at once, whatever they are doing. */
  async end(): Promise<void> {
    const workers = await this.workers();
    this.#child.kill('SIGKILL');
    for (const worker of workers) {
      try {
        process.kill(worker, 'SIGKILL');
      } catch {
        // It has ended by itself.
      }
    }
    await this.exited;
  }
}
