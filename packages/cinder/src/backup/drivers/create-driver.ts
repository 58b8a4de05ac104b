// SPDX-License-Identifier: Apache-2.0
import type { Configuration, Logger } from '@stackport/config';
import { CinderError } from '../../errors/base.js';
import type { BackupDriver } from './backup-driver.js';
import { POSIX_DRIVER, posixBackupDriver } from './posix-driver.js';
import { S3_DRIVER, s3BackupDriver } from './s3-driver.js';

/** `backup_driver` names a class that is not there: the service runs, and is shown as not working. */
export class UnknownBackupDriver extends CinderError {
  constructor(name: string) {
    super(`backup_driver ${name} is not available: there are ${POSIX_DRIVER} and ${S3_DRIVER}`);
  }
}

/** Names that upstream still takes: a module instead of its class. */
const NAMES: Readonly<Record<string, string>> = {
  [POSIX_DRIVER]: POSIX_DRIVER,
  'cinder.backup.drivers.posix': POSIX_DRIVER,
  [S3_DRIVER]: S3_DRIVER,
  'cinder.backup.drivers.s3': S3_DRIVER,
};

/** The driver that `backup_driver` names. Throws `UnknownBackupDriver`, `InvalidConfigurationValue`, `UnsupportedCompression`. */
export async function createBackupDriver(
  configuration: Configuration,
  name: string,
  init: { readonly availabilityZone: string; readonly logger: Logger },
): Promise<BackupDriver> {
  switch (NAMES[name]) {
    case POSIX_DRIVER:
      return posixBackupDriver(configuration);
    case S3_DRIVER:
      return s3BackupDriver(configuration, init);
    default:
      throw new UnknownBackupDriver(name);
  }
}
