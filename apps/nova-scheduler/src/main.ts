// SPDX-License-Identifier: Apache-2.0
import { createNovaScheduler } from '@stackport/nova';
import { runDaemon } from '@stackport/standalone/program';
import { novaSchedulerConfiguration } from './configuration.js';

process.exit(
  await runDaemon({
    init: novaSchedulerConfiguration(process.argv.slice(2)),
    logName: 'nova',
    start: async (configuration, logging) => {
      const service = await createNovaScheduler({ configuration, logging });
      await service.start();
      configuration.reportUnknown(logging.logger.named('nova.config'));
      configuration.reportDeprecations(logging.logger.named('nova.config'));
      return service;
    },
  }),
);
