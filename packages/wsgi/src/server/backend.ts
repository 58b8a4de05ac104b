// SPDX-License-Identifier: Apache-2.0
import type { Socket } from 'node:net';
import type { Application } from '../application.js';
import type { ResolvedOptions, ServerOptions } from './options.js';

/** An application and what has to be closed when it has answered its last request. */
export interface LoadedApplication {
  readonly application: Application;
  close?(): Promise<void> | void;
}

/** Builds the application: in each process that serves, at its start and after a reload. */
export type ApplicationFactory = (options: ServerOptions) => ApplicationResult | Promise<ApplicationResult>;
export type ApplicationResult = Application | LoadedApplication;

/** What serves connections: an application in this process, or child processes. */
export interface Backend {
  readonly children: ReadonlySet<number>;
  readonly staleChildren: ReadonlySet<number>;
  /** Whether connections are handed to other processes, and so must not be read from here. */
  readonly remote: boolean;
  /** Rejects where nothing came up that could serve. */
  start(options: ResolvedOptions): Promise<void>;
  accept(socket: Socket): void;
  /** Puts a new generation in the place of the old, which finishes its requests. Rejects, with the old one kept. */
  renew(options: ResolvedOptions): Promise<void>;
  /** Finishes what is in flight, cuts off the rest after the graceful time, and frees everything. */
  stop(options: ResolvedOptions): Promise<void>;
}

export async function load(factory: ApplicationFactory, options: ServerOptions): Promise<LoadedApplication> {
  const result = await factory(options);
  return typeof result === 'function' ? { application: result } : result;
}
