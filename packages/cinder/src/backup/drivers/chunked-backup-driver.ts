// SPDX-License-Identifier: Apache-2.0
import { createHash } from 'node:crypto';
import { BackupDriverException, InvalidBackup } from '../../errors/backups.js';
import type { Backup } from '../../generated/mysql/client.js';
import type { VolumeReader, VolumeWriter } from '../volume-access.js';
import type { BackupDriver, BackupPlace, BackupWork, RestoreWork } from './backup-driver.js';
import { BlockDigest } from './block-digest.js';
import { BlockHashes, readHashFile, writeHashFile } from './block-hashes.js';
import {
  belongsTo,
  chunkName,
  describeBackup,
  hashesName,
  metadataName,
  writeDocument,
  type ChunkEntry,
} from './chunk-documents.js';
import { ChunkedRestore } from './chunked-restore.js';
import { compressionOf, type Compression } from './compression.js';
import type { ObjectStore } from './object-store.js';
import { ProgressReports, type ProgressSettings } from './progress-reports.js';
import { blocksOf, readRange, type VolumeRange } from './volume-range.js';

export interface ChunkedBackupInit {
  /** Upstream's class. */
  readonly name: string;
  readonly store: ObjectStore;
  readonly place: (backup: Backup) => BackupPlace;
  /** Bytes of a volume in one object: a multiple of `blockSize`. */
  readonly chunkSize: number;
  /** Bytes of a block that a difference has or has not. */
  readonly blockSize: number;
  /** As `backup_compression_algorithm`. */
  readonly compression: string;
  readonly progress: ProgressSettings;
}

/** What a backup under way has stored so far. */
interface Progressing {
  readonly work: BackupWork;
  readonly volume: VolumeReader;
  readonly container: string;
  readonly prefix: string;
  readonly hashes: BlockHashes;
  readonly objects: Record<string, ChunkEntry>[];
}

/**
 * Keeps a volume as objects of a fixed size, with a list of them and the hashes of its blocks, in the format of
 * upstream's chunkeddriver.py (cinder 21): either reads what the other wrote. Memory does not grow with the object.
 */
export class ChunkedBackupDriver implements BackupDriver {
  readonly name: string;
  readonly supportForceDelete = true;
  readonly place: (backup: Backup) => BackupPlace;
  readonly #init: ChunkedBackupInit;
  readonly #store: ObjectStore;
  readonly #compression: Compression | undefined;
  readonly #digest: BlockDigest;

  /** Throws `UnsupportedCompression`. */
  constructor(init: ChunkedBackupInit) {
    this.name = init.name;
    this.place = init.place;
    this.#init = init;
    this.#store = init.store;
    this.#compression = compressionOf(init.compression);
    this.#digest = new BlockDigest(init.blockSize);
  }

  checkForSetupError(): Promise<void> {
    return this.#store.check();
  }

  async backup(work: BackupWork, volume: VolumeReader): Promise<{ objectCount: number } | undefined> {
    const { chunkSize, blockSize, progress } = this.#init;
    if (chunkSize % blockSize !== 0)
      throw new InvalidBackup('Chunk size is not multiple of block size for creating hash.');
    const parent = work.parent === null ? undefined : await this.#parentHashes(work.backup, work.parent);
    const { container, serviceMetadata: prefix } = work.backup;
    if (!container || !prefix) throw new BackupDriverException('the backup has no place');
    await this.#store.putContainer(container);
    const state: Progressing = { work, volume, container, prefix, hashes: new BlockHashes(), objects: [] };
    const reports = new ProgressReports(volume.size, progress, (percent) =>
      work.progress(percent, this.#details(state)),
    );
    reports.start();
    try {
      for (let offset = 0; offset < volume.size; offset += chunkSize) {
        if (!(await work.isWanted())) {
          await this.#abandon(work.backup);
          return;
        }
        const chunk = { offset, length: Math.min(chunkSize, volume.size - offset) };
        if (parent === undefined) await this.#storeRange(state, chunk, { hash: true });
        else
          for (const range of await this.#changedRanges(state, chunk, parent))
            await this.#storeRange(state, range, { hash: false });
        reports.reached(offset + chunk.length);
      }
      if (!(await work.isWanted())) {
        await this.#abandon(work.backup);
        return;
      }
    } finally {
      reports.stop();
    }
    work.progress(100, this.#details(state));
    await this.#writeDocuments(state);
    return { objectCount: state.objects.length };
  }

  restore(work: RestoreWork, volume: VolumeWriter): Promise<void> {
    return new ChunkedRestore(this.#store).run(work, volume);
  }

  async delete({ container, serviceMetadata: prefix }: Backup): Promise<void> {
    if (!container || !prefix) return;
    for (const name of await this.#store.list(container, prefix))
      if (belongsTo(prefix, name)) await this.#store.delete(container, name);
  }

  exportRecord(): Record<string, unknown> {
    return {};
  }

  importRecord(): void {
    // These drivers keep nothing beside the row.
  }

  close(): Promise<void> {
    return this.#store.close();
  }

  /** The backup is being deleted: its objects go, so that none is left once that is done. */
  async #abandon(backup: Backup): Promise<undefined> {
    await this.delete(backup);
    return undefined;
  }

  async #parentHashes(backup: Backup, parent: Backup): Promise<BlockHashes> {
    const { header, hashes } = await readHashFile(await this.#store.read(parent.container ?? '', hashesName(parent)));
    const { blockSize } = this.#init;
    if (header.chunk_size !== blockSize)
      throw new InvalidBackup(
        `Hash block size has changed since the last backup. New hash block size: ${blockSize}. ` +
          `Old hash block size: ${header.chunk_size}. Do a full backup.`,
      );
    if ((backup.size ?? 0) > (parent.size ?? 0))
      throw new InvalidBackup('Volume size increased since the last backup. Do a full backup.');
    return hashes;
  }

  /** The ranges of a chunk whose blocks the parent has otherwise; neighbours are one range. */
  async #changedRanges(state: Progressing, chunk: VolumeRange, parent: BlockHashes): Promise<VolumeRange[]> {
    const ranges: { offset: number; length: number }[] = [];
    let offset = chunk.offset;
    for await (const piece of readRange(state.volume, chunk, this.#init.blockSize))
      for (const block of blocksOf(piece, this.#init.blockSize)) {
        const index = state.hashes.length;
        state.hashes.push(this.#digest.of(block));
        if (!state.hashes.isSame(parent, index)) {
          const last = ranges.at(-1);
          if (last !== undefined && last.offset + last.length === offset) last.length += block.length;
          else ranges.push({ offset, length: block.length });
        }
        offset += block.length;
      }
    return ranges;
  }

  /** Stores a range as the next object, compressed where that makes it smaller. */
  async #storeRange(state: Progressing, range: VolumeRange, { hash }: { hash: boolean }): Promise<void> {
    const { container, prefix, objects } = state;
    const name = chunkName(prefix, objects.length + 1);
    const write = async (compression: Compression | undefined, hashBlocks: boolean) => {
      const md5 = createHash('md5');
      const bytes = this.#read(state, range, (piece) => {
        md5.update(piece);
        if (hashBlocks)
          for (const block of blocksOf(piece, this.#init.blockSize)) state.hashes.push(this.#digest.of(block));
      });
      const written = await this.#store.write(container, name, compression?.compress(bytes) ?? bytes);
      return { written, md5: md5.digest('hex') };
    };
    let compression = this.#compression === undefined ? 'none' : this.#init.compression.toLowerCase();
    let result = await write(this.#compression, hash);
    if (this.#compression !== undefined && result.written >= range.length) {
      compression = 'none';
      result = await write(undefined, false);
    }
    objects.push({ [name]: { ...range, compression, md5: result.md5 } });
  }

  async *#read(state: Progressing, range: VolumeRange, onPiece: (piece: Buffer) => void): AsyncGenerator<Buffer> {
    for await (const piece of readRange(state.volume, range, this.#init.blockSize)) {
      onPiece(piece);
      yield piece;
    }
  }

  async #writeDocuments({ work, container, hashes, objects }: Progressing): Promise<void> {
    const { backup, volumeMetadata } = work;
    const description = describeBackup(backup);
    const header = { ...description, chunk_size: this.#init.blockSize };
    await this.#store.write(container, hashesName(backup), writeHashFile(header, hashes));
    const document = { ...description, objects, parent_id: backup.parentId, volume_meta: volumeMetadata };
    await this.#store.write(container, metadataName(backup), once(writeDocument(document)));
  }

  #details({ objects, prefix, work }: Progressing): Record<string, unknown> {
    return { id: objects.length + 1, list: objects, prefix, volume_meta: work.volumeMetadata };
  }
}

async function* once(data: Buffer): AsyncGenerator<Buffer> {
  yield data;
}
