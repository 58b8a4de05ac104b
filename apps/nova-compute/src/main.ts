// SPDX-License-Identifier: Apache-2.0
import { transportFromConf } from '@stackport/messaging';
import { configuredNeighbours, createComputeDriver, createNovaCompute } from '@stackport/nova';
import { runDaemon } from '@stackport/standalone/program';
import { novaComputeConfiguration } from './configuration.js';

process.exit(
  await runDaemon({
    init: novaComputeConfiguration(process.argv.slice(2)),
    logName: 'nova',
    start: async (configuration, logging) => {
      const { logger } = logging;
      const driver = await createComputeDriver(configuration, logger.named('nova.virt'));
      const transport = transportFromConf(configuration, { logger: logger.named('oslo.messaging') });
      const neighbours = configuredNeighbours(configuration, logger);
      const service = createNovaCompute({ configuration, logging, driver, transport, ...neighbours });
      await service.start();
      configuration.reportUnknown(logger.named('nova.config'));
      configuration.reportDeprecations(logger.named('nova.config'));
      return {
        stop: async () => {
          await service.stop();
          await neighbours.close();
          await transport.close();
        },
      };
    },
  }),
);
