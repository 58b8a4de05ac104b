// SPDX-License-Identifier: Apache-2.0
import type { Backup } from '../../generated/mysql/client.js';
import type { VolumeReader, VolumeWriter } from '../volume-access.js';

/** Where the objects of a backup are: what its row keeps of it. */
export interface BackupPlace {
  readonly container: string;
  /** What the names of all its objects begin with. */
  readonly serviceMetadata: string;
}

/** A backup that is being made. Its row has its place. */
export interface BackupWork {
  readonly backup: Backup;
  /** The backup that it is the difference to; null for a full one. */
  readonly parent: Backup | null;
  /** The volume's metadata as a JSON text, kept with the data; null for none. */
  readonly volumeMetadata: string | null;
  /** Whether the backup is still wanted: false once it is being deleted. */
  isWanted(): Promise<boolean>;
  /** @param percent - of the volume; `details` go with the notification */
  progress(percent: number, details: Readonly<Record<string, unknown>>): void;
}

/** A backup that is being written back. */
export interface RestoreWork {
  /** The full backup first, then the differences in their order; the last is the one that was asked for. */
  readonly chain: readonly Backup[];
  readonly volumeId: string;
  /** Whether the restore is still wanted. */
  isWanted(): Promise<boolean>;
  /** Called with the volume's metadata that each backup of the chain has. */
  restoreMetadata(metadata: string): Promise<void>;
  progress(percent: number): void;
}

/** A place that keeps backups: upstream's BackupDriver. */
export interface BackupDriver {
  /** Upstream's class: what `backups.service` says. */
  readonly name: string;
  /** Whether a backup can be deleted whatever its state is. */
  readonly supportForceDelete: boolean;
  /** Rejects with what keeps it from working. */
  checkForSetupError(): Promise<void>;
  /** Where a backup that has not begun will be. */
  place(backup: Backup): BackupPlace;
  /**
   * Reads the volume into the backup's place.
   * @returns how many objects it has; undefined where it was no longer wanted and its objects are gone again
   */
  backup(work: BackupWork, volume: VolumeReader): Promise<{ objectCount: number } | undefined>;
  /** Writes the backup over the volume. Rejects with `BackupRestoreCancel` where it is no longer wanted. */
  restore(work: RestoreWork, volume: VolumeWriter): Promise<void>;
  /** Removes what there is of a backup. */
  delete(backup: Backup): Promise<void>;
  /** What an exported record has beside the row. */
  exportRecord(backup: Backup): Record<string, unknown>;
  importRecord(backup: Backup, driverInfo: Readonly<Record<string, unknown>>): void;
  close(): Promise<void>;
}
