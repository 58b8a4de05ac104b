// SPDX-License-Identifier: Apache-2.0
import { closeSync, constants, openSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { basename, dirname } from 'node:path';

export interface QmpEvent {
  readonly event: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** QEMU refused a command, or did not answer it. */
export class QmpError extends Error {
  /** QEMU's class of errors: `GenericError`, `DeviceNotFound`, `CommandNotFound`; `Closed` and `Timeout` are ours. */
  readonly errorClass: string;

  constructor(errorClass: string, description: string) {
    super(description);
    this.name = 'QmpError';
    this.errorClass = errorClass;
  }
}

interface Pending {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: QmpError) => void;
  readonly timer: NodeJS.Timeout;
}

interface Message {
  readonly QMP?: unknown;
  readonly id?: number;
  readonly return?: unknown;
  readonly error?: { readonly class: string; readonly desc: string };
  readonly event?: string;
  readonly data?: Record<string, unknown>;
}

const ANSWER_MS = 60_000;

/**
 * A conversation with one QEMU over its machine protocol. QEMU talks with one client at a time: who holds the guest holds
 * this.
 */
export class QmpClient {
  /** Resolves when the conversation has ended, as a rule because QEMU has. */
  readonly closed: Promise<void>;
  readonly #socket: Socket;
  readonly #pending = new Map<number, Pending>();
  readonly #listeners = new Set<(event: QmpEvent) => void>();
  #greeted: (() => void) | undefined;
  #isClosed = false;
  #nextId = 1;
  #rest = '';

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.setEncoding('utf8');
    socket.on('data', (text: string) => this.#read(text));
    this.closed = new Promise((resolve) => {
      // An error is followed by 'close'.
      socket.on('error', () => undefined);
      socket.once('close', () => {
        this.#isClosed = true;
        const error = new QmpError('Closed', 'QEMU has closed its monitor');
        for (const { reject, timer } of this.#pending.values()) {
          clearTimeout(timer);
          reject(error);
        }
        this.#pending.clear();
        resolve();
      });
    });
  }

  /**
   * @param path - of the socket
   * @param timeout - milliseconds for QEMU to greet
   * @throws QmpError; the socket's own error where nobody listens
   */
  static async connect(path: string, timeout: number): Promise<QmpClient> {
    // The address of a socket has room for 107 bytes, which an instances_path can use up: the folder's descriptor has not.
    const folder = openSync(dirname(path), constants.O_RDONLY | constants.O_DIRECTORY);
    try {
      const socket = connect(`/proc/self/fd/${folder}/${basename(path)}`);
      const client = new QmpClient(socket);
      try {
        await client.#greeting(timeout);
        await client.execute('qmp_capabilities', {}, timeout);
        return client;
      } catch (error) {
        client.close();
        throw error;
      }
    } finally {
      closeSync(folder);
    }
  }

  get isClosed(): boolean {
    return this.#isClosed;
  }

  /** @returns what the command answers @throws QmpError */
  execute(command: string, args: Readonly<Record<string, unknown>> = {}, timeout = ANSWER_MS): Promise<unknown> {
    if (this.#isClosed) return Promise.reject(new QmpError('Closed', 'QEMU has closed its monitor'));
    const id = this.#nextId++;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#pending.delete(id);
        reject(new QmpError('Timeout', `QEMU has not answered ${command} within ${timeout} ms`));
      }, timeout);
      this.#pending.set(id, { resolve, reject, timer });
      this.#socket.write(`${JSON.stringify({ execute: command, arguments: args, id })}\n`);
    });
  }

  /** @returns the end of it */
  onEvent(listener: (event: QmpEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /**
   * Does something and waits for what follows from it.
   * @param timeout - milliseconds; none waits as long as QEMU is there
   * @returns the first event that fits; undefined where none came in time, or QEMU ended
   */
  async eventAfter(
    fits: (event: QmpEvent) => boolean,
    action: () => Promise<unknown>,
    timeout?: number,
  ): Promise<QmpEvent | undefined> {
    let timer: NodeJS.Timeout | undefined;
    let stopListening: () => void = () => undefined;
    const arrived = new Promise<QmpEvent | undefined>((resolve) => {
      stopListening = this.onEvent((event) => {
        if (fits(event)) resolve(event);
      });
      void this.closed.then(() => resolve(undefined));
      if (timeout !== undefined) timer = setTimeout(() => resolve(undefined), timeout);
    });
    try {
      await action();
      return await arrived;
    } finally {
      stopListening();
      clearTimeout(timer);
    }
  }

  close(): void {
    this.#socket.destroy();
  }

  #greeting(timeout: number): Promise<void> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new QmpError('Timeout', 'QEMU has not greeted')), timeout);
      const settle = (action: () => void): void => {
        clearTimeout(timer);
        action();
      };
      this.#greeted = () => settle(resolve);
      this.#socket.once('error', (error) => settle(() => reject(error)));
      void this.closed.then(() => settle(() => reject(new QmpError('Closed', 'QEMU has closed its monitor'))));
    });
  }

  #read(text: string): void {
    const lines = (this.#rest + text).split('\n');
    this.#rest = lines.pop() ?? '';
    for (const line of lines) if (line.trim() !== '') this.#take(JSON.parse(line) as Message);
  }

  #take(message: Message): void {
    if (message.QMP !== undefined) this.#greeted?.();
    else if (message.event !== undefined)
      for (const listener of [...this.#listeners]) listener({ event: message.event, data: message.data ?? {} });
    else if (message.id !== undefined) {
      const pending = this.#pending.get(message.id);
      if (pending === undefined) return;
      this.#pending.delete(message.id);
      clearTimeout(pending.timer);
      if (message.error === undefined) pending.resolve(message.return);
      else pending.reject(new QmpError(message.error.class, message.error.desc));
    }
  }
}
