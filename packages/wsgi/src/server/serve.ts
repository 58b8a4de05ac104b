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
 * A program's whole `main`: starts a server for each of its services, one after the other, and waits until they have
 * ended. Several differ in the name of their options. They stand and fall together: where one does not start, or ends,
 * the others end too.
 * @returns the exit code for the process.
 * @throws what `Server.start` throws.
 */
export async function serve(...services: readonly Service[]): Promise<number> {
  const servers: Server[] = [];
  const stop = (): Promise<unknown> => Promise.all(servers.map((server) => server.stop()));
  try {
    for (const service of services) {
      const server = new Server(() => service.configure(), service);
      servers.push(server);
      await server.start(service.load, service.defaultPort);
    }
  } catch (error) {
    await stop();
    throw error;
  }
  const ended = servers.map((server) => server.wait());
  await Promise.race(ended);
  await stop();
  return Math.max(...(await Promise.all(ended)));
}
