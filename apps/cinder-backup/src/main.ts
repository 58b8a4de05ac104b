// SPDX-License-Identifier: Apache-2.0
import { createCinderBackup } from '@stackport/cinder';
import { loadOrExit } from '@stackport/config';
import { setupLogging } from '@stackport/context';
import { cinderBackupConfiguration } from './configuration.js';

/** cinder-backup from its start to its end. Resolves with the exit code. */
async function main(): Promise<number> {
  const configuration = await loadOrExit(cinderBackupConfiguration(process.argv.slice(2)));
  try {
    const logging = setupLogging(configuration, configuration.program);
    const ended = new Promise<void>((resolve) => {
      for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => resolve());
    });
    const service = await createCinderBackup({ configuration, logging });
    await service.start();
    const logger = logging.logger.named('cinder.common.config');
    configuration.reportUnknown(logger);
    configuration.reportDeprecations(logger);
    await ended;
    await service.stop();
    return 0;
  } catch (error) {
    process.stderr.write(`ERROR: ${error instanceof Error ? error.message : String(error)}\n`);
    return 1;
  }
}

process.exit(await main());
