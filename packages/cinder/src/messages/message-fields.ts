// SPDX-License-Identifier: Apache-2.0

/** What kinds of things a message is about. */
export const messageResources = {
  volume: 'VOLUME',
  snapshot: 'VOLUME_SNAPSHOT',
  backup: 'VOLUME_BACKUP',
} as const;

export type MessageResource = (typeof messageResources)[keyof typeof messageResources];

/** What was going on: ids and texts of cinder 21, message/message_field.py. Both are on the wire. */
export const messageActions = {
  SCHEDULE_ALLOCATE_VOLUME: { id: '001', text: 'schedule allocate volume' },
  ATTACH_VOLUME: { id: '002', text: 'attach volume' },
  COPY_VOLUME_TO_IMAGE: { id: '003', text: 'copy volume to image' },
  UPDATE_ATTACHMENT: { id: '004', text: 'update attachment' },
  COPY_IMAGE_TO_VOLUME: { id: '005', text: 'copy image to volume' },
  UNMANAGE_VOLUME: { id: '006', text: 'unmanage volume' },
  EXTEND_VOLUME: { id: '007', text: 'extend volume' },
  CREATE_VOLUME_FROM_BACKEND: { id: '008', text: 'create volume from backend storage' },
  SNAPSHOT_CREATE: { id: '009', text: 'create snapshot' },
  SNAPSHOT_DELETE: { id: '010', text: 'delete snapshot' },
  SNAPSHOT_UPDATE: { id: '011', text: 'update snapshot' },
  SNAPSHOT_METADATA_UPDATE: { id: '012', text: 'update snapshot metadata' },
  BACKUP_CREATE: { id: '013', text: 'create backup' },
  BACKUP_DELETE: { id: '014', text: 'delete backup' },
  BACKUP_RESTORE: { id: '015', text: 'restore backup' },
  REIMAGE_VOLUME: { id: '016', text: 'reimage volume' },
} as const;

/** What went wrong with it. */
export const messageDetails = {
  UNKNOWN_ERROR: { id: '001', text: 'An unknown error occurred.' },
  DRIVER_NOT_INITIALIZED: { id: '002', text: 'Driver is not initialized at present.' },
  NO_BACKEND_AVAILABLE: { id: '003', text: 'Could not find any available weighted backend.' },
  FAILED_TO_UPLOAD_VOLUME: { id: '004', text: 'Failed to upload volume to image at backend.' },
  VOLUME_ATTACH_MODE_INVALID: { id: '005', text: "Volume's attach mode is invalid." },
  QUOTA_EXCEED: { id: '006', text: 'Not enough quota resource for operation.' },
  NOT_ENOUGH_SPACE_FOR_IMAGE: { id: '007', text: 'Image used for creating volume exceeds available space.' },
  UNMANAGE_ENC_NOT_SUPPORTED: { id: '008', text: 'Unmanaging encrypted volumes is not supported.' },
  NOTIFY_COMPUTE_SERVICE_FAILED: { id: '009', text: 'Compute service failed to extend volume.' },
  DRIVER_FAILED_EXTEND: { id: '010', text: 'Volume Driver failed to extend volume.' },
  SIGNATURE_VERIFICATION_FAILED: { id: '011', text: 'Image signature verification failed.' },
  DRIVER_FAILED_CREATE: { id: '012', text: 'Driver failed to create the volume.' },
  SNAPSHOT_CREATE_ERROR: { id: '013', text: 'Snapshot failed to create.' },
  SNAPSHOT_UPDATE_METADATA_FAILED: { id: '014', text: 'Volume snapshot update metadata failed.' },
  SNAPSHOT_IS_BUSY: { id: '015', text: 'Snapshot is busy.' },
  SNAPSHOT_DELETE_ERROR: { id: '016', text: 'Snapshot failed to delete.' },
  BACKUP_INVALID_STATE: { id: '017', text: 'Backup status is invalid.' },
  BACKUP_SERVICE_DOWN: { id: '018', text: 'Backup service is down.' },
  BACKUP_CREATE_DEVICE_ERROR: { id: '019', text: 'Failed to get backup device from the volume service.' },
  BACKUP_CREATE_DRIVER_ERROR: { id: '020', text: 'Backup driver failed to create backup.' },
  ATTACH_ERROR: { id: '021', text: 'Failed to attach volume.' },
  DETACH_ERROR: { id: '022', text: 'Failed to detach volume.' },
  BACKUP_CREATE_CLEANUP_ERROR: { id: '023', text: 'Cleanup of temporary volume/snapshot failed.' },
  BACKUP_SCHEDULE_ERROR: {
    id: '024',
    text: 'Backup failed to schedule. Service not found for creating backup.',
  },
  BACKUP_DELETE_DRIVER_ERROR: { id: '025', text: 'Backup driver failed to delete backup.' },
  BACKUP_RESTORE_ERROR: { id: '026', text: 'Backup driver failed to restore backup.' },
  VOLUME_INVALID_STATE: { id: '027', text: 'Volume status is invalid.' },
  REIMAGE_VOLUME_FAILED: { id: '028', text: 'Compute service failed to reimage volume.' },
  IMAGE_FORMAT_UNACCEPTABLE: {
    id: '029',
    text: 'The image disk format must be the same as the volume format for the volume type you are requesting.',
  },
} as const;

export type MessageAction = keyof typeof messageActions;
export type MessageDetail = keyof typeof messageDetails;

/** Errors that say by their class what the detail is. */
const DETAILS_BY_ERROR: Readonly<Record<string, MessageDetail>> = {
  DriverNotInitialized: 'DRIVER_NOT_INITIALIZED',
  NoValidBackend: 'NO_BACKEND_AVAILABLE',
  InvalidVolumeAttachMode: 'VOLUME_ATTACH_MODE_INVALID',
  ImageLimitExceeded: 'QUOTA_EXCEED',
  BackupLimitExceeded: 'QUOTA_EXCEED',
  SnapshotLimitExceeded: 'QUOTA_EXCEED',
  ImageTooBig: 'NOT_ENOUGH_SPACE_FOR_IMAGE',
  SnapshotIsBusy: 'SNAPSHOT_IS_BUSY',
};

/** Texts of the messages of releases before Pike, which have no action: cinder 21, message/defined_messages.py. */
const EVENT_TEXTS: Readonly<Record<string, string>> = {
  VOLUME_000001: messageDetails.UNKNOWN_ERROR.text,
  VOLUME_000002:
    'No storage could be allocated for this volume request. You may be able to try another size or volume type.',
  VOLUME_000003: 'A readonly volume must be attached as readonly.',
  VOLUME_000004:
    'Failed to copy volume to image as image quota has been met. Please delete images or have your limit increased, then try again.',
  VOLUME_000005: messageDetails.UNMANAGE_ENC_NOT_SUPPORTED.text,
};

/** The id of the detail: by the error's class, else the one that was given. */
export function detailIdOf(error: unknown, detail: MessageDetail | undefined): string {
  const byError = error instanceof Error ? DETAILS_BY_ERROR[error.name] : undefined;
  return messageDetails[byError ?? detail ?? 'UNKNOWN_ERROR'].id;
}

/** What users read of a message. */
export function messageText(message: {
  readonly actionId: string | null;
  readonly detailId: string | null;
  readonly eventId: string;
}): string | null {
  if (message.actionId === null) return EVENT_TEXTS[message.eventId] ?? null;
  const action = Object.values(messageActions).find(({ id }) => id === message.actionId);
  const detail = Object.values(messageDetails).find(({ id }) => id === message.detailId);
  return `${action?.text ?? 'unknown action'}:${detail?.text ?? messageDetails.UNKNOWN_ERROR.text}`;
}
