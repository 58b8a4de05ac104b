// SPDX-License-Identifier: Apache-2.0
import { CinderError, Invalid, NotFound, QuotaError } from './base.js';

export class BackupNotFound extends NotFound {
  constructor(backupId: string) {
    super(`Backup ${backupId} could not be found.`);
  }
}

export class InvalidBackup extends Invalid {
  constructor(reason: string, options?: ErrorOptions) {
    super(`Invalid backup: ${reason}`, options);
  }
}

/** What holds the backups' bytes failed. */
export class BackupDriverException extends CinderError {
  constructor(reason: string, options?: ErrorOptions) {
    super(`Backup driver reported an error: ${reason}`, options);
  }
}

export class BackupLimitExceeded extends QuotaError {
  constructor(allowed: number) {
    super(`Maximum number of backups allowed (${allowed}) exceeded`);
  }
}

/** Sizes in GiB. */
export class VolumeBackupSizeExceedsAvailableQuota extends QuotaError {
  constructor({ requested, quota, consumed }: { requested: number; quota: number; consumed: number }) {
    super(
      `Requested backup exceeds allowed Backup gigabytes quota. Requested ${requested}G, quota is ${quota}G and ` +
        `${consumed}G has been consumed.`,
    );
  }
}

export class BackupMetadataUnsupportedVersion extends CinderError {
  constructor(version: unknown) {
    super(`Unsupported backup metadata version (${String(version)})`);
  }
}

export class BackupOperationError extends Invalid {}

/** The backup left the state `restoring` while its data was written back. */
export class BackupRestoreCancel extends CinderError {
  constructor(backupId: string, volumeId: string) {
    super(`Canceled backup ${backupId} restore on volume ${volumeId}`);
  }
}

export class EncryptedBackupOperationFailed extends CinderError {}

/** Answered 405, as upstream has it. */
export class NotSupportedOperation extends Invalid {
  constructor(operation: string) {
    super(`Operation not supported: ${operation}.`);
  }
}
