// SPDX-License-Identifier: Apache-2.0
import type { Configuration } from '@stackport/config';
import type { LoggingHandle } from '@stackport/context';
import type { TokenValidator } from '@stackport/keystone';
import { createPlacement } from '@stackport/placement';
import { type LoadedApplication, workerNumber } from '@stackport/wsgi';

/** Builds the Placement service for the process that serves, and says what of the configuration has no effect. */
export async function loadPlacement(
  configuration: Configuration,
  logging: LoggingHandle,
  validator?: TokenValidator,
): Promise<LoadedApplication> {
  const service = await createPlacement({ configuration, logging, ...(validator === undefined ? {} : { validator }) });
  // Every part has declared its options by now. Of several workers, the first speaks for all.
  if ((workerNumber() ?? 0) === 0) {
    const logger = logging.logger.named('placement.conf');
    configuration.reportUnknown(logger);
    configuration.reportDeprecations(logger);
  }
  return { application: service.application, close: () => service.close() };
}
