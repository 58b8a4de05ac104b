// SPDX-License-Identifier: Apache-2.0
import type { RequestContext } from '@stackport/context';
import type { SnapshotObjectRow, VolumeObjectRow } from '../objects/from-rows.js';

/** What a backup reads: a volume, or a snapshot of one (which is reached where its volume is). */
export type BackupDevice =
  | { readonly kind: 'volume'; readonly volume: VolumeObjectRow }
  | { readonly kind: 'snapshot'; readonly snapshot: SnapshotObjectRow; readonly volume: VolumeObjectRow };

/** A volume's bytes, to be read. */
export interface VolumeReader {
  /** Bytes. */
  readonly size: number;
  /** As many bytes as there are from the offset on, at most `length`; none at the end. */
  read(offset: number, length: number): Promise<Buffer>;
  close(): Promise<void>;
}

/** A volume's bytes, to be written over. */
export interface VolumeWriter {
  /** Bytes. */
  readonly size: number;
  /** Whether all bytes are zero at first: blocks of zeros need not be written then. */
  readonly isZeroed: boolean;
  /** Throws `RangeError` beyond the end. */
  write(offset: number, data: Buffer): Promise<void>;
  /** Resolves when what was written is on the disk. */
  flush(): Promise<void>;
  close(): Promise<void>;
}

/**
 * The way to a volume's bytes. Closing a reader or a writer gives the connection back; it rejects where the back end
 * does not take it back.
 */
export interface BackupVolumeAccess {
  openForReading(context: RequestContext, device: BackupDevice): Promise<VolumeReader>;
  openForWriting(context: RequestContext, volume: VolumeObjectRow): Promise<VolumeWriter>;
}
