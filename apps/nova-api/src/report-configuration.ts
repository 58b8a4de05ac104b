// SPDX-License-Identifier: Apache-2.0
import type { Configuration } from '@stackport/config';
import type { LoggingHandle } from '@stackport/context';
import { workerNumber } from '@stackport/wsgi';

/** Says what of the configuration has no effect, once every part has declared its options. Of several workers, the first speaks for all. */
export function reportConfiguration(configuration: Configuration, logging: LoggingHandle): void {
  if ((workerNumber() ?? 0) !== 0) return;
  const logger = logging.logger.named('nova.config');
  configuration.reportUnknown(logger);
  configuration.reportDeprecations(logger);
}
