// SPDX-License-Identifier: Apache-2.0
import { loadOrExit } from '@stackport/config';
import { type LoggingHandle, setupLogging } from '@stackport/context';
import { serve } from '@stackport/wsgi';
import { keystoneApiConfiguration } from './configuration.js';
import { loadIdentity } from './identity-process.js';
import { serverOptions } from './server-options.js';

const DEFAULT_PORT = 5000;

/** keystone-api from its start to its end. Resolves with the exit code. */
async function main(): Promise<number> {
  const configuration = await loadOrExit(keystoneApiConfiguration(process.argv.slice(2)));
  let logging: LoggingHandle | undefined;
  try {
    const handle = setupLogging(configuration, configuration.program);
    logging = handle;
    let reads = 0;
    return await serve({
      defaultPort: DEFAULT_PORT,
      configure: async () => {
        if (reads++ > 0) {
          await configuration.reload();
          handle.reconfigure();
        }
        return serverOptions(configuration, handle.logger.named('keystone.server'));
      },
      load: () => loadIdentity(configuration, handle.logger.named('keystone'), process.env),
    });
  } catch (error) {
    logging?.logger.named('keystone').critical('keystone-api does not run', error);
    process.stderr.write(`ERROR: ${(error as Error).message}\n`);
    return 1;
  }
}

process.exit(await main());
