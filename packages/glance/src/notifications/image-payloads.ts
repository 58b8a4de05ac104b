// SPDX-License-Identifier: Apache-2.0
import type { RequestContext } from '@stackport/context';
import { Duplicate as StoreDuplicate, StorageFull, StorageWriteDenied } from '@stackport/image-store';
import { Duplicate, Forbidden, NotFound } from '../errors.js';
import type { Image } from '../images/image.js';
import { UPLOAD_LEASE } from '../images/image-locks.js';
import { storesIn } from '../import/import-progress.js';
import type { ImageMember } from '../members/member-repository.js';
import { LIVING, payloadTime } from './payload-times.js';

type Payload = Record<string, unknown>;

/** An image as notifications have it (upstream's notifier.py, as of Zed): no locations, which may hold credentials. */
export function imagePayload({ fields }: Image): Payload {
  // Which of our processes takes in the data is nobody else's business.
  const properties = Object.fromEntries(Object.entries(fields.properties).filter(([name]) => name !== UPLOAD_LEASE));
  return {
    id: fields.id,
    name: fields.name,
    status: fields.status,
    created_at: payloadTime(fields.createdAt),
    updated_at: payloadTime(fields.updatedAt),
    min_disk: fields.minDisk,
    min_ram: fields.minRam,
    protected: fields.protected,
    checksum: fields.checksum,
    owner: fields.owner,
    disk_format: fields.diskFormat,
    container_format: fields.containerFormat,
    size: fields.size,
    virtual_size: fields.virtualSize,
    is_public: fields.visibility === 'public',
    visibility: fields.visibility,
    properties,
    tags: fields.tags,
    ...LIVING,
  };
}

/** Which stores an image is being imported to, and which it could not be: lists, where its properties have texts. */
export function importPayload(image: Image): Payload {
  return {
    os_glance_importing_to_stores: storesIn(image, 'importing'),
    os_glance_failed_import: storesIn(image, 'failed'),
  };
}

/** Data that went to a caller. */
export function sendPayload(context: RequestContext, image: Image, bytes: number): Payload {
  return {
    bytes_sent: bytes,
    image_id: image.id,
    owner_id: image.fields.owner,
    receiver_tenant_id: context.projectId ?? null,
    receiver_user_id: context.userId ?? null,
  };
}

export function memberPayload(member: ImageMember): Payload {
  return {
    image_id: member.imageId,
    member_id: member.memberId,
    status: member.status,
    created_at: payloadTime(member.createdAt),
    updated_at: payloadTime(member.updatedAt),
    ...LIVING,
  };
}

/** What is said of an upload that failed. */
export function uploadFailure(imageId: string, error: unknown): string {
  const reason = error instanceof Error ? error.message : String(error);
  if (error instanceof StorageFull) return `Image storage media is full: ${reason}`;
  if (error instanceof StorageWriteDenied) return `Insufficient permissions on image storage media: ${reason}`;
  if (error instanceof Duplicate || error instanceof StoreDuplicate)
    return `Unable to upload duplicate image data for image ${imageId}: ${reason}`;
  if (error instanceof Forbidden) return `Not allowed to upload image data for image ${imageId}: ${reason}`;
  if (error instanceof NotFound)
    return `Image ${imageId} could not be found after upload. The image may have been deleted during the upload: ${reason}`;
  return `Failed to upload image data for image ${imageId} due to internal error: ${reason}`;
}
