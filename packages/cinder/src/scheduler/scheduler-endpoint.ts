// SPDX-License-Identifier: Apache-2.0
import type { Endpoint } from '@stackport/messaging';
import { InvalidParameterValue } from '../errors/base.js';
import { logLevelObject } from '../objects/requests.js';
import { toWire, toWireList, type ObjectValues, type WireObject } from '../objects/wire-object.js';
import { claiming, createEndpoint, type MessageArguments } from '../rpc/create-endpoint.js';
import type { LogLevels } from '../services/log-level-service.js';
import type { ServiceRow } from '../services/service-repository.js';
import type { MoveRequest } from './manager/move-volume.js';
import type { ScheduleSnapshotRequest } from './manager/schedule-snapshot.js';
import type { RequestSpec } from './schedule-request.js';
import type { SchedulerManager } from './scheduler-manager.js';

/** Version of the RPC API that is served: upstream's as of Zed. */
export const SCHEDULER_RPC_VERSION = '3.12';

/** The argument of `create_volume` that goes on to cinder-volume as it came. */
const WIRE_SPEC = 'wire_spec';

/** The manager's methods under their names on the bus. */
export function schedulerEndpoint(manager: SchedulerManager, logLevels: LogLevels): Endpoint {
  const { createVolume, snapshots, moves, extendVolume, groups, backups, cleanup, capacity } = manager;
  const endpoint = createEndpoint(SCHEDULER_RPC_VERSION, {
    create_volume: claiming((context, args, message) =>
      createVolume.run(
        context,
        {
          volumeId: idOf(args, 'volume'),
          wireSpec: wireSpecOf(args),
          spec: args.request_spec === null || args.request_spec === undefined ? null : specOf(args),
          filterProperties: propertiesOf(args),
          snapshotId: textOrNull(args.snapshot_id),
          imageId: textOrNull(args.image_id),
          backupId: textOrNull(args.backup_id),
        },
        message,
      ),
    ),
    create_snapshot: (context, args) => snapshots.create(context, snapshotOf(args), text(args.backend, 'backend')),
    manage_existing_snapshot: (context, args) => snapshots.manageExisting(context, snapshotOf(args), args.ref),
    create_group: (context, args, message) =>
      groups.create(
        context,
        {
          groupId: idOf(args, 'group'),
          groupSpec: specOf({ request_spec: args.group_spec }),
          groupProperties: record(args.group_filter_properties),
          specs: recordsOf(args.request_spec_list),
          properties: recordsOf(args.filter_properties_list),
        },
        message,
      ),
    validate_host_capacity: (_context, args) =>
      manager.validateHostCapacity(text(args.backend, 'backend'), specOf(args), propertiesOf(args)),
    migrate_volume: (context, args) =>
      moves.migrate(context, moveOf(args), {
        backend: text(args.backend, 'backend'),
        forceCopy: args.force_copy === true,
      }),
    migrate_volume_to_host: (context, args) =>
      moves.migrate(context, moveOf(args), {
        backend: text(args.host, 'host'),
        forceCopy: args.force_host_copy === true,
      }),
    retype: (context, args) => moves.retype(context, moveOf(args)),
    manage_existing: (context, args) => moves.manageExisting(context, moveOf(args)),
    extend_volume: (context, args) =>
      extendVolume.run(context, moveOf(args), {
        newSize: Number(args.new_size),
        reservations: textsOf(args.reservations),
      }),
    create_backup: (context, args) => backups.create(context, idOf(args, 'backup')),
    get_pools: (_context, args) => manager.getPools(args.filters === null ? null : record(args.filters)),
    update_service_capabilities: (_context, args) =>
      manager.updateCapabilities({
        serviceName: textOrNull(args.service_name) ?? '',
        host: text(args.host, 'host'),
        capabilities: record(args.capabilities),
        clusterName: textOrNull(args.cluster_name),
        at: timeOf(args.timestamp),
      }),
    notify_service_capabilities: (_context, args) =>
      capacity.notify(
        text(args.service_name, 'service_name'),
        text(args.backend ?? args.host, 'backend'),
        record(args.capabilities),
        timeOf(args.timestamp),
      ),
    work_cleanup: async (context, args) => {
      const { requested, notRequested } = await cleanup.work(context, record(args.cleanup_request));
      return [requested.map(serviceObject), notRequested.map(serviceObject)];
    },
    do_cleanup: (_context, args) => cleanup.run(record(args.cleanup_request)),
    set_log_levels: async (_context, args) => {
      const { prefix, level } = record(args.log_request);
      logLevels.set(textOrNull(prefix) ?? '', text(level, 'level'));
    },
    get_log_levels: async (_context, args) =>
      toWireList(
        'LogLevelList',
        Object.entries(logLevels.get(textOrNull(record(args.log_request).prefix) ?? '')).map(([prefix, level]) =>
          logLevelObject({ prefix, level }),
        ),
      ),
  });
  const { create_volume: create } = endpoint.methods;
  if (create === undefined) return endpoint;
  return {
    ...endpoint,
    methods: {
      ...endpoint.methods,
      // In text, so that it is not decoded with the others.
      create_volume: (context, args, message) =>
        create(context, { ...args, [WIRE_SPEC]: JSON.stringify(args.request_spec ?? null) }, message),
    },
  };
}

function wireSpecOf(args: MessageArguments): WireObject | ObjectValues | null {
  return JSON.parse(text(args[WIRE_SPEC], WIRE_SPEC)) as WireObject | ObjectValues | null;
}

function specOf(args: MessageArguments): RequestSpec {
  return record(args.request_spec);
}

function propertiesOf(args: MessageArguments): Readonly<Record<string, unknown>> {
  return record(args.filter_properties);
}

function moveOf(args: MessageArguments): MoveRequest {
  return { volumeId: idOf(args, 'volume'), spec: specOf(args), filterProperties: propertiesOf(args) };
}

function snapshotOf(args: MessageArguments): ScheduleSnapshotRequest {
  return { ...moveOf(args), snapshotId: idOf(args, 'snapshot') };
}

/** Upstream's PERFECT_TIME_FORMAT, in UTC; now where none is given. */
function timeOf(value: unknown): Date {
  const time = typeof value === 'string' ? new Date(`${value}Z`) : new Date();
  return Number.isNaN(time.getTime()) ? new Date() : time;
}

function serviceObject(row: ServiceRow): WireObject {
  return toWire('Service', {
    id: row.id,
    host: row.host,
    binary: row.binary,
    topic: row.topic,
    report_count: row.reportCount,
    disabled: row.disabled,
    disabled_reason: row.disabledReason,
    availability_zone: row.availabilityZone,
    cluster_name: row.clusterName,
    modified_at: row.modifiedAt,
    rpc_current_version: row.rpcCurrentVersion,
    object_current_version: row.objectCurrentVersion,
    replication_status: row.replicationStatus,
    frozen: row.frozen,
    active_backend_id: row.activeBackendId,
    uuid: row.uuid,
    created_at: row.createdAt,
    updated_at: row.updatedAt,
    deleted_at: row.deletedAt,
    deleted: row.deleted,
  });
}

function idOf(args: MessageArguments, name: string): string {
  return text(record(args[name]).id, name);
}

function record(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function recordsOf(value: unknown): readonly Record<string, unknown>[] {
  return Array.isArray(value) ? value.map(record) : [];
}

function textsOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
}

function text(value: unknown, name: string): string {
  if (typeof value !== 'string') throw new InvalidParameterValue(`The message has no ${name}.`);
  return value;
}

function textOrNull(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}
