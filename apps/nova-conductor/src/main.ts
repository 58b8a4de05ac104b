// SPDX-License-Identifier: Apache-2.0
import { transportFromConf } from '@stackport/messaging';
import { configuredNeighbours, createNovaConductor, openConfiguredDatabases } from '@stackport/nova';
import { runDaemon } from '@stackport/standalone/program';
import { novaConductorConfiguration } from './configuration.js';

process.exit(
  await runDaemon({
    init: novaConductorConfiguration(process.argv.slice(2)),
    logName: 'nova',
    start: async (configuration, logging) => {
      const { logger } = logging;
      const databases = await openConfiguredDatabases(configuration, logger);
      const transport = transportFromConf(configuration, { logger: logger.named('oslo.messaging') });
      const neighbours = configuredNeighbours(configuration, logger);
      const service = await createNovaConductor({ configuration, logging, databases, transport, ...neighbours });
      await service.start();
      configuration.reportUnknown(logger.named('nova.config'));
      configuration.reportDeprecations(logger.named('nova.config'));
      return {
        stop: async () => {
          await service.stop();
          await neighbours.close();
          await transport.close();
          await databases.close();
        },
      };
    },
  }),
);
