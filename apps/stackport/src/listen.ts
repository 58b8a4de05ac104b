// SPDX-License-Identifier: Apache-2.0
import type { LoggingHandle } from '@stackport/context';
import { BindError, Server, type Application } from '@stackport/wsgi';
import type { Flags, ServiceName } from './flags.js';
import { PortInUse } from './port-in-use.js';

/** Opens a service's port. Rejects with `PortInUse`. */
export async function listen(
  name: ServiceName,
  application: Application,
  flags: Flags,
  logging: LoggingHandle,
): Promise<Server> {
  const server = new Server(
    {
      name,
      bindHost: flags.host,
      bindPort: flags.ports[name],
      workers: 0,
      logger: logging.logger.named('eventlet.wsgi.server'),
    },
    { embedded: true },
  );
  try {
    await server.start(() => application, 0);
  } catch (error) {
    if (!(error instanceof BindError)) throw error;
    throw new PortInUse(
      `Port ${flags.ports[name]} cannot be opened for ${name} (${error.message}): choose another with --${name}-port`,
      { cause: error },
    );
  }
  return server;
}
