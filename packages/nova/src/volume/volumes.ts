// SPDX-License-Identifier: Apache-2.0
import type { RequestContext } from '@stackport/context';

export interface VolumeValues {
  readonly id: string;
  readonly status: string;
  /** GiB. */
  readonly size: number;
  readonly availability_zone: string;
  readonly display_name: string | null;
  readonly display_description: string | null;
  /** ISO 8601 in UTC, without a zone. */
  readonly created_at: string | null;
  readonly snapshot_id: string | null;
  readonly attach_status: 'attached' | 'detached';
  readonly multiattach: boolean;
  readonly bootable: boolean;
  readonly volume_type_id: string;
  readonly shared_targets?: boolean;
  readonly service_uuid?: string | null;
  /** Attachment's id and mount point by server. */
  readonly attachments: Readonly<
    Record<string, { readonly attachment_id: string; readonly mountpoint: string | null }>
  >;
  readonly volume_image_metadata: Readonly<Record<string, string>>;
  readonly metadata: Readonly<Record<string, string>>;
  readonly encrypted: boolean;
}

export interface SnapshotValues {
  readonly id: string;
  readonly status: string;
  readonly volume_id: string;
  /** GiB. */
  readonly volume_size: number;
  readonly display_name: string | null;
  readonly display_description: string | null;
  /** ISO 8601 in UTC, without a zone. */
  readonly created_at: string | null;
}

export interface AttachmentValues {
  readonly id: string;
  readonly status: string;
  /** Once a host was named: what the driver needs, with `driver_volume_type` and `data`. */
  readonly connection_info?: Readonly<Record<string, unknown>> & {
    readonly driver_volume_type?: string;
    readonly data?: Readonly<Record<string, unknown>>;
  };
}

export interface NewVolume {
  /** GiB. */
  readonly size: number;
  readonly name: string | null;
  readonly description: string | null;
  readonly metadata?: Readonly<Record<string, unknown>>;
  readonly snapshotId?: string | null;
  readonly imageId?: string | null;
  readonly volumeType?: string | null;
  readonly availabilityZone?: string | null;
}

export interface NewSnapshot {
  readonly name: string | null;
  readonly description: string | null;
  /** Also of a volume that is in use. */
  readonly isForced: boolean;
}

/** Injection token. */
export const VOLUMES = Symbol('nova:volumes');

/** The Block Storage service as nova asks it (nova 26, volume/cinder.py). */
export interface Volumes {
  /** Rejects with `VolumeNotFound`, `CinderConnectionFailed`. */
  get(context: RequestContext, id: string): Promise<VolumeValues>;
  /** All that the caller's project has. */
  list(context: RequestContext): Promise<readonly VolumeValues[]>;
  create(context: RequestContext, volume: NewVolume): Promise<VolumeValues>;
  delete(context: RequestContext, id: string): Promise<void>;
  getSnapshot(context: RequestContext, id: string): Promise<SnapshotValues>;
  /** All that the caller's project has. */
  listSnapshots(context: RequestContext): Promise<readonly SnapshotValues[]>;
  createSnapshot(context: RequestContext, volumeId: string, snapshot: NewSnapshot): Promise<SnapshotValues>;
  deleteSnapshot(context: RequestContext, id: string): Promise<void>;
  /** Tells what became of a snapshot that this service makes or deletes. @param status - `error`, `error_deleting`, … */
  updateSnapshotStatus(context: RequestContext, id: string, status: string): Promise<void>;
  /** The passphrase's whereabouts and the cipher; empty for a volume that is not encrypted. */
  encryptionMetadata(context: RequestContext, id: string): Promise<Readonly<Record<string, unknown>>>;

  /** Reserves a volume for a server; with a connector the connection is made at once. @param mountpoint - `/dev/vdb` */
  createAttachment(
    context: RequestContext,
    volumeId: string,
    serverUuid: string,
    options?: { readonly connector?: Readonly<Record<string, unknown>>; readonly mountpoint?: string | null },
  ): Promise<AttachmentValues>;
  /** Makes the connection. */
  updateAttachment(
    context: RequestContext,
    attachmentId: string,
    connector: Readonly<Record<string, unknown>>,
    mountpoint: string | null,
  ): Promise<AttachmentValues>;
  getAttachment(context: RequestContext, attachmentId: string): Promise<AttachmentValues>;
  /** The server has it now. */
  completeAttachment(context: RequestContext, attachmentId: string): Promise<void>;
  /** No error where it is gone. */
  deleteAttachment(context: RequestContext, attachmentId: string): Promise<void>;

  beginDetaching(context: RequestContext, volumeId: string): Promise<void>;
  rollDetaching(context: RequestContext, volumeId: string): Promise<void>;
  /** @returns the id of the volume that stays */
  completeMigration(context: RequestContext, oldId: string, newId: string, isFailed: boolean): Promise<string>;
  reimage(context: RequestContext, volumeId: string, imageId: string): Promise<void>;
  /** The names of the zones that are available. */
  availabilityZones(context: RequestContext): Promise<readonly string[]>;
}
