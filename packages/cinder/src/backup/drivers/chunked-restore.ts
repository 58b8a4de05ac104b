// SPDX-License-Identifier: Apache-2.0
import { createHash } from 'node:crypto';
import { BackupRestoreCancel, InvalidBackup } from '../../errors/backups.js';
import type { Backup } from '../../generated/mysql/client.js';
import type { VolumeWriter } from '../volume-access.js';
import type { RestoreWork } from './backup-driver.js';
import {
  belongsTo,
  hashesName,
  metadataName,
  readDocument,
  type BackupDocument,
  type ChunkEntry,
} from './chunk-documents.js';
import { compressionOf } from './compression.js';
import type { ObjectStore } from './object-store.js';

const ZEROS_BYTES = 1 << 18;

interface Layer {
  readonly backup: Backup;
  readonly document: BackupDocument;
}

/**
 * Writes a chain of chunked backups over a volume, the full one first. Everything that can be checked is checked before
 * the first byte is written; the bytes of each object are checked against its length and MD5, which upstream leaves out.
 */
export class ChunkedRestore {
  readonly #store: ObjectStore;
  readonly #zeros = Buffer.alloc(ZEROS_BYTES);

  constructor(store: ObjectStore) {
    this.#store = store;
  }

  /** Throws `InvalidBackup` for a backup that is not whole, `BackupRestoreCancel` once it is no longer wanted. */
  async run(work: RestoreWork, volume: VolumeWriter): Promise<void> {
    const layers: Layer[] = [];
    for (const backup of work.chain) layers.push({ backup, document: await this.#open(backup) });
    const total = layers.reduce((sum, { document }) => sum + document.objects.length, 0);
    let done = 0;
    for (const [depth, { backup, document }] of layers.entries()) {
      for (const [name, entry] of entriesOf(document)) {
        if (!(await work.isWanted())) throw new BackupRestoreCancel(backup.id, work.volumeId);
        await this.#restoreObject(backup, name, entry, volume, volume.isZeroed && depth === 0);
        done += 1;
        work.progress((done * 100) / total);
      }
      if (document.volume_meta) await work.restoreMetadata(document.volume_meta);
    }
  }

  async #open(backup: Backup): Promise<BackupDocument> {
    const { container, serviceMetadata: prefix } = backup;
    if (!container || !prefix) throw new InvalidBackup(`Backup ${backup.id} has no data.`);
    const document = readDocument(await this.#readText(container, metadataName(backup)));
    const there = (await this.#store.list(container, prefix)).filter(
      (name) => belongsTo(prefix, name) && name !== metadataName(backup) && name !== hashesName(backup),
    );
    const wanted = [...entriesOf(document)].map(([name]) => name);
    if (there.sort().join('\n') !== wanted.sort().join('\n'))
      throw new InvalidBackup(
        'restore_backup aborted, actual object list does not match object list stored in metadata.',
      );
    for (const [, { compression }] of entriesOf(document)) compressionOf(compression);
    return document;
  }

  async #readText(container: string, name: string): Promise<string> {
    const pieces: Uint8Array[] = [];
    for await (const piece of await this.#store.read(container, name)) pieces.push(piece);
    return Buffer.concat(pieces).toString('utf8');
  }

  async #restoreObject(
    backup: Backup,
    name: string,
    entry: ChunkEntry,
    volume: VolumeWriter,
    skipZeros: boolean,
  ): Promise<void> {
    const stored = await this.#store.read(backup.container ?? '', name);
    const md5 = createHash('md5');
    let done = 0;
    for await (const bytes of compressionOf(entry.compression)?.decompress(stored) ?? stored) {
      const piece = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
      if (done + piece.length > entry.length)
        throw new InvalidBackup(`Object ${name} is longer than its metadata says.`);
      md5.update(piece);
      if (!(skipZeros && this.#isZero(piece))) await volume.write(entry.offset + done, piece);
      done += piece.length;
    }
    if (done !== entry.length) throw new InvalidBackup(`Object ${name} is shorter than its metadata says.`);
    if (md5.digest('hex') !== entry.md5) throw new InvalidBackup(`Object ${name} is not what was stored.`);
    await volume.flush();
  }

  #isZero(piece: Buffer): boolean {
    return piece.length <= ZEROS_BYTES && piece.equals(this.#zeros.subarray(0, piece.length));
  }
}

function* entriesOf(document: BackupDocument): Generator<readonly [string, ChunkEntry]> {
  for (const object of document.objects) yield* Object.entries(object);
}
