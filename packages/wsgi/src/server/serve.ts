// SPDX-License-Identifier: Apache-2.0
import type { ApplicationFactory } from './backend.js';
import type { ServerOptions } from './options.js';
import { Server, type ServerSurroundings } from './server.js';

export interface Service extends ServerSurroundings {
  /** The port where the configuration names none. */
  readonly defaultPort: number;
  /** Reads the configuration: at the start, at each SIGHUP, and once in every worker. */
  configure(): ServerOptions | Promise<ServerOptions>;
  /** Builds the application, opens the database, …: in each process that serves, and not in the parent of workers. */
  readonly load: ApplicationFactory;
}

/**
 * A service's whole `main`: starts its server and waits until it has ended.
 * @returns the exit code for the process.
 * @throws what `Server.start` throws.
 */
export async function serve(service: Service): Promise<number> {
  const server = new Server(() => service.configure(), service);
  await server.start(service.load, service.defaultPort);
  return server.wait();
}
