// SPDX-License-Identifier: Apache-2.0
import { createCinderScheduler, registerBackends } from '@stackport/cinder';
import { runDaemon } from '@stackport/standalone/program';
import { cinderSchedulerConfiguration } from './configuration.js';

process.exit(
  await runDaemon({
    init: cinderSchedulerConfiguration(process.argv.slice(2)),
    logName: 'cinder',
    start: async (configuration, logging) => {
      const service = await createCinderScheduler({ configuration, logging, logLevels: logging.levels });
      await service.start();
      const logger = logging.logger.named('cinder.common.config');
      // Its cinder.conf is cinder-volume's too: their sections are no mistakes.
      registerBackends(configuration);
      configuration.reportUnknown(logger);
      configuration.reportDeprecations(logger);
      return service;
    },
  }),
);
