// SPDX-License-Identifier: Apache-2.0
// Calls of upstream's SchedulerAPI beside ours.
import {
  REFERENCE,
  POOL,
  CAPABILITIES,
  AT,
  SPEC,
  REQUEST,
  theirRequest,
  serviceOf,
  LEVEL,
  theirLevel,
  CLEANUP,
  theirCleanup,
  volumeOf,
  snapshotOf,
  backupOf,
  groupOf,
  pair,
  type MessagePair,
} from './pair-parts.js';
import { PYTHON_BACKEND, PYTHON_HOST } from './test-support.js';

export const schedulerPairs: readonly MessagePair[] = [
  pair(
    'scheduler',
    'create_group',
    (rows) => ({
      group: groupOf(rows),
      group_spec: SPEC,
      request_spec_list: [SPEC],
      group_filter_properties: {},
      filter_properties_list: [{}],
    }),
    ({ scheduler }, context, { group }) =>
      scheduler.createGroup(context, group, {
        groupSpec: SPEC,
        requestSpecs: [SPEC],
        groupFilterProperties: {},
        filterProperties: [{}],
      }),
  ),
  pair(
    'scheduler',
    'create_volume',
    (rows) => ({ volume: volumeOf(rows), ...theirRequest, snapshot_id: 's', image_id: null, backup_id: null }),
    ({ scheduler }, context, { volume }) => scheduler.createVolume(context, volume, { ...REQUEST, snapshotId: 's' }),
  ),
  pair(
    'scheduler',
    'validate_host_capacity',
    () => ({ backend: POOL, ...theirRequest }),
    ({ scheduler }, context) => scheduler.validateHostCapacity(context, POOL, REQUEST),
  ),
  pair(
    'scheduler',
    'create_snapshot',
    (rows) => ({ volume: volumeOf(rows), snapshot: snapshotOf(rows), backend: POOL, ...theirRequest }),
    ({ scheduler }, context, { volume, snapshot }) =>
      scheduler.createSnapshot(context, volume, snapshot, POOL, REQUEST),
  ),
  pair(
    'scheduler',
    'migrate_volume',
    (rows) => ({ volume: volumeOf(rows), backend: POOL, force_copy: true, ...theirRequest }),
    ({ scheduler }, context, { volume }) =>
      scheduler.migrateVolume(context, volume, POOL, { ...REQUEST, forceHostCopy: true }),
  ),
  pair(
    'scheduler',
    'retype',
    (rows) => ({ volume: volumeOf(rows), ...theirRequest }),
    ({ scheduler }, context, { volume }) => scheduler.retype(context, volume, REQUEST),
  ),
  pair(
    'scheduler',
    'manage_existing',
    (rows) => ({ volume: volumeOf(rows), ...theirRequest }),
    ({ scheduler }, context, { volume }) => scheduler.manageExisting(context, volume, REQUEST),
  ),
  pair(
    'scheduler',
    'manage_existing_snapshot',
    (rows) => ({ volume: volumeOf(rows), snapshot: snapshotOf(rows), ref: REFERENCE, ...theirRequest }),
    ({ scheduler }, context, { volume, snapshot }) =>
      scheduler.manageExistingSnapshot(context, volume, snapshot, REFERENCE, REQUEST),
  ),
  pair(
    'scheduler',
    'extend_volume',
    (rows) => ({ volume: volumeOf(rows), new_size: 2, reservations: ['r'], ...theirRequest }),
    ({ scheduler }, context, { volume }) => scheduler.extendVolume(context, volume, 2, ['r'], REQUEST),
  ),
  pair(
    'scheduler',
    'get_pools',
    () => ({ filters: { volume_type: 'plain' } }),
    ({ scheduler }, context) => scheduler.getPools(context, { volume_type: 'plain' }),
  ),
  pair(
    'scheduler',
    'update_service_capabilities',
    () => ({
      service_name: 'volume',
      host: PYTHON_BACKEND,
      capabilities: CAPABILITIES,
      cluster_name: null,
      timestamp: { time: AT },
    }),
    ({ scheduler }, context) =>
      scheduler.updateServiceCapabilities(context, 'volume', PYTHON_BACKEND, CAPABILITIES, { timestamp: new Date(AT) }),
  ),
  pair(
    'scheduler',
    'notify_service_capabilities',
    () => ({ service_name: 'volume', backend: PYTHON_BACKEND, capabilities: CAPABILITIES, timestamp: { time: AT } }),
    ({ scheduler }, context) =>
      scheduler.notifyServiceCapabilities(context, 'volume', PYTHON_BACKEND, CAPABILITIES, new Date(AT)),
  ),
  pair(
    'scheduler',
    'work_cleanup',
    () => ({ cleanup_request: theirCleanup }),
    ({ scheduler }, context) => scheduler.workCleanup(context, CLEANUP),
  ),
  pair(
    'scheduler',
    'do_cleanup',
    () => ({ cleanup_request: theirCleanup }),
    ({ scheduler }, context) => scheduler.doCleanup(context, CLEANUP),
  ),
  pair(
    'scheduler',
    'set_log_levels',
    () => ({ service: serviceOf('cinder-scheduler'), log_request: theirLevel }),
    ({ scheduler }, context) => scheduler.setLogLevels(context, PYTHON_HOST, LEVEL),
  ),
  pair(
    'scheduler',
    'get_log_levels',
    () => ({ service: serviceOf('cinder-scheduler'), log_request: theirLevel }),
    ({ scheduler }, context) => scheduler.getLogLevels(context, PYTHON_HOST, LEVEL),
  ),
  pair(
    'scheduler',
    'create_backup',
    (rows) => ({ backup: backupOf(rows) }),
    ({ scheduler }, context, { backup }) => scheduler.createBackup(context, backup),
  ),
];
