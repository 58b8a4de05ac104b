// SPDX-License-Identifier: Apache-2.0
// Calls of upstream's ConductorAPI, ComputeTaskAPI and SchedulerAPI beside ours.
import { versionsOf } from '../../objects/nova-object.js';
import { samples } from '../test-support.js';
import { type MessagePair, pair, PLAIN_IMAGE } from './pair-parts.js';

const { aggregate, aggregates, bdms, buildRequest, flavor, instance, instances, migration, networks } = samples;
const { requestSpec, selection, tags } = samples;
const VERSIONS = versionsOf('Instance');
const ARGUMENTS = { args: ['u'], kwargs: { expected_attrs: ['flavor'] } };

const conductor = [
  pair(
    'conductor',
    'object_class_action_versions',
    { objname: 'Instance', objmethod: 'get_by_uuid', object_versions: VERSIONS, ...ARGUMENTS },
    (clients, context) => clients.conductor.objectClassActionVersions(context, 'Instance', 'get_by_uuid', ARGUMENTS),
  ),
  pair(
    'conductor',
    'object_action',
    { objinst: instance, objmethod: 'save', args: [], kwargs: { expected_task_state: [null] } },
    (clients, context) =>
      clients.conductor.objectAction(context, instance, 'save', { kwargs: { expected_task_state: [null] } }),
  ),
  pair('conductor', 'object_backport_versions', { objinst: instance, object_versions: VERSIONS }, (clients, context) =>
    clients.conductor.objectBackportVersions(context, instance, VERSIONS),
  ),
];

const MIGRATE = { instance, live: false, rebuild: false, flavor, reservations: ['r'] };
const theirMigrate = { scheduler_hint: { a: 1 }, block_migration: null, disk_over_commit: null };
const ourMigrate = { schedulerHint: { a: 1 }, blockMigration: null, diskOverCommit: null };
const theirRebuild = { new_pass: 'p', injected_files: [], image_ref: 'i', orig_image_ref: 'o', orig_sys_metadata: {} };
const ourRebuild = { newPass: 'p', injectedFiles: [], imageRef: 'i', origImageRef: 'o', origSysMetadata: {}, bdms };

const tasks = [
  pair(
    'compute_task',
    'schedule_and_build_instances',
    {
      build_requests: [buildRequest],
      request_specs: [requestSpec],
      image: PLAIN_IMAGE,
      admin_password: 'p',
      injected_files: [],
      requested_networks: networks,
      block_device_mapping: bdms,
      tags: [tags],
    },
    ({ computeTask }, context) =>
      computeTask.scheduleAndBuildInstances(context, {
        buildRequests: [buildRequest],
        requestSpecs: [requestSpec],
        image: PLAIN_IMAGE,
        adminPassword: 'p',
        injectedFiles: [],
        requestedNetworks: networks,
        blockDeviceMapping: bdms,
        tags: [tags],
      }),
  ),
  pair(
    'compute_task',
    'build_instances',
    {
      instances: [instance],
      image: PLAIN_IMAGE,
      filter_properties: { a: 1 },
      admin_password: 'p',
      injected_files: [],
      requested_networks: networks,
      security_groups: ['default'],
      block_device_mapping: bdms,
      request_spec: requestSpec,
      host_lists: [[selection]],
    },
    ({ computeTask }, context) =>
      computeTask.buildInstances(context, {
        instances: [instance],
        image: PLAIN_IMAGE,
        filterProperties: { a: 1 },
        adminPassword: 'p',
        injectedFiles: [],
        requestedNetworks: networks,
        securityGroups: ['default'],
        requestSpec,
        hostLists: [[selection]],
      }),
  ),
  pair(
    'compute_task',
    'live_migrate_instance',
    { instance, ...theirMigrate, request_spec: requestSpec },
    ({ computeTask }, context) => computeTask.liveMigrateInstance(context, instance, { ...ourMigrate, requestSpec }),
  ),
  pair(
    'compute_task',
    'migrate_server',
    { ...MIGRATE, ...theirMigrate, clean_shutdown: false, request_spec: requestSpec, host_list: [selection] },
    ({ computeTask }, context) =>
      computeTask.migrateServer(context, {
        ...MIGRATE,
        ...ourMigrate,
        cleanShutdown: false,
        requestSpec,
        hostList: [selection],
      }),
  ),
  pair('compute_task', 'migrate_server', { ...MIGRATE, ...theirMigrate, do_cast: true }, ({ computeTask }, context) =>
    computeTask.migrateServer(context, { ...MIGRATE, ...ourMigrate }, { wait: false }),
  ),
  pair('compute_task', 'unshelve_instance', { instance, request_spec: requestSpec }, ({ computeTask }, context) =>
    computeTask.unshelveInstance(context, instance, requestSpec),
  ),
  pair('compute_task', 'rebuild_instance', { instance, ...theirRebuild, bdms }, ({ computeTask }, context) =>
    computeTask.rebuildInstance(context, instance, ourRebuild),
  ),
  pair(
    'compute_task',
    'rebuild_instance',
    {
      ...theirRebuild,
      instance,
      bdms,
      recreate: true,
      on_shared_storage: null,
      host: 'h',
      preserve_ephemeral: true,
      request_spec: requestSpec,
      reimage_boot_volume: true,
    },
    ({ computeTask }, context) =>
      computeTask.rebuildInstance(context, instance, {
        ...ourRebuild,
        recreate: true,
        onSharedStorage: null,
        host: 'h',
        preserveEphemeral: true,
        requestSpec,
        reimageBootVolume: true,
      }),
  ),
  pair('compute_task', 'cache_images', { aggregate, image_ids: ['i'] }, ({ computeTask }, context) =>
    computeTask.cacheImages(context, aggregate, ['i']),
  ),
  ...[true, false].map((wait) =>
    pair(
      'compute_task',
      'confirm_snapshot_based_resize',
      { instance, migration, do_cast: !wait },
      ({ computeTask }, context) => computeTask.confirmSnapshotBasedResize(context, instance, migration, { wait }),
    ),
  ),
  pair('compute_task', 'revert_snapshot_based_resize', { instance, migration }, ({ computeTask }, context) =>
    computeTask.revertSnapshotBasedResize(context, instance, migration),
  ),
];

const scheduler = [
  pair(
    'scheduler',
    'select_destinations',
    { spec_obj: requestSpec, instance_uuids: ['u'], return_objects: true, return_alternates: true },
    (clients, context) =>
      clients.scheduler.selectDestinations(context, requestSpec, ['u'], {
        returnObjects: true,
        returnAlternates: true,
      }),
  ),
  pair('scheduler', 'update_aggregates', { aggregates }, (clients, context) =>
    clients.scheduler.updateAggregates(context, aggregates),
  ),
  pair('scheduler', 'delete_aggregate', { aggregate }, (clients, context) =>
    clients.scheduler.deleteAggregate(context, aggregate),
  ),
  pair('scheduler', 'update_instance_info', { host_name: 'h', instance_info: instances }, (clients, context) =>
    clients.scheduler.updateInstanceInfo(context, 'h', instances),
  ),
  pair('scheduler', 'delete_instance_info', { host_name: 'h', instance_uuid: 'u' }, (clients, context) =>
    clients.scheduler.deleteInstanceInfo(context, 'h', 'u'),
  ),
  pair('scheduler', 'sync_instance_info', { host_name: 'h', instance_uuids: ['u'] }, (clients, context) =>
    clients.scheduler.syncInstanceInfo(context, 'h', ['u']),
  ),
];

export const servicePairs: readonly MessagePair[] = [...conductor, ...tasks, ...scheduler];
