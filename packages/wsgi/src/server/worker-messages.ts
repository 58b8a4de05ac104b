// SPDX-License-Identifier: Apache-2.0

/** From the parent to a worker. A `connection` message carries the socket. */
export type ToWorker =
  | { readonly kind: 'connection'; readonly id: number }
  /** No connection comes after this: finish what is in flight and exit. Seconds; timeout 0 for any time. */
  | { readonly kind: 'retire'; readonly idleGrace: number; readonly timeout: number };

/** From a worker to its parent. */
export type ToParent =
  | { readonly kind: 'ready' }
  /** The worker has the connection: the parent lets go of it. */
  | { readonly kind: 'accepted'; readonly id: number }
  /** The worker was asked by a signal to go: send no more, and say `retire`. */
  | { readonly kind: 'leaving' }
  /** The application cannot be built; the worker ends. */
  | ({ readonly kind: 'failed' } & StartFailure);

/** Why a worker did not start, as its parent learns it. */
export interface StartFailure {
  readonly name: string;
  readonly message: string;
  /** What the process should end with, where the error says so. */
  readonly exitCode: number;
}

const MARKER = 'STACKPORT_WORKER';

/**
 * Environment by which a program that is started again knows itself as a worker of the named server.
 * @param number - counts the workers of a server, from 0, replacements included.
 */
export function workerEnvironment(name: string, number: number): NodeJS.ProcessEnv {
  return { ...process.env, [MARKER]: `${process.pid}:${number}:${name}` };
}

/**
 * The name of the server that this process works for; undefined in a program that was started by itself. The parent's
 * process id in the marker keeps it from being believed by a worker's own child processes.
 */
export function workerFor(): string | undefined {
  return readMarker()?.name;
}

/**
 * Which worker of its server this process is: 0 for the first that was ever started, whose word stands for all where
 * something is to be said once. Undefined in a program that was started by itself.
 */
export function workerNumber(): number | undefined {
  return readMarker()?.number;
}

function readMarker(): { name: string; number: number } | undefined {
  const marker = process.env[MARKER];
  if (marker === undefined || process.send === undefined) return undefined;
  const [, parent, number, name] = /^(\d+):(\d+):(.*)$/s.exec(marker) ?? [];
  if (name === undefined || Number(parent) !== process.ppid) return undefined;
  return { name, number: Number(number) };
}
