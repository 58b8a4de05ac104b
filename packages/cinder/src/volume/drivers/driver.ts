// SPDX-License-Identifier: Apache-2.0
import type { Readable } from 'node:stream';
import type { BackupDevice, VolumeReader, VolumeWriter } from '../../backup/volume-access.js';
import type { SnapshotObjectRow, VolumeObjectRow } from '../../objects/from-rows.js';

/** What a driver has written into a volume's or a snapshot's row: columns that it owns. */
export interface ModelUpdate {
  readonly providerLocation?: string | null;
  readonly providerAuth?: string | null;
  readonly providerId?: string | null;
  readonly replicationStatus?: string | null;
  readonly nameId?: string | null;
}

/** How a node reaches a volume: os-brick's connection properties. */
export interface ConnectionInfo {
  readonly driver_volume_type: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** What a node says of itself: os-brick's connector (`ip`, `host`, `initiator`, …). */
export type Connector = Readonly<Record<string, unknown>>;

/** An image to be written into a volume. */
export interface ImageSource {
  readonly id: string;
  readonly diskFormat: string | null;
  readonly containerFormat: string | null;
  /** Bytes; null where the Image service does not know. */
  readonly size: number | null;
  /** GiB. */
  readonly minDisk: number;
  open(): Promise<Readable>;
}

/** How an encrypted volume is written: LUKS, as nodes open it. */
export interface VolumeEncryption {
  /** `aes-xts-plain64` */
  readonly cipher: string;
  /** Bits. */
  readonly keySize: number;
  readonly passphrase: string;
}

/** An image that a volume's bytes become. */
export interface ImageDestination {
  readonly id: string;
  readonly diskFormat: string;
  readonly containerFormat: string;
  upload(data: Readable): Promise<void>;
}

/** What a back end can do and has room for, under upstream's names. */
export interface BackendStats {
  readonly volume_backend_name: string;
  readonly vendor_name: string;
  readonly driver_version: string;
  readonly storage_protocol: string;
  readonly pools: readonly Readonly<Record<string, unknown>>[];
  readonly [capability: string]: unknown;
}

/** A file, LUN or the like on the back end that could come under management. */
export interface Manageable {
  readonly reference: Readonly<Record<string, string>>;
  /** GiB. */
  readonly size: number;
  readonly safe_to_manage: boolean;
  readonly reason_not_safe: string | null;
  readonly cinder_id: string | null;
  readonly extra_info: string | null;
  /** Of snapshots. */
  readonly source_reference?: Readonly<Record<string, string>>;
}

/**
 * A back end: upstream's cinder/interface/volume_driver.py. Every method that changes something is safe to repeat; one
 * that fails leaves nothing behind. Errors are those of errors/volume-driver.ts; anything else is a fault.
 */
export interface VolumeDriver {
  /** As logs name it. */
  readonly name: string;
  readonly version: string;

  /** Rejects where the back end cannot be used: a folder that is not there or not writable. */
  checkForSetupError(): Promise<void>;
  /** Makes it ready, and removes what a killed service left half made. */
  initialise(): Promise<void>;
  close(): Promise<void>;
  /** Asked anew each time. */
  getVolumeStats(): Promise<BackendStats>;
  /** Names of properties that types may ask for (upstream's init_vendor_properties). */
  readonly capabilities: Readonly<Record<string, unknown>>;

  createVolume(volume: VolumeObjectRow): Promise<ModelUpdate>;
  createVolumeFromSnapshot(volume: VolumeObjectRow, snapshot: SnapshotObjectRow): Promise<ModelUpdate>;
  createClonedVolume(volume: VolumeObjectRow, source: VolumeObjectRow): Promise<ModelUpdate>;
  /** Resolves for a volume that is not there. Throws `VolumeIsBusy`. */
  deleteVolume(volume: VolumeObjectRow): Promise<void>;
  /** @param newSize - GiB */
  extendVolume(volume: VolumeObjectRow, newSize: number): Promise<void>;

  createSnapshot(snapshot: SnapshotObjectRow, volume: VolumeObjectRow): Promise<ModelUpdate>;
  /** Resolves for a snapshot that is not there. Throws `SnapshotIsBusy`. */
  deleteSnapshot(snapshot: SnapshotObjectRow): Promise<void>;
  revertToSnapshot(volume: VolumeObjectRow, snapshot: SnapshotObjectRow): Promise<void>;

  createExport(volume: VolumeObjectRow, connector: Connector | null): Promise<ModelUpdate>;
  ensureExport(volume: VolumeObjectRow): Promise<ModelUpdate>;
  removeExport(volume: VolumeObjectRow): Promise<void>;
  initializeConnection(volume: VolumeObjectRow, connector: Connector): Promise<ConnectionInfo>;
  /** @param connector - null: every connection */
  terminateConnection(volume: VolumeObjectRow, connector: Connector | null, force: boolean): Promise<void>;
  initializeConnectionSnapshot(snapshot: SnapshotObjectRow, connector: Connector): Promise<ConnectionInfo>;
  terminateConnectionSnapshot(snapshot: SnapshotObjectRow, connector: Connector | null): Promise<void>;

  /**
   * Makes the volume out of an image without reading it.
   * @returns undefined where it cannot; the image is read then
   */
  cloneImage(
    volume: VolumeObjectRow,
    image: ImageSource,
    locations: readonly string[],
  ): Promise<ModelUpdate | undefined>;
  /** Throws `ImageUnacceptable`, `ImageTooBig`, `ImageCopyFailure`; the volume is as it was then. */
  copyImageToVolume(volume: VolumeObjectRow, image: ImageSource): Promise<void>;
  /** The same, encrypted on the way: what is on the back end is never plain. Throws `InvalidVolumeType` for the cipher. */
  copyImageToEncryptedVolume(volume: VolumeObjectRow, image: ImageSource, encryption: VolumeEncryption): Promise<void>;
  copyVolumeToImage(volume: VolumeObjectRow, image: ImageDestination): Promise<void>;

  /** Whether the volume is of the new type now, where it is. */
  retype(volume: VolumeObjectRow, newTypeId: string, destination: string): Promise<boolean>;
  /** Whether the back end has moved the volume by itself. */
  migrateVolume(volume: VolumeObjectRow, destination: string): Promise<boolean>;
  /** After a migration: the new volume is to be known as the old one. */
  updateMigratedVolume(volume: VolumeObjectRow, newVolume: VolumeObjectRow): Promise<ModelUpdate>;

  /** Throws `ManageExistingInvalidReference`. GiB, rounded up. */
  manageExistingGetSize(volume: VolumeObjectRow, reference: unknown): Promise<number>;
  manageExisting(volume: VolumeObjectRow, reference: unknown): Promise<ModelUpdate>;
  unmanage(volume: VolumeObjectRow): Promise<void>;
  getManageableVolumes(known: readonly VolumeObjectRow[]): Promise<Manageable[]>;
  manageExistingSnapshotGetSize(snapshot: SnapshotObjectRow, reference: unknown): Promise<number>;
  manageExistingSnapshot(snapshot: SnapshotObjectRow, reference: unknown): Promise<ModelUpdate>;
  unmanageSnapshot(snapshot: SnapshotObjectRow): Promise<void>;
  getManageableSnapshots(known: readonly SnapshotObjectRow[]): Promise<Manageable[]>;

  openForReading(device: BackupDevice): Promise<VolumeReader>;
  openForWriting(volume: VolumeObjectRow): Promise<VolumeWriter>;
}
