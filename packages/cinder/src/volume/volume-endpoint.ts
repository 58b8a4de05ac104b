// SPDX-License-Identifier: Apache-2.0
import type { Endpoint } from '@stackport/messaging';
import { Invalid } from '../errors/base.js';
import { logLevelObject } from '../objects/requests.js';
import { madeObject, toWireList } from '../objects/wire-object.js';
import { claiming, createEndpoint, type MessageArguments } from '../rpc/create-endpoint.js';
import type { Connector, Manageable } from './drivers/driver.js';
import type { CleanupRequest } from './manager/abandoned-work.js';
import type { ManageablePage } from './manager/backend-reports.js';
import type { Destination } from './manager/migration.js';
import type { VolumeManager } from './volume-manager.js';

/** What sets and tells the levels of loggers, by prefix. */
export interface LogLevels {
  set(prefix: string, level: string): void;
  get(prefix: string): Readonly<Record<string, string>>;
}

/** Version of cinder-volume's RPC API. */
export const VOLUME_RPC_VERSION = '3.18';

/** Upstream's RPC methods of cinder-volume over a manager. */
export function volumeEndpoint(manager: VolumeManager, logLevels: LogLevels): Endpoint {
  const { backend, create, snapshots, attachments, change, manage, migration, completion, groups, reports } = manager;
  const replicate = async (_: unknown, args: MessageArguments): Promise<never> =>
    reports.replicateGroup(idOf(args.group));
  return createEndpoint(VOLUME_RPC_VERSION, {
    create_volume: claiming((context, args, message) =>
      create.run(
        context,
        {
          volumeId: idOf(args.volume),
          requestSpec: record(args.request_spec),
          filterProperties: record(args.filter_properties),
          allowReschedule: args.allow_reschedule !== false,
        },
        () => message.acknowledge(),
      ),
    ),
    delete_volume: claiming((context, args, message) =>
      manager.delete.run(
        context,
        { volumeId: idOf(args.volume), unmanageOnly: args.unmanage_only === true, cascade: args.cascade === true },
        () => message.acknowledge(),
      ),
    ),
    create_snapshot: claiming((context, args, message) =>
      snapshots.create(context, idOf(args.snapshot), () => message.acknowledge()),
    ),
    delete_snapshot: claiming((context, args, message) =>
      snapshots.delete(context, { snapshotId: idOf(args.snapshot), unmanageOnly: args.unmanage_only === true }, () =>
        message.acknowledge(),
      ),
    ),
    revert_to_snapshot: (context, args) => snapshots.revert(context, idOf(args.volume), idOf(args.snapshot)),
    attach_volume: (context, args) =>
      attachments.attach(context, {
        volumeId: text(args.volume_id),
        instanceUuid: textOrNull(args.instance_uuid),
        hostName: textOrNull(args.host_name),
        mountpoint: textOrNull(args.mountpoint),
        mode: textOrNull(args.mode),
      }),
    detach_volume: (context, args) => attachments.detach(context, text(args.volume_id), textOrNull(args.attachment_id)),
    initialize_connection: (_, args) => attachments.initializeConnection(idOf(args.volume), connectorOf(args)),
    terminate_connection: (_, args) =>
      attachments.terminateConnection(text(args.volume_id), record(args.connector), args.force === true),
    remove_export: (_, args) => attachments.removeExport(text(args.volume_id)),
    attachment_update: (context, args) =>
      attachments.update(context, idOf(args.vref), connectorOf(args), text(args.attachment_id)),
    attachment_delete: (context, args) => attachments.delete(context, text(args.attachment_id), idOf(args.vref)),
    initialize_connection_snapshot: (_, args) =>
      attachments.initializeConnectionSnapshot(text(args.snapshot_id), connectorOf(args)),
    terminate_connection_snapshot: (_, args) =>
      attachments.terminateConnectionSnapshot(text(args.snapshot_id), record(args.connector)),
    remove_export_snapshot: async (_, args) => {
      await backend.snapshot(text(args.snapshot_id));
    },
    accept_transfer: async (_, args) => {
      backend.requireDriver();
      await backend.volume(text(args.volume_id));
      return null;
    },
    extend_volume: (context, args) =>
      change.extend(context, idOf(args.volume), Number(args.new_size), list(args.reservations)),
    copy_volume_to_image: (context, args, message) =>
      change.copyToImage(context, text(args.volume_id), record(args.image_meta) ?? {}, () => message.acknowledge()),
    reimage: (context, args) => change.reimage(context, idOf(args.volume), record(args.image_meta) ?? {}),
    manage_existing: (context, args) => manage.volume(context, idOf(args.volume), args.ref),
    manage_existing_snapshot: (context, args) => manage.snapshot(context, idOf(args.snapshot), args.ref),
    migrate_volume: async (context, args) => {
      const options = { forceHostCopy: args.force_host_copy === true };
      await migration.migrate(context, idOf(args.volume), destinationOf(args.host), options);
    },
    // Any text of another service's API is an error, as there.
    migrate_volume_completion: (context, args) =>
      completion.complete(context, idOf(args.volume), idOf(args.new_volume), { failed: Boolean(args.error) }),
    update_migrated_volume: (_, args) => completion.updateMigrated(idOf(args.volume), idOf(args.new_volume)),
    retype: (context, args) =>
      manager.retype.run(context, idOf(args.volume), {
        newTypeId: text(args.new_type_id),
        destination: destinationOf(args.host),
        migrationPolicy: textOrNull(args.migration_policy) ?? 'never',
        reservations: list(args.reservations),
        oldReservations: list(args.old_reservations),
      }),
    get_manageable_volumes: async (_, args) => {
      const found = await reports.manageableVolumes(pageOf(args));
      return args.want_objects === true ? manageableObjects('ManageableVolume', found) : found;
    },
    get_manageable_snapshots: async (_, args) => {
      const found = await reports.manageableSnapshots(pageOf(args));
      return args.want_objects === true ? manageableObjects('ManageableSnapshot', found) : found;
    },
    get_capabilities: () => reports.capabilities(),
    get_backup_device: (context, args) => reports.backupDevice(context, idOf(args.backup), args.async_call === true),
    secure_file_operations_enabled: async () => {
      backend.requireDriver();
      return false;
    },
    publish_service_capabilities: (context) => backend.publish(context),
    create_group: (context, args) => groups.create(context, idOf(args.group)),
    delete_group: (context, args) => groups.delete(context, idOf(args.group)),
    update_group: (context, args) =>
      groups.update(context, idOf(args.group), idsOf(args.add_volumes), idsOf(args.remove_volumes)),
    create_group_from_src: (context, args) => groups.createFromSource(context, idOf(args.group)),
    create_group_snapshot: (context, args) => groups.createSnapshot(context, idOf(args.group_snapshot)),
    delete_group_snapshot: (context, args) => groups.deleteSnapshot(context, idOf(args.group_snapshot)),
    enable_replication: replicate,
    disable_replication: replicate,
    failover_replication: replicate,
    list_replication_targets: async (_, args) => ({
      volume_id: null,
      group_id: idOf(args.group),
      replication_targets: [],
    }),
    freeze_host: () => reports.freeze(),
    thaw_host: () => reports.thaw(),
    failover: async (_, args) => reports.failover(textOrNull(args.secondary_backend_id)),
    failover_host: async (_, args) => reports.failover(textOrNull(args.secondary_backend_id)),
    failover_completed: async () => undefined,
    do_cleanup: (context, args) => manager.doCleanup(context, cleanupOf(record(args.cleanup_request))),
    set_log_levels: async (_, args) => {
      const request = record(args.log_request);
      logLevels.set(textOrNull(request?.prefix) ?? '', text(request?.level));
    },
    get_log_levels: async (_, args) =>
      toWireList(
        'LogLevelList',
        Object.entries(logLevels.get(textOrNull(record(args.log_request)?.prefix) ?? '')).map(([prefix, level]) =>
          logLevelObject({ prefix, level }),
        ),
      ),
  });

  function manageableObjects(name: 'ManageableVolume' | 'ManageableSnapshot', found: readonly Manageable[]) {
    return toWireList(
      `${name}List`,
      found.map((one) => madeObject(name, { ...one })),
    );
  }
}

/** The id of an object, which was decoded; of an id itself, as old clients send. */
function idOf(value: unknown): string {
  return typeof value === 'string' ? value : text(record(value)?.id);
}

function record(value: unknown): Record<string, unknown> | null {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null;
}

function text(value: unknown): string {
  if (typeof value !== 'string') throw new Invalid(`Invalid argument of a message: ${JSON.stringify(value)}`);
  return value;
}

function textOrNull(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

function list(value: unknown): readonly string[] | null {
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : null;
}

/** Upstream's CleanupRequest, as far as it concerns the one who is asked. */
function cleanupOf(request: Record<string, unknown> | null): CleanupRequest {
  const { service_id: serviceId, resource_type: resourceType, resource_id: resourceId, until } = request ?? {};
  return {
    ...(typeof serviceId === 'number' ? { serviceId } : {}),
    ...(typeof resourceType === 'string' ? { resourceType } : {}),
    ...(typeof resourceId === 'string' ? { resourceId } : {}),
    ...(until instanceof Date ? { until } : {}),
  };
}

/** Ids between commas. */
function idsOf(value: unknown): readonly string[] {
  return typeof value === 'string' && value !== '' ? value.split(',') : [];
}

function connectorOf(args: MessageArguments): Connector {
  return record(args.connector) ?? {};
}

function destinationOf(value: unknown): Destination {
  if (typeof value === 'string') return { host: value, clusterName: null };
  const host = record(value);
  return { host: text(host?.host), clusterName: textOrNull(host?.cluster_name) };
}

function pageOf(args: MessageArguments): ManageablePage {
  return {
    marker: args.marker ?? null,
    limit: typeof args.limit === 'number' ? args.limit : null,
    offset: typeof args.offset === 'number' ? args.offset : null,
    sortKeys: list(args.sort_keys) ?? [],
    sortDirs: list(args.sort_dirs) ?? [],
  };
}
