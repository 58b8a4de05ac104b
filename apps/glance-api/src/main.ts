// SPDX-License-Identifier: Apache-2.0
import { loadOrExit } from '@stackport/config';
import { type LoggingHandle, setupLogging } from '@stackport/context';
import { serve } from '@stackport/wsgi';
import { glanceApiConfiguration } from './configuration.js';
import { fail } from './failure.js';
import { loadImageService } from './image-service.js';
import { isLone, loadLoneImageService, loneDefaults } from './lone.js';
import { serverOptions } from './server-options.js';

const DEFAULT_PORT = 9292;

/** glance-api from its start to its end. Resolves with the exit code. */
async function main(): Promise<number> {
  const init = glanceApiConfiguration(process.argv.slice(2));
  const given = await loadOrExit(init);
  const lone = isLone(given);
  const configuration = lone
    ? await loadOrExit({ ...init, defaults: { ...init.defaults, ...loneDefaults(given) } })
    : given;
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
        return serverOptions(configuration, handle.logger.named('glance.common.wsgi'));
      },
      load: () => (lone ? loadLoneImageService(configuration, handle) : loadImageService(configuration, handle)),
    });
  } catch (error) {
    return fail(error, logging?.logger.named('glance'));
  }
}

process.exit(await main());
