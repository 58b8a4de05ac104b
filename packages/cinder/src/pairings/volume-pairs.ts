// SPDX-License-Identifier: Apache-2.0
// Calls of upstream's VolumeAPI beside ours.
import {
  CONNECTOR,
  PAGE,
  REFERENCE,
  IMAGE,
  POOL,
  REQUEST,
  theirRequest,
  DESTINATION,
  ourDestination,
  SERVICE,
  onHost,
  LEVEL,
  theirLevel,
  CLEANUP,
  theirCleanup,
  volumeOf,
  snapshotOf,
  backupOf,
  pair,
  type MessagePair,
} from './pair-parts.js';
import { PYTHON_BACKEND } from './test-support.js';

export const volumePairs: readonly MessagePair[] = [
  pair(
    'volume',
    'create_volume',
    (rows) => ({ volume: volumeOf(rows), ...theirRequest, allow_reschedule: false }),
    ({ volume }, context, rows) => volume.createVolume(context, rows.volume, { ...REQUEST, allowReschedule: false }),
  ),
  pair(
    'volume',
    'revert_to_snapshot',
    (rows) => ({ volume: volumeOf(rows), snapshot: snapshotOf(rows) }),
    ({ volume }, context, rows) => volume.revertToSnapshot(context, rows.volume, rows.snapshot),
  ),
  pair(
    'volume',
    'delete_volume',
    (rows) => ({ volume: volumeOf(rows), cascade: true }),
    ({ volume }, context, rows) => volume.deleteVolume(context, rows.volume, { cascade: true }),
  ),
  pair(
    'volume',
    'create_snapshot',
    (rows) => ({ volume: volumeOf(rows), snapshot: snapshotOf(rows) }),
    ({ volume }, context, rows) => volume.createSnapshot(context, rows.volume, rows.snapshot),
  ),
  pair(
    'volume',
    'delete_snapshot',
    (rows) => ({ snapshot: snapshotOf(rows), unmanage_only: true }),
    ({ volume }, context, rows) => volume.deleteSnapshot(context, rows.volume, rows.snapshot, { unmanageOnly: true }),
  ),
  pair(
    'volume',
    'attach_volume',
    (rows) => ({
      volume: volumeOf(rows),
      instance_uuid: rows.group.id,
      host_name: null,
      mountpoint: '/dev/vdb',
      mode: 'rw',
    }),
    ({ volume }, context, rows) =>
      volume.attachVolume(context, rows.volume, {
        instanceUuid: rows.group.id,
        hostName: null,
        mountpoint: '/dev/vdb',
        mode: 'rw',
      }),
  ),
  pair(
    'volume',
    'detach_volume',
    (rows) => ({ volume: volumeOf(rows), attachment_id: null }),
    ({ volume }, context, rows) => volume.detachVolume(context, rows.volume, null),
  ),
  pair(
    'volume',
    'copy_volume_to_image',
    (rows) => ({ volume: volumeOf(rows), image_meta: IMAGE }),
    ({ volume }, context, rows) => volume.copyVolumeToImage(context, rows.volume, IMAGE),
  ),
  pair(
    'volume',
    'initialize_connection',
    (rows) => ({ volume: volumeOf(rows), connector: CONNECTOR }),
    ({ volume }, context, rows) => volume.initializeConnection(context, rows.volume, CONNECTOR),
  ),
  pair(
    'volume',
    'terminate_connection',
    (rows) => ({ volume: volumeOf(rows), connector: CONNECTOR, force: true }),
    ({ volume }, context, rows) => volume.terminateConnection(context, rows.volume, CONNECTOR, { force: true }),
  ),
  ...[true, false].map((wait) =>
    pair(
      'volume',
      'remove_export',
      (rows) => ({ volume: volumeOf(rows), sync: wait }),
      ({ volume }, context, rows) => volume.removeExport(context, rows.volume, { wait }),
    ),
  ),
  pair(
    'volume',
    'publish_service_capabilities',
    () => ({}),
    ({ volume }, context) => volume.publishServiceCapabilities(context),
  ),
  pair(
    'volume',
    'accept_transfer',
    (rows) => ({ volume: volumeOf(rows), new_user: 'u', new_project: 'p', no_snapshots: true }),
    ({ volume }, context, rows) =>
      volume.acceptTransfer(context, rows.volume, { newUser: 'u', newProject: 'p', noSnapshots: true }),
  ),
  pair(
    'volume',
    'extend_volume',
    (rows) => ({ volume: volumeOf(rows), new_size: 2, reservations: ['r'] }),
    ({ volume }, context, rows) => volume.extendVolume(context, rows.volume, 2, ['r']),
  ),
  pair(
    'volume',
    'migrate_volume',
    (rows) => ({ volume: volumeOf(rows), dest_backend: { attributes: DESTINATION }, force_host_copy: true }),
    ({ volume }, context, rows) => volume.migrateVolume(context, rows.volume, ourDestination, true),
  ),
  pair(
    'volume',
    'migrate_volume_completion',
    (rows) => ({ volume: volumeOf(rows), new_volume: volumeOf(rows), error: false }),
    ({ volume }, context, rows) => volume.migrateVolumeCompletion(context, rows.volume, rows.volume, false),
  ),
  pair(
    'volume',
    'retype',
    (rows) => ({
      volume: volumeOf(rows),
      new_type_id: 't',
      dest_backend: { attributes: DESTINATION },
      migration_policy: 'on-demand',
      reservations: ['r'],
      old_reservations: ['o'],
    }),
    ({ volume }, context, rows) =>
      volume.retype(context, rows.volume, {
        newTypeId: 't',
        destination: ourDestination,
        migrationPolicy: 'on-demand',
        reservations: ['r'],
        oldReservations: ['o'],
      }),
  ),
  pair(
    'volume',
    'manage_existing',
    (rows) => ({ volume: volumeOf(rows), ref: REFERENCE }),
    ({ volume }, context, rows) => volume.manageExisting(context, rows.volume, REFERENCE),
  ),
  pair(
    'volume',
    'update_migrated_volume',
    (rows) => ({ volume: volumeOf(rows), new_volume: volumeOf(rows), original_volume_status: 'available' }),
    ({ volume }, context, rows) => volume.updateMigratedVolume(context, rows.volume, rows.volume, 'available'),
  ),
  pair(
    'volume',
    'freeze_host',
    () => ({ service: SERVICE }),
    ({ volume }, context) => volume.freezeHost(context, onHost),
  ),
  pair(
    'volume',
    'thaw_host',
    () => ({ service: SERVICE }),
    ({ volume }, context) => volume.thawHost(context, onHost),
  ),
  pair(
    'volume',
    'failover',
    () => ({ service: SERVICE, secondary_backend_id: 'second' }),
    ({ volume }, context) => volume.failover(context, onHost, 'second'),
  ),
  pair(
    'volume',
    'failover_completed',
    () => ({ service: SERVICE, updates: { replication_status: 'failed-over' } }),
    ({ volume }, context) => volume.failoverCompleted(context, onHost, { replication_status: 'failed-over' }),
  ),
  pair(
    'volume',
    'manage_existing_snapshot',
    (rows) => ({ snapshot: snapshotOf(rows), ref: REFERENCE, backend: POOL }),
    ({ volume }, context, rows) => volume.manageExistingSnapshot(context, rows.snapshot, REFERENCE, { host: POOL }),
  ),
  pair(
    'volume',
    'get_capabilities',
    () => ({ backend_id: PYTHON_BACKEND, discover: true }),
    ({ volume }, context) => volume.getCapabilities(context, onHost, true),
  ),
  pair(
    'volume',
    'get_backup_device',
    (rows) => ({ backup: backupOf(rows), volume: volumeOf(rows) }),
    ({ volume }, context, rows) => volume.getBackupDevice(context, rows.backup, rows.volume),
  ),
  pair(
    'volume',
    'secure_file_operations_enabled',
    (rows) => ({ volume: volumeOf(rows) }),
    ({ volume }, context, rows) => volume.secureFileOperationsEnabled(context, rows.volume),
  ),
  ...(['get_manageable_volumes', 'get_manageable_snapshots'] as const).map((method) =>
    pair(
      'volume',
      method,
      () => ({ service: SERVICE, ...PAGE, sort_keys: ['size'], sort_dirs: ['asc'] }),
      ({ volume }, context) =>
        volume[method === 'get_manageable_volumes' ? 'getManageableVolumes' : 'getManageableSnapshots'](
          context,
          onHost,
          { ...PAGE, sortKeys: ['size'], sortDirs: ['asc'] },
        ),
    ),
  ),
  pair(
    'volume',
    'initialize_connection_snapshot',
    (rows) => ({ snapshot: snapshotOf(rows), connector: CONNECTOR }),
    ({ volume }, context, rows) =>
      volume.initializeConnectionSnapshot(context, rows.volume, rows.snapshot.id, CONNECTOR),
  ),
  pair(
    'volume',
    'terminate_connection_snapshot',
    (rows) => ({ snapshot: snapshotOf(rows), connector: CONNECTOR, force: true }),
    ({ volume }, context, rows) =>
      volume.terminateConnectionSnapshot(context, rows.volume, rows.snapshot.id, CONNECTOR, { force: true }),
  ),
  ...[true, false].map((wait) =>
    pair(
      'volume',
      'remove_export_snapshot',
      (rows) => ({ snapshot: snapshotOf(rows), sync: wait }),
      ({ volume }, context, rows) => volume.removeExportSnapshot(context, rows.volume, rows.snapshot.id, { wait }),
    ),
  ),
  pair(
    'volume',
    'attachment_update',
    (rows) => ({ vref: volumeOf(rows), connector: CONNECTOR, attachment_id: rows.group.id }),
    ({ volume }, context, rows) => volume.attachmentUpdate(context, rows.volume, CONNECTOR, rows.group.id),
  ),
  pair(
    'volume',
    'attachment_delete',
    (rows) => ({ attachment_id: rows.group.id, vref: volumeOf(rows) }),
    ({ volume }, context, rows) => volume.attachmentDelete(context, rows.group.id, rows.volume),
  ),
  pair(
    'volume',
    'do_cleanup',
    () => ({ cleanup_request: theirCleanup }),
    ({ volume }, context) => volume.doCleanup(context, CLEANUP),
  ),
  pair(
    'volume',
    'set_log_levels',
    () => ({ service: SERVICE, log_request: theirLevel }),
    ({ volume }, context) => volume.setLogLevels(context, onHost, LEVEL),
  ),
  pair(
    'volume',
    'get_log_levels',
    () => ({ service: SERVICE, log_request: theirLevel }),
    ({ volume }, context) => volume.getLogLevels(context, onHost, LEVEL),
  ),
  pair(
    'volume',
    'reimage',
    (rows) => ({ volume: volumeOf(rows), image_meta: IMAGE }),
    ({ volume }, context, rows) => volume.reimage(context, rows.volume, IMAGE),
  ),
];
