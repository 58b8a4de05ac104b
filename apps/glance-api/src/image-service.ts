// SPDX-License-Identifier: Apache-2.0
import type { Configuration } from '@stackport/config';
import type { LoggingHandle } from '@stackport/context';
import { createGlanceService } from '@stackport/glance';
import { type LoadedApplication, workerNumber } from '@stackport/wsgi';

/** Builds the Image service for the process that serves, and says what of the configuration has no effect. */
export async function loadImageService(
  configuration: Configuration,
  logging: LoggingHandle,
): Promise<LoadedApplication> {
  const service = await createGlanceService({ configuration, logging });
  // Every part has declared its options by now. Of several workers, the first speaks for all.
  if ((workerNumber() ?? 0) === 0) {
    const logger = logging.logger.named('glance.common.config');
    configuration.reportUnknown(logger);
    configuration.reportDeprecations(logger);
  }
  return { application: service.application, close: () => service.close() };
}
