// SPDX-License-Identifier: Apache-2.0
import { InvalidInput } from '../errors/base.js';
import type { BackupRow } from './backup-repository.js';

/** What an exported backup says: its row by upstream's names, and what its driver adds. */
export type BackupRecord = Readonly<Record<string, unknown>>;

/** Fields in the order in which upstream's object has them. */
const FIELDS: readonly (readonly [name: string, key: keyof BackupRow])[] = [
  ['id', 'id'],
  ['user_id', 'userId'],
  ['project_id', 'projectId'],
  ['volume_id', 'volumeId'],
  ['host', 'host'],
  ['availability_zone', 'availabilityZone'],
  ['container', 'container'],
  ['parent_id', 'parentId'],
  ['status', 'status'],
  ['fail_reason', 'failReason'],
  ['size', 'size'],
  ['display_name', 'displayName'],
  ['display_description', 'displayDescription'],
  ['service_metadata', 'serviceMetadata'],
  ['service', 'service'],
  ['object_count', 'objectCount'],
  ['temp_volume_id', 'tempVolumeId'],
  ['temp_snapshot_id', 'tempSnapshotId'],
  ['num_dependent_backups', 'numDependentBackups'],
  ['snapshot_id', 'snapshotId'],
  ['data_timestamp', 'dataTimestamp'],
  ['restore_volume_id', 'restoreVolumeId'],
  ['metadata', 'metadata'],
  ['encryption_key_id', 'encryptionKeyId'],
  ['created_at', 'createdAt'],
  ['updated_at', 'updatedAt'],
  ['deleted_at', 'deletedAt'],
  ['deleted', 'deleted'],
];

/** Numbers that upstream's object has as 0 where the row has none. */
const NUMBERS = new Set(['size', 'object_count', 'num_dependent_backups']);

/** The record as upstream encodes it, byte for byte: base64 of JSON in Python's style (objects/backup.py, encode_record). */
export function encodeBackupRecord(backup: BackupRow, driverInfo: Readonly<Record<string, unknown>>): string {
  const values = FIELDS.map(([name, key]) => [name, fieldValue(name, backup[key])] as const);
  return Buffer.from(pythonJson({ driver_info: driverInfo, ...Object.fromEntries(values) })).toString('base64');
}

/** Throws `InvalidInput` for what is no base64 of a JSON object. */
export function decodeBackupRecord(text: string): BackupRecord {
  const stripped = text.replace(/[^A-Za-z0-9+/=]/g, '');
  if (!/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(stripped))
    throw new InvalidInput("Can't decode backup record.");
  let record: unknown;
  try {
    record = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(stripped, 'base64')));
  } catch (error) {
    throw new InvalidInput("Can't parse backup record.", { cause: error });
  }
  if (typeof record !== 'object' || record === null || Array.isArray(record))
    throw new InvalidInput("Can't parse backup record.");
  return record as BackupRecord;
}

/** Columns that a record sets on import, by upstream's names. */
const IMPORTED = {
  texts: {
    volume_id: 'volumeId',
    container: 'container',
    parent_id: 'parentId',
    display_name: 'displayName',
    display_description: 'displayDescription',
    service_metadata: 'serviceMetadata',
    temp_volume_id: 'tempVolumeId',
    temp_snapshot_id: 'tempSnapshotId',
    snapshot_id: 'snapshotId',
    restore_volume_id: 'restoreVolumeId',
    encryption_key_id: 'encryptionKeyId',
  },
  numbers: { size: 'size', object_count: 'objectCount', num_dependent_backups: 'numDependentBackups' },
  times: { data_timestamp: 'dataTimestamp', created_at: 'createdAt', updated_at: 'updatedAt' },
} as const;

export interface ImportedValues {
  readonly changes: Readonly<Record<string, string | number | Date | null>>;
  readonly metadata: Readonly<Record<string, string>> | undefined;
}

/** What a record says of a backup, checked: a value of another kind is `InvalidInput`. */
export function importedValues(record: BackupRecord): ImportedValues {
  const changes: Record<string, string | number | Date | null> = {};
  for (const [name, column] of Object.entries(IMPORTED.texts)) {
    const value = record[name];
    if (value === undefined) continue;
    if (value !== null && (typeof value !== 'string' || value.length > 255)) throw wrongValue(name);
    changes[column] = value;
  }
  for (const [name, column] of Object.entries(IMPORTED.numbers)) {
    const value = record[name];
    if (value === undefined) continue;
    if (value !== null && !isCount(value)) throw wrongValue(name);
    changes[column] = value;
  }
  for (const [name, column] of Object.entries(IMPORTED.times)) {
    const value = record[name];
    if (value === undefined) continue;
    const time = value === null ? null : typeof value === 'string' ? new Date(value) : undefined;
    if (time === undefined || (time !== null && Number.isNaN(time.getTime()))) throw wrongValue(name);
    changes[column] = time;
  }
  return { changes, metadata: importedMetadata(record.metadata) };
}

/** A size in GiB or a number of things, as a column holds it. */
export function isCount(value: unknown): value is number {
  return Number.isInteger(value) && (value as number) >= 0 && (value as number) <= 2_147_483_647;
}

function importedMetadata(metadata: unknown): Record<string, string> | undefined {
  if (metadata === undefined || metadata === null) return undefined;
  const entries = typeof metadata === 'object' ? Object.entries(metadata) : undefined;
  if (!entries?.every(([key, value]) => key.length <= 255 && typeof value === 'string' && value.length <= 255))
    throw wrongValue('metadata');
  return Object.fromEntries(entries);
}

function wrongValue(name: string): InvalidInput {
  return new InvalidInput(`Provided backup record has a wrong value for ${name}`);
}

function fieldValue(name: string, value: unknown): unknown {
  if (name === 'metadata') {
    const rows = value as BackupRow['metadata'];
    return Object.fromEntries(rows.map(({ key, value: text }) => [key ?? '', text]));
  }
  if (value instanceof Date) return `${value.toISOString().slice(0, 19)}Z`;
  return value ?? (NUMBERS.has(name) ? 0 : null);
}

/** JSON as Python's json.dumps writes it: a space after `,` and `:`, nothing beyond ASCII. */
function pythonJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(pythonJson).join(', ')}]`;
  if (typeof value === 'object' && value !== null)
    return `{${Object.entries(value)
      .map(([key, inner]) => `${pythonJson(key)}: ${pythonJson(inner)}`)
      .join(', ')}}`;
  return JSON.stringify(value).replace(
    /[\u007f-\uffff]/g,
    (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
