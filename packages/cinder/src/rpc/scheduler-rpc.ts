// SPDX-License-Identifier: Apache-2.0
import type { RequestContext } from '@stackport/context';
import type { RpcClient } from '@stackport/messaging';
import type { Backup, Group } from '../generated/mysql/client.js';
import {
  backupObject,
  groupObject,
  newSnapshotObject,
  snapshotObject,
  volumeObject,
  type SnapshotObjectRow,
  type VolumeObjectRow,
} from '../objects/from-rows.js';
import { cleanupRequestObject, logLevelObject } from '../objects/requests.js';
import type { ObjectValues, WireObject } from '../objects/wire-object.js';
import { contextDictionary } from './rpc-context.js';

/** What is scheduled, and by what: both as upstream has them in its messages. */
export interface SchedulerRequest {
  readonly requestSpec: WireObject | ObjectValues | null;
  readonly filterProperties: ObjectValues | null;
}

/**
 * Calls into cinder-scheduler: upstream's scheduler/rpcapi.py, SchedulerAPI (RPC API 3.12), name for name. As there, a
 * message says 3.0 also where the method is younger: unless it has to say what newer arguments it has.
 */
export class SchedulerRpc {
  readonly #client: RpcClient;

  /** @param client - of topic `cinder-scheduler`, version 3.0 */
  constructor(client: RpcClient) {
    this.#client = client;
  }

  async createGroup(
    context: RequestContext,
    group: Group,
    message: {
      readonly groupSpec: ObjectValues | WireObject | null;
      readonly requestSpecs: readonly (WireObject | ObjectValues)[];
      readonly groupFilterProperties: ObjectValues | null;
      readonly filterProperties: readonly ObjectValues[];
    },
  ): Promise<void> {
    await this.#cast(context, 'create_group', {
      group: groupObject(group),
      group_spec: message.groupSpec,
      request_spec_list: message.requestSpecs,
      group_filter_properties: message.groupFilterProperties,
      filter_properties_list: message.filterProperties,
    });
  }

  async createVolume(
    context: RequestContext,
    volume: VolumeObjectRow,
    message: SchedulerRequest & {
      readonly snapshotId?: string | null;
      readonly imageId?: string | null;
      readonly backupId?: string | null;
    },
  ): Promise<void> {
    await this.#cast(context, 'create_volume', {
      snapshot_id: message.snapshotId ?? null,
      image_id: message.imageId ?? null,
      request_spec: message.requestSpec,
      filter_properties: message.filterProperties,
      volume: volumeObject(volume),
      backup_id: message.backupId ?? null,
    });
  }

  /** Whether the back end has room for what is asked. */
  async validateHostCapacity(context: RequestContext, backend: string, request: SchedulerRequest): Promise<boolean> {
    return (
      (await this.#call(context, 'validate_host_capacity', {
        request_spec: request.requestSpec,
        filter_properties: request.filterProperties,
        backend,
      })) === true
    );
  }

  async createSnapshot(
    context: RequestContext,
    volume: VolumeObjectRow,
    snapshot: SnapshotObjectRow,
    backend: string,
    request: SchedulerRequest,
  ): Promise<void> {
    await this.#cast(context, 'create_snapshot', {
      request_spec: request.requestSpec,
      filter_properties: request.filterProperties,
      volume: volumeObject(volume),
      snapshot: newSnapshotObject(snapshot),
      backend,
    });
  }

  /** @param destination - `host@backend#pool`, or a cluster of that form */
  async migrateVolume(
    context: RequestContext,
    volume: VolumeObjectRow,
    destination: string,
    message: SchedulerRequest & { readonly forceHostCopy: boolean },
  ): Promise<void> {
    await this.#cast(
      context,
      'migrate_volume',
      {
        backend: destination,
        force_copy: message.forceHostCopy,
        request_spec: message.requestSpec,
        filter_properties: message.filterProperties,
        volume: volumeObject(volume),
      },
      '3.3',
    );
  }

  async retype(context: RequestContext, volume: VolumeObjectRow, request: SchedulerRequest): Promise<void> {
    await this.#cast(context, 'retype', this.#volumeRequest(volume, request));
  }

  async manageExisting(context: RequestContext, volume: VolumeObjectRow, request: SchedulerRequest): Promise<void> {
    await this.#cast(context, 'manage_existing', this.#volumeRequest(volume, request));
  }

  async manageExistingSnapshot(
    context: RequestContext,
    volume: VolumeObjectRow,
    snapshot: SnapshotObjectRow,
    ref: unknown,
    request: SchedulerRequest,
  ): Promise<void> {
    await this.#cast(context, 'manage_existing_snapshot', {
      ...this.#volumeRequest(volume, request),
      snapshot: snapshotObject(snapshot),
      ref,
    });
  }

  /** @param newSize - GiB */
  async extendVolume(
    context: RequestContext,
    volume: VolumeObjectRow,
    newSize: number,
    reservations: readonly string[],
    request: SchedulerRequest,
  ): Promise<void> {
    await this.#cast(context, 'extend_volume', {
      ...this.#volumeRequest(volume, request),
      new_size: newSize,
      reservations,
    });
  }

  async getPools(context: RequestContext, filters: ObjectValues | null): Promise<unknown[]> {
    return (await this.#call(context, 'get_pools', { filters })) as unknown[];
  }

  /** Tells every scheduler what a back end can do and what is free there. */
  async updateServiceCapabilities(
    context: RequestContext,
    serviceName: string,
    host: string,
    capabilities: unknown,
    { clusterName = null, timestamp = new Date() }: { clusterName?: string | null; timestamp?: Date } = {},
  ): Promise<void> {
    await this.#client
      .prepare({ fanout: true, version: '3.3' })
      .cast(contextDictionary(context), 'update_service_capabilities', {
        service_name: serviceName,
        host,
        capabilities,
        cluster_name: clusterName,
        timestamp: microseconds(timestamp),
      });
  }

  /** Tells one scheduler, which passes it on as a notification; where there is none, nobody hears of it. */
  async notifyServiceCapabilities(
    context: RequestContext,
    serviceName: string,
    backend: string,
    capabilities: unknown,
    timestamp = new Date(),
  ): Promise<void> {
    await this.#client
      .prepare({ version: '3.5', mandatory: false })
      .cast(contextDictionary(context), 'notify_service_capabilities', {
        service_name: serviceName,
        capabilities,
        backend,
        timestamp: microseconds(timestamp),
      });
  }

  workCleanup(context: RequestContext, request: ObjectValues): Promise<unknown> {
    return this.#call(context, 'work_cleanup', { cleanup_request: cleanupRequestObject(request) }, '3.4');
  }

  async doCleanup(context: RequestContext, request: ObjectValues): Promise<void> {
    await this.#cast(context, 'do_cleanup', { cleanup_request: cleanupRequestObject(request) }, '3.4');
  }

  async setLogLevels(context: RequestContext, host: string, request: ObjectValues): Promise<void> {
    await this.#client
      .prepare({ server: host, version: '3.7' })
      .cast(contextDictionary(context), 'set_log_levels', { log_request: logLevelObject(request) });
  }

  getLogLevels(context: RequestContext, host: string, request: ObjectValues): Promise<unknown> {
    return this.#client
      .prepare({ server: host, version: '3.7' })
      .call(contextDictionary(context), 'get_log_levels', { log_request: logLevelObject(request) });
  }

  async createBackup(context: RequestContext, backup: Backup): Promise<void> {
    await this.#cast(context, 'create_backup', { backup: backupObject(backup) });
  }

  #volumeRequest(volume: VolumeObjectRow, { requestSpec, filterProperties }: SchedulerRequest): ObjectValues {
    return { request_spec: requestSpec, filter_properties: filterProperties, volume: volumeObject(volume) };
  }

  async #cast(context: RequestContext, method: string, args: ObjectValues, version = '3.0'): Promise<void> {
    await this.#client.prepare({ version }).cast(contextDictionary(context), method, args);
  }

  #call(context: RequestContext, method: string, args: ObjectValues, version = '3.0'): Promise<unknown> {
    return this.#client.prepare({ version }).call(contextDictionary(context), method, args);
  }
}

/** `YYYY-MM-DDTHH:MM:SS.ffffff`, as Python's isoformat. */
function microseconds(time: Date): string {
  return time.toISOString().replace('Z', '000');
}
