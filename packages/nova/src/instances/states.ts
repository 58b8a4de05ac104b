// SPDX-License-Identifier: Apache-2.0

/** States of a server that last: upstream's vm_states. */
export const vmStates = {
  active: 'active',
  building: 'building',
  paused: 'paused',
  suspended: 'suspended',
  stopped: 'stopped',
  rescued: 'rescued',
  resized: 'resized',
  softDeleted: 'soft-delete',
  deleted: 'deleted',
  error: 'error',
  shelved: 'shelved',
  shelvedOffloaded: 'shelved_offloaded',
} as const;

export type VmState = (typeof vmStates)[keyof typeof vmStates];

/** What is being done with a server: upstream's task_states. */
export const taskStates = {
  scheduling: 'scheduling',
  blockDeviceMapping: 'block_device_mapping',
  networking: 'networking',
  spawning: 'spawning',
  imageSnapshot: 'image_snapshot',
  imageSnapshotPending: 'image_snapshot_pending',
  imagePendingUpload: 'image_pending_upload',
  imageUploading: 'image_uploading',
  imageBackup: 'image_backup',
  updatingPassword: 'updating_password',
  resizePrep: 'resize_prep',
  resizeMigrating: 'resize_migrating',
  resizeMigrated: 'resize_migrated',
  resizeFinish: 'resize_finish',
  resizeReverting: 'resize_reverting',
  resizeConfirming: 'resize_confirming',
  rebooting: 'rebooting',
  rebootPending: 'reboot_pending',
  rebootStarted: 'reboot_started',
  rebootingHard: 'rebooting_hard',
  rebootPendingHard: 'reboot_pending_hard',
  rebootStartedHard: 'reboot_started_hard',
  pausing: 'pausing',
  unpausing: 'unpausing',
  suspending: 'suspending',
  resuming: 'resuming',
  poweringOff: 'powering-off',
  poweringOn: 'powering-on',
  rescuing: 'rescuing',
  unrescuing: 'unrescuing',
  rebuilding: 'rebuilding',
  rebuildBlockDeviceMapping: 'rebuild_block_device_mapping',
  rebuildSpawning: 'rebuild_spawning',
  migrating: 'migrating',
  deleting: 'deleting',
  softDeleting: 'soft-deleting',
  restoring: 'restoring',
  shelving: 'shelving',
  shelvingImagePendingUpload: 'shelving_image_pending_upload',
  shelvingImageUploading: 'shelving_image_uploading',
  shelvingOffloading: 'shelving_offloading',
  unshelving: 'unshelving',
} as const;

export type TaskState = (typeof taskStates)[keyof typeof taskStates];
