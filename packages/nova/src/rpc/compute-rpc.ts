// SPDX-License-Identifier: Apache-2.0
import type { RequestContext } from '@stackport/context';
import type { ObjectValues } from '@stackport/versioned-objects';
import { NovaError } from '../errors/base.js';
import type { NovaObject } from '../objects/nova-object.js';
import { ComputeLiveMigrationRpc } from './compute-live-migration-rpc.js';
import { NoComputeHost } from './addressing.js';
import { limitsArgument } from './plain-object.js';

export type ConsoleProtocol = 'vnc' | 'spice' | 'rdp' | 'mks' | 'serial';

/** What an instance is built from, and where. */
export interface BuildMessage {
  readonly image: ObjectValues;
  readonly requestSpec: NovaObject;
  readonly filterProperties: ObjectValues;
  readonly adminPassword?: string | null;
  readonly injectedFiles?: readonly unknown[] | null;
  readonly requestedNetworks?: NovaObject | null;
  readonly securityGroups?: readonly string[] | null;
  readonly blockDeviceMapping?: NovaObject | null;
  readonly node?: string | null;
  readonly limits?: NovaObject | ObjectValues | null;
  readonly hostList?: readonly NovaObject[] | null;
  readonly accelUuids?: readonly string[] | null;
}

/** What an instance is built anew from, where it is or (evacuated) elsewhere. */
export interface RebuildMessage {
  readonly newPass: string | null;
  readonly injectedFiles: readonly unknown[] | null;
  readonly imageRef: string | null;
  readonly origImageRef: string | null;
  readonly origSysMetadata: ObjectValues | null;
  readonly bdms: NovaObject | null;
  readonly recreate: boolean;
  readonly onSharedStorage: boolean | null;
  readonly preserveEphemeral: boolean;
  readonly migration: NovaObject | null;
  readonly node: string | null;
  readonly limits: NovaObject | ObjectValues | null;
  readonly requestSpec: NovaObject | null;
  readonly accelUuids: readonly string[];
  readonly reimageBootVolume: boolean;
}

/** The hosts of the cell are too old for what is asked; the text is nova's. */
export class ComputeTooOld extends NovaError {
  constructor(parameter: string) {
    super(`Compute RPC version does not support ${parameter} parameter.`);
  }
}

/**
 * Calls into nova-compute: upstream's compute/rpcapi.py, ComputeAPI (RPC API 6.1), name for name. Objects are given and
 * answered as they travel. Instances say where they are; each rejects with `NoComputeHost` where they do not.
 */
export class ComputeRpc extends ComputeLiveMigrationRpc {
  async buildAndRunInstance(
    context: RequestContext,
    instance: NovaObject,
    host: string,
    message: BuildMessage,
  ): Promise<void> {
    await this.cast(context, host, 'build_and_run_instance', {
      instance,
      image: message.image,
      request_spec: message.requestSpec,
      filter_properties: message.filterProperties,
      admin_password: message.adminPassword ?? null,
      injected_files: message.injectedFiles ?? null,
      requested_networks: message.requestedNetworks ?? null,
      security_groups: message.securityGroups ?? null,
      block_device_mapping: message.blockDeviceMapping ?? null,
      node: message.node ?? null,
      limits: limitsArgument(message.limits ?? null),
      host_list: message.hostList ?? null,
      accel_uuids: message.accelUuids ?? null,
    });
  }

  /** @param host - null for the instance's own. Rejects with `ComputeTooOld` where volumes cannot be written anew there. */
  async rebuildInstance(
    context: RequestContext,
    instance: NovaObject,
    host: string | null,
    message: RebuildMessage,
  ): Promise<void> {
    const isNew = this.canSend('6.1');
    if (!isNew && message.reimageBootVolume) throw new ComputeTooOld('reimage_boot_volume');
    const args = {
      instance,
      new_pass: message.newPass,
      injected_files: message.injectedFiles,
      image_ref: message.imageRef,
      orig_image_ref: message.origImageRef,
      orig_sys_metadata: message.origSysMetadata,
      bdms: message.bdms,
      recreate: message.recreate,
      on_shared_storage: message.onSharedStorage,
      preserve_ephemeral: message.preserveEphemeral,
      migration: message.migration,
      scheduled_node: message.node,
      limits: limitsArgument(message.limits),
      request_spec: message.requestSpec,
      accel_uuids: message.accelUuids,
      ...(isNew ? { reimage_boot_volume: message.reimageBootVolume } : {}),
    };
    await this.cast(context, host ?? instance, 'rebuild_instance', args, isNew ? '6.1' : '6.0');
  }

  async snapshotInstance(context: RequestContext, instance: NovaObject, imageId: string): Promise<void> {
    await this.cast(context, instance, 'snapshot_instance', { instance, image_id: imageId });
  }

  /** @param rotation - how many backups of the type are kept */
  async backupInstance(
    context: RequestContext,
    instance: NovaObject,
    message: { readonly imageId: string; readonly backupType: string; readonly rotation: number },
  ): Promise<void> {
    await this.cast(context, instance, 'backup_instance', {
      instance,
      image_id: message.imageId,
      backup_type: message.backupType,
      rotation: message.rotation,
    });
  }

  /** @param tailLength - lines from the end; null for all */
  async getConsoleOutput(
    context: RequestContext,
    instance: NovaObject,
    tailLength: number | string | null,
  ): Promise<string> {
    return String(await this.call(context, instance, 'get_console_output', { instance, tail_length: tailLength }));
  }

  /** Where the console is: host, port, token and the URL with it. @param consoleType - `novnc`, `spice-html5`, … */
  async getConsole(
    context: RequestContext,
    instance: NovaObject,
    protocol: ConsoleProtocol,
    consoleType: string,
  ): Promise<ObjectValues> {
    const args = { instance, console_type: consoleType };
    return (await this.call(context, instance, `get_${protocol}_console`, args)) as ObjectValues;
  }

  async validateConsolePort(
    context: RequestContext,
    instance: NovaObject,
    port: string,
    consoleType: string,
  ): Promise<boolean> {
    const args = { instance, port, console_type: consoleType };
    return (await this.call(context, instance, 'validate_console_port', args)) === true;
  }

  /** What the driver says, in its own form. */
  async getDiagnostics(context: RequestContext, instance: NovaObject): Promise<ObjectValues> {
    return (await this.call(context, instance, 'get_diagnostics', { instance })) as ObjectValues;
  }

  /** A `Diagnostics` object. */
  async getInstanceDiagnostics(context: RequestContext, instance: NovaObject): Promise<NovaObject> {
    return (await this.call(context, instance, 'get_instance_diagnostics', { instance })) as NovaObject;
  }

  /** @param host - null for the one of the first instance */
  async externalInstanceEvent(
    context: RequestContext,
    instances: readonly NovaObject[],
    events: readonly NovaObject[],
    host: string | null = null,
  ): Promise<void> {
    const to = host ?? instances[0];
    if (to === undefined) throw new NoComputeHost('No compute host specified');
    await this.cast(context, to, 'external_instance_event', { instances, events });
  }

  /** @param target - the host that the driver acts on, `host` the one that is asked */
  async hostMaintenanceMode(context: RequestContext, host: string, target: string, mode: boolean): Promise<unknown> {
    return this.call(context, host, 'host_maintenance_mode', { host: target, mode });
  }

  async hostPowerAction(context: RequestContext, host: string, action: string): Promise<unknown> {
    return this.call(context, host, 'host_power_action', { action });
  }

  async setHostEnabled(context: RequestContext, host: string, enabled: boolean): Promise<unknown> {
    return this.longCall(context, host, 'set_host_enabled', { enabled });
  }

  async getHostUptime(context: RequestContext, host: string): Promise<string> {
    return String(await this.call(context, host, 'get_host_uptime', {}));
  }

  /** What became of each image, by its id: `existing`, `cached`, `unsupported` or `error`. */
  async cacheImages(context: RequestContext, host: string, imageIds: readonly string[]): Promise<ObjectValues> {
    return (await this.longCall(context, host, 'cache_images', { image_ids: imageIds })) as ObjectValues;
  }
}
