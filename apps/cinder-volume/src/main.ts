// SPDX-License-Identifier: Apache-2.0
import { createCinderVolume } from '@stackport/cinder';
import { runDaemon } from '@stackport/standalone/program';
import { cinderVolumeConfiguration } from './configuration.js';

process.exit(
  await runDaemon({
    init: cinderVolumeConfiguration(process.argv.slice(2)),
    logName: 'cinder',
    start: async (configuration, logging) => {
      const service = await createCinderVolume({ configuration, logging, logLevels: logging.levels });
      await service.start();
      const logger = logging.logger.named('cinder.common.config');
      configuration.reportUnknown(logger);
      configuration.reportDeprecations(logger);
      return service;
    },
  }),
);
