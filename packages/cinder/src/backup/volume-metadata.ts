// SPDX-License-Identifier: Apache-2.0
import {
  BackupMetadataUnsupportedVersion,
  BackupOperationError,
  EncryptedBackupOperationFailed,
} from '../errors/backups.js';
import type { BackedUpVolume, BackupVolumeRepository } from './backup-volume-repository.js';

const BASE = 'volume-base-metadata';
const METADATA = 'volume-metadata';
const IMAGE_METADATA = 'volume-glance-metadata';

/** Columns of a volume whose names in the database are not their names here in snake case. */
const RENAMED: Readonly<Record<string, string>> = {
  nameId: '_name_id',
  sourceVolumeId: 'source_volid',
  consistencyGroupId: 'consistencygroup_id',
  ec2Id: 'ec2_id',
};

/** What of the volume's own columns each version of the metadata gives back. */
const RESTORED: ReadonlyMap<unknown, readonly string[]> = new Map([
  [1, ['display_name', 'display_description']],
  [2, ['display_name', 'display_description', 'encryption_key_id']],
]);

const COLUMNS = {
  display_name: 'displayName',
  display_description: 'displayDescription',
  encryption_key_id: 'encryptionKeyId',
} as const;

/** A volume's columns and metadata, kept with its data: upstream's backup/driver.py, BackupMetadataAPI. */
export class VolumeMetadata {
  readonly #volumes: BackupVolumeRepository;
  readonly #version: number;

  /** @param version - `backup_metadata_version` */
  constructor(volumes: BackupVolumeRepository, version: number) {
    this.#volumes = volumes;
    this.#version = version;
  }

  /** The JSON text that a backup keeps. */
  async save(volumeId: string): Promise<string> {
    const volume = await this.#volumes.getVolume(volumeId);
    const metadata = dictionary(volume.metadata);
    const imageMetadata = dictionary(volume.glanceMetadata);
    return JSON.stringify({
      version: this.#version,
      [BASE]: columnsOf(volume),
      ...(Object.keys(metadata).length === 0 ? {} : { [METADATA]: metadata }),
      ...(Object.keys(imageMetadata).length === 0 ? {} : { [IMAGE_METADATA]: imageMetadata }),
    });
  }

  /**
   * Gives a volume what such a text says. Its name goes to volumes that were made for the restore alone.
   * @throws BackupOperationError for a version that is not known, EncryptedBackupOperationFailed
   */
  async restore(volumeId: string, text: string): Promise<void> {
    const document = JSON.parse(text) as Record<string, unknown>;
    const fields = RESTORED.get(document.version);
    if (fields === undefined)
      throw new BackupOperationError('Metadata restore failed due to incompatible version.', {
        cause: new BackupMetadataUnsupportedVersion(document.version),
      });
    if (isRecord(document[BASE])) await this.#restoreColumns(volumeId, document[BASE], fields);
    if (isRecord(document[METADATA])) await this.#volumes.writeMetadata(volumeId, texts(document[METADATA]));
    if (isRecord(document[IMAGE_METADATA]))
      await this.#volumes.writeImageMetadata(volumeId, texts(document[IMAGE_METADATA]));
  }

  async #restoreColumns(volumeId: string, saved: Record<string, unknown>, fields: readonly string[]): Promise<void> {
    const target = await this.#volumes.getVolume(volumeId);
    const { encryption_key_id: key, volume_type_id: type, display_name: savedName } = saved;
    const takesKey = fields.includes('encryption_key_id') && typeof key === 'string';
    if (takesKey) await this.#restoreType(target, typeof type === 'string' ? type : null);
    const name = target.displayName ?? '';
    const takesName = Boolean(savedName) && (name === '' || name.startsWith('restore_backup_'));
    const changes: Record<string, string | null> = {};
    for (const [field, column] of Object.entries(COLUMNS)) {
      const value = saved[field];
      if (!fields.includes(field) || (typeof value !== 'string' && value !== null)) continue;
      if (field === 'encryption_key_id' || takesName) changes[column] = value;
    }
    await this.#volumes.writeVolume(volumeId, changes);
  }

  /** An encrypted volume comes back only to a volume of its type. */
  async #restoreType(target: BackedUpVolume, type: string | null): Promise<void> {
    if (target.volumeTypeId === type) return;
    if (target.volumeTypeId)
      throw new EncryptedBackupOperationFailed(
        `The source volume type '${type ?? 'None'}' is different than the destination volume type '${target.volumeTypeId}'.`,
      );
    if (type === null || !(await this.#volumes.hasVolumeType(type)))
      throw new EncryptedBackupOperationFailed(`The source volume type '${type ?? 'None'}' is not available.`);
    await this.#volumes.writeVolume(target.id, { volumeTypeId: type });
  }
}

function columnsOf(volume: BackedUpVolume): Record<string, unknown> {
  const values = Object.entries(volume).filter(
    ([, value]) => value === null || typeof value !== 'object' || value instanceof Date,
  );
  return Object.fromEntries(
    values.map(([key, value]) => [
      RENAMED[key] ?? key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
      value instanceof Date ? value.toISOString().replace('Z', '000') : value,
    ]),
  );
}

function dictionary(rows: readonly { key: string | null; value: string | null }[]): Record<string, string | null> {
  return Object.fromEntries(rows.map(({ key, value }) => [key ?? '', value]));
}

function texts(values: Record<string, unknown>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values).map(([key, value]) => [
      key,
      typeof value === 'string' ? value : JSON.stringify(value ?? ''),
    ]),
  );
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
