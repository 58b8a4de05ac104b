// SPDX-License-Identifier: Apache-2.0
import type { Backup } from '../../generated/mysql/client.js';
import { InvalidBackup } from '../../errors/backups.js';

/** Of the format of objects, metadata and hashes: upstream's DRIVER_VERSION. */
export const FORMAT_VERSION = '1.0.0';

/** One object of a backup: a range of the volume. */
export interface ChunkEntry {
  /** Bytes. */
  readonly offset: number;
  readonly length: number;
  readonly compression: string;
  /** Of the bytes before compression. */
  readonly md5: string;
}

/** What a `…_metadata` object says. */
export interface BackupDocument {
  readonly version: string;
  readonly backup_id: string;
  readonly volume_id: string;
  readonly backup_name: string | null;
  readonly backup_description: string | null;
  readonly created_at: string;
  /** Each has one key: the object's name. */
  readonly objects: readonly Readonly<Record<string, ChunkEntry>>[];
  readonly parent_id: string | null;
  /** A JSON text. */
  readonly volume_meta: string | null;
  readonly extra_metadata?: unknown;
}

export const metadataName = (backup: Backup): string => `${backup.serviceMetadata ?? ''}_metadata`;
export const hashesName = (backup: Backup): string => `${backup.serviceMetadata ?? ''}_sha256file`;

/** `<prefix>-00001`, … */
export function chunkName(prefix: string, number: number): string {
  return `${prefix}-${String(number).padStart(5, '0')}`;
}

/** Whether it is an object of the backup with that prefix, and of no other whose prefix begins alike. */
export function belongsTo(prefix: string, name: string): boolean {
  return name.startsWith(prefix) && /^(?:-\d{5,}|_metadata|_sha256file)$/.test(name.slice(prefix.length));
}

/** What both documents say of the backup. */
export function describeBackup(backup: Backup): {
  version: string;
  backup_id: string;
  volume_id: string;
  backup_name: string | null;
  backup_description: string | null;
  created_at: string;
} {
  return {
    version: FORMAT_VERSION,
    backup_id: backup.id,
    volume_id: backup.volumeId,
    backup_name: backup.displayName,
    backup_description: backup.displayDescription,
    created_at: pythonTime(backup.createdAt),
  };
}

/** The document's text as upstream writes it: keys sorted, two spaces. */
export function writeDocument(document: BackupDocument): Buffer {
  return Buffer.from(JSON.stringify(sortKeys(document), null, 2));
}

/** Throws `InvalidBackup` where it is no such document, or one of a format that is not known. */
export function readDocument(text: string): BackupDocument {
  let document: BackupDocument | null;
  try {
    document = JSON.parse(text) as BackupDocument | null;
  } catch (error) {
    throw new InvalidBackup('Its metadata cannot be read.', { cause: error });
  }
  if (typeof document !== 'object' || document === null || !Array.isArray(document.objects))
    throw new InvalidBackup('Its metadata cannot be read.');
  if (document.version !== FORMAT_VERSION)
    throw new InvalidBackup(`No support to restore backup version ${document.version}`);
  return document;
}

/** Python's str() of a time in UTC. */
function pythonTime(time: Date | null): string {
  return time === null ? 'None' : `${time.toISOString().slice(0, 19).replace('T', ' ')}+00:00`;
}

function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([key, inner]) => [key, sortKeys(inner)]),
  );
}
