// SPDX-License-Identifier: Apache-2.0
import type { RequestContext } from '@stackport/context';
import type { RpcClient } from '@stackport/messaging';
import type { ObjectValues } from '@stackport/versioned-objects';
import type { NovaObject } from '../objects/nova-object.js';
import { contextDictionary } from './rpc-context.js';
import { longCall, type RpcTimeouts } from './rpc-timeouts.js';

/** Servers to schedule and build, one build request and one request spec for each. */
export interface ScheduleAndBuildMessage {
  readonly buildRequests: readonly NovaObject[];
  readonly requestSpecs: readonly NovaObject[];
  readonly image: ObjectValues;
  readonly adminPassword: string | null;
  readonly injectedFiles: readonly unknown[];
  readonly requestedNetworks: NovaObject | null;
  /** A list object: the devices that each of the servers gets. Python's conductors write what is marked as changed. */
  readonly blockDeviceMapping: NovaObject;
  readonly tags?: readonly NovaObject[] | NovaObject | null;
}

/** Servers that are to be built on other hosts of their cell. */
export interface BuildInstancesMessage {
  readonly instances: readonly NovaObject[];
  readonly image: ObjectValues;
  readonly filterProperties: ObjectValues;
  readonly adminPassword: string | null;
  readonly injectedFiles: readonly unknown[] | null;
  readonly requestedNetworks: NovaObject | null;
  readonly securityGroups: readonly string[] | null;
  readonly requestSpec?: NovaObject | ObjectValues | null;
  /** For each server the hosts that are left to try. */
  readonly hostLists?: readonly (readonly NovaObject[])[] | null;
}

export interface MigrateServerMessage {
  readonly instance: NovaObject;
  readonly schedulerHint: ObjectValues;
  readonly live: boolean;
  readonly rebuild: boolean;
  readonly flavor: NovaObject | null;
  readonly blockMigration: boolean | null;
  readonly diskOverCommit: boolean | null;
  readonly reservations?: readonly string[] | null;
  readonly cleanShutdown?: boolean;
  readonly requestSpec?: NovaObject | null;
  readonly hostList?: readonly NovaObject[] | null;
}

export interface RebuildTaskMessage {
  readonly newPass: string | null;
  readonly injectedFiles: readonly unknown[] | null;
  readonly imageRef: string | null;
  readonly origImageRef: string | null;
  readonly origSysMetadata: ObjectValues | null;
  readonly bdms: NovaObject | null;
  readonly recreate?: boolean;
  /** Null: the host finds out. */
  readonly onSharedStorage?: boolean | null;
  readonly preserveEphemeral?: boolean;
  readonly host?: string | null;
  readonly requestSpec?: NovaObject | null;
  readonly reimageBootVolume?: boolean;
}

/** Work that nova-conductor takes over: upstream's conductor/rpcapi.py, ComputeTaskAPI (1.24), name for name. */
export class ComputeTaskRpc {
  readonly #client: RpcClient;
  readonly #timeouts: RpcTimeouts;

  /** @param client - of topic `conductor`, namespace `compute_task`, version 1.0 */
  constructor(client: RpcClient, timeouts: RpcTimeouts) {
    this.#client = client;
    this.#timeouts = timeouts;
  }

  async scheduleAndBuildInstances(context: RequestContext, message: ScheduleAndBuildMessage): Promise<void> {
    await this.#cast(context, '1.17', 'schedule_and_build_instances', {
      build_requests: message.buildRequests,
      request_specs: message.requestSpecs,
      image: message.image,
      admin_password: message.adminPassword,
      injected_files: message.injectedFiles,
      requested_networks: message.requestedNetworks,
      block_device_mapping: message.blockDeviceMapping,
      tags: message.tags ?? null,
    });
  }

  async buildInstances(context: RequestContext, message: BuildInstancesMessage): Promise<void> {
    await this.#cast(context, '1.19', 'build_instances', {
      instances: message.instances,
      image: message.image,
      filter_properties: message.filterProperties,
      admin_password: message.adminPassword,
      injected_files: message.injectedFiles,
      requested_networks: message.requestedNetworks,
      security_groups: message.securityGroups,
      request_spec: message.requestSpec ?? null,
      host_lists: message.hostLists ?? null,
    });
  }

  async liveMigrateInstance(
    context: RequestContext,
    instance: NovaObject,
    message: {
      readonly schedulerHint: ObjectValues;
      readonly blockMigration: boolean | null;
      readonly diskOverCommit: boolean | null;
      readonly requestSpec: NovaObject;
    },
  ): Promise<void> {
    await this.#cast(context, '1.15', 'live_migrate_instance', {
      instance,
      scheduler_hint: message.schedulerHint,
      block_migration: message.blockMigration,
      disk_over_commit: message.diskOverCommit,
      request_spec: message.requestSpec,
    });
  }

  /** Resizes or migrates. @param wait - whether until the hosts have it */
  async migrateServer(context: RequestContext, message: MigrateServerMessage, { wait = true } = {}): Promise<void> {
    const client = this.#client.prepare({ version: '1.20', ...longCall(this.#timeouts) });
    const args = {
      instance: message.instance,
      scheduler_hint: message.schedulerHint,
      live: message.live,
      rebuild: message.rebuild,
      flavor: message.flavor,
      block_migration: message.blockMigration,
      disk_over_commit: message.diskOverCommit,
      reservations: message.reservations ?? null,
      clean_shutdown: message.cleanShutdown ?? true,
      request_spec: message.requestSpec ?? null,
      host_list: message.hostList ?? null,
    };
    if (wait) await client.call(contextDictionary(context), 'migrate_server', args);
    else await client.cast(contextDictionary(context), 'migrate_server', args);
  }

  async unshelveInstance(
    context: RequestContext,
    instance: NovaObject,
    requestSpec: NovaObject | null = null,
  ): Promise<void> {
    await this.#cast(context, '1.14', 'unshelve_instance', { instance, request_spec: requestSpec });
  }

  async rebuildInstance(context: RequestContext, instance: NovaObject, message: RebuildTaskMessage): Promise<void> {
    await this.#cast(context, '1.24', 'rebuild_instance', {
      instance,
      new_pass: message.newPass,
      injected_files: message.injectedFiles,
      image_ref: message.imageRef,
      orig_image_ref: message.origImageRef,
      orig_sys_metadata: message.origSysMetadata,
      bdms: message.bdms,
      recreate: message.recreate ?? false,
      on_shared_storage: message.onSharedStorage === undefined ? false : message.onSharedStorage,
      preserve_ephemeral: message.preserveEphemeral ?? false,
      host: message.host ?? null,
      request_spec: message.requestSpec ?? null,
      reimage_boot_volume: message.reimageBootVolume ?? false,
    });
  }

  async cacheImages(context: RequestContext, aggregate: NovaObject, imageIds: readonly string[]): Promise<void> {
    await this.#cast(context, '1.21', 'cache_images', { aggregate, image_ids: imageIds });
  }

  /** @param wait - whether until it is confirmed */
  async confirmSnapshotBasedResize(
    context: RequestContext,
    instance: NovaObject,
    migration: NovaObject,
    { wait = false } = {},
  ): Promise<void> {
    const client = this.#client.prepare({ version: '1.22' });
    const args = { instance, migration };
    if (wait) await client.call(contextDictionary(context), 'confirm_snapshot_based_resize', args);
    else await client.cast(contextDictionary(context), 'confirm_snapshot_based_resize', args);
  }

  async revertSnapshotBasedResize(context: RequestContext, instance: NovaObject, migration: NovaObject): Promise<void> {
    await this.#cast(context, '1.23', 'revert_snapshot_based_resize', { instance, migration });
  }

  async #cast(context: RequestContext, version: string, method: string, args: ObjectValues): Promise<void> {
    await this.#client.prepare({ version }).cast(contextDictionary(context), method, args);
  }
}
