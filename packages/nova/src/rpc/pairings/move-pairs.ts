// SPDX-License-Identifier: Apache-2.0
// Calls of upstream's ComputeAPI beside ours.
import { samples } from '../test-support.js';
import { compute, INFO, type MessagePair, PLAIN_IMAGE } from './pair-parts.js';

const { instance, flavor, image, limits, migrateData, migration, requestSpec, selection } = samples;
const SNAPSHOT = { instance, migration, snapshot_id: 's' };
const PREP = { instance, image, flavor, host: 'h', migration, request_spec: requestSpec, filter_properties: { a: 1 } };

const resizes = [
  compute('prep_resize', { ...PREP, node: 'n', clean_shutdown: true, host_list: [selection] }, (api, context) =>
    api.prepResize(context, instance, 'h', {
      image,
      flavor,
      migration,
      requestSpec,
      filterProperties: { a: 1 },
      node: 'n',
      cleanShutdown: true,
      hostList: [selection],
    }),
  ),
  compute(
    'resize_instance',
    { instance, migration, image: PLAIN_IMAGE, flavor, request_spec: requestSpec },
    (api, context) => api.resizeInstance(context, instance, { migration, image: PLAIN_IMAGE, flavor, requestSpec }),
  ),
  compute(
    'finish_resize',
    { instance, migration, image: PLAIN_IMAGE, disk_info: '{}', host: 'h', request_spec: requestSpec },
    (api, context) =>
      api.finishResize(context, instance, 'h', { migration, image: PLAIN_IMAGE, diskInfo: '{}', requestSpec }),
  ),
  compute('confirm_resize', { instance, migration, host: 'h' }, (api, context) =>
    api.confirmResize(context, instance, migration, { host: 'h' }),
  ),
  compute('confirm_resize', { instance, migration, host: null, cast: false }, (api, context) =>
    api.confirmResize(context, instance, migration, { wait: true }),
  ),
  compute('revert_resize', { instance, migration, host: null, request_spec: requestSpec }, (api, context) =>
    api.revertResize(context, instance, null, { migration, requestSpec }),
  ),
  compute('finish_revert_resize', { instance, migration, host: 'h', request_spec: requestSpec }, (api, context) =>
    api.finishRevertResize(context, instance, 'h', { migration, requestSpec }),
  ),
  compute(
    'prep_snapshot_based_resize_at_dest',
    { instance, flavor, nodename: 'n', migration, limits, request_spec: requestSpec, destination: 'h' },
    (api, context) =>
      api.prepSnapshotBasedResizeAtDest(context, instance, 'h', { flavor, nodename: 'n', migration, limits }),
  ),
  compute('prep_snapshot_based_resize_at_source', SNAPSHOT, (api, context) =>
    api.prepSnapshotBasedResizeAtSource(context, instance, migration, 's'),
  ),
  compute('finish_snapshot_based_resize_at_dest', { ...SNAPSHOT, request_spec: requestSpec }, (api, context) =>
    api.finishSnapshotBasedResizeAtDest(context, instance, migration, 's'),
  ),
  compute('confirm_snapshot_based_resize_at_source', { instance, migration }, (api, context) =>
    api.confirmSnapshotBasedResizeAtSource(context, instance, migration),
  ),
  compute('revert_snapshot_based_resize_at_dest', { instance, migration }, (api, context) =>
    api.revertSnapshotBasedResizeAtDest(context, instance, migration),
  ),
  compute('finish_revert_snapshot_based_resize_at_source', { instance, migration }, (api, context) =>
    api.finishRevertSnapshotBasedResizeAtSource(context, instance, migration),
  ),
];

const liveMigrations = [
  compute(
    'check_can_live_migrate_destination',
    { instance, destination: 'h', block_migration: null, disk_over_commit: false, migration, limits },
    (api, context) =>
      api.checkCanLiveMigrateDestination(context, instance, 'h', {
        blockMigration: null,
        diskOverCommit: false,
        migration,
        limits,
      }),
  ),
  compute('check_can_live_migrate_source', { instance, dest_check_data: migrateData }, (api, context) =>
    api.checkCanLiveMigrateSource(context, instance, migrateData),
  ),
  compute('check_instance_shared_storage', { data: INFO, instance, host: 'h' }, (api, context) =>
    api.checkInstanceSharedStorage(context, INFO, { instance, host: 'h' }),
  ),
  compute('check_instance_shared_storage', { data: INFO, instance }, (api, context) =>
    api.checkInstanceSharedStorage(context, INFO, { instance }),
  ),
  compute(
    'live_migration',
    { instance, dest: 'd', block_migration: true, host: 'h', migration, migrate_data: migrateData },
    (api, context) =>
      api.liveMigration(context, instance, 'h', { dest: 'd', blockMigration: true, migration, migrateData }),
  ),
  compute(
    'pre_live_migration',
    { instance, block_migration: true, disk: '{}', host: 'h', migrate_data: migrateData },
    (api, context) => api.preLiveMigration(context, instance, 'h', { disk: '{}', migrateData }),
  ),
  compute('live_migration_force_complete', { instance, migration }, (api, context) =>
    api.liveMigrationForceComplete(context, instance, migration),
  ),
  compute('live_migration_abort', { instance, migration_id: 9 }, (api, context) =>
    api.liveMigrationAbort(context, instance, 9),
  ),
  compute('post_live_migration_at_destination', { instance, block_migration: true, host: 'h' }, (api, context) =>
    api.postLiveMigrationAtDestination(context, instance, true, 'h'),
  ),
  compute(
    'rollback_live_migration_at_destination',
    { instance, host: 'h', destroy_disks: true, migrate_data: migrateData },
    (api, context) =>
      api.rollbackLiveMigrationAtDestination(context, instance, 'h', { destroyDisks: true, migrateData }),
  ),
  compute('drop_move_claim_at_destination', { instance, host: 'h' }, (api, context) =>
    api.dropMoveClaimAtDestination(context, instance, 'h'),
  ),
];

/** Moves between hosts. */
export const movePairs: readonly MessagePair[] = [...resizes, ...liveMigrations];
