// SPDX-License-Identifier: Apache-2.0
import type { RequestContext } from '@stackport/context';
import type { Backup } from '../generated/mysql/client.js';
import {
  backupObject,
  bareVolumeObject,
  newSnapshotObject,
  snapshotObject,
  volumeObject,
  type SnapshotObjectRow,
  type VolumeObjectRow,
} from '../objects/from-rows.js';
import { cleanupRequestObject, logLevelObject } from '../objects/requests.js';
import type { ObjectValues, WireObject } from '../objects/wire-object.js';
import { backendOf, shortHostOf } from './addressing.js';
import { contextDictionary } from './rpc-context.js';
import type { VolumeAddress } from './volume-calls.js';
import { VolumeGroupRpc } from './volume-group-rpc.js';

export type { VolumeAddress } from './volume-calls.js';

/** What a page of manageable things is asked by. */
export interface ManageablePage {
  readonly marker: string | null;
  readonly limit: number;
  readonly offset: number;
  readonly sortKeys: readonly string[];
  readonly sortDirs: readonly string[];
}

/** Calls into cinder-volume: upstream's volume/rpcapi.py, VolumeAPI (RPC API 3.18), name for name. */
export class VolumeRpc extends VolumeGroupRpc {
  async createVolume(
    context: RequestContext,
    volume: VolumeObjectRow,
    message: {
      readonly requestSpec: WireObject | ObjectValues | null;
      readonly filterProperties: ObjectValues | null;
      readonly allowReschedule?: boolean;
    },
  ): Promise<void> {
    await this.cast(context, volume, 'create_volume', {
      request_spec: message.requestSpec,
      filter_properties: message.filterProperties,
      allow_reschedule: message.allowReschedule ?? true,
      volume: volumeObject(volume),
    });
  }

  async revertToSnapshot(context: RequestContext, volume: VolumeObjectRow, snapshot: SnapshotObjectRow): Promise<void> {
    await this.cast(
      context,
      volume,
      'revert_to_snapshot',
      { volume: volumeObject(volume), snapshot: snapshotObject(snapshot) },
      '3.15',
    );
  }

  async deleteVolume(
    context: RequestContext,
    volume: VolumeObjectRow,
    { unmanageOnly = false, cascade = false } = {},
  ): Promise<void> {
    await this.cast(context, volume, 'delete_volume', {
      volume: volumeObject(volume),
      unmanage_only: unmanageOnly,
      cascade,
    });
  }

  async createSnapshot(context: RequestContext, volume: VolumeAddress, snapshot: SnapshotObjectRow): Promise<void> {
    await this.cast(context, volume, 'create_snapshot', { snapshot: newSnapshotObject(snapshot) });
  }

  async deleteSnapshot(
    context: RequestContext,
    volume: VolumeAddress,
    snapshot: SnapshotObjectRow,
    { unmanageOnly = false } = {},
  ): Promise<void> {
    await this.cast(context, volume, 'delete_snapshot', {
      snapshot: snapshotObject(snapshot),
      unmanage_only: unmanageOnly,
    });
  }

  attachVolume(
    context: RequestContext,
    volume: VolumeObjectRow,
    attachment: {
      readonly instanceUuid: string | null;
      readonly hostName: string | null;
      readonly mountpoint: string;
      readonly mode: string;
    },
  ): Promise<unknown> {
    return this.call(
      context,
      volume,
      'attach_volume',
      {
        volume_id: volume.id,
        instance_uuid: attachment.instanceUuid,
        host_name: attachment.hostName,
        mountpoint: attachment.mountpoint,
        mode: attachment.mode,
        volume: volumeObject(volume),
      },
      '3.3',
    );
  }

  async detachVolume(context: RequestContext, volume: VolumeObjectRow, attachmentId: string | null): Promise<void> {
    await this.call(
      context,
      volume,
      'detach_volume',
      { volume_id: volume.id, attachment_id: attachmentId, volume: volumeObject(volume) },
      '3.4',
    );
  }

  async copyVolumeToImage(context: RequestContext, volume: VolumeObjectRow, imageMeta: ObjectValues): Promise<void> {
    await this.cast(context, volume, 'copy_volume_to_image', { volume_id: volume.id, image_meta: imageMeta });
  }

  /** The connection info that the back end gives this connector. */
  async initializeConnection(
    context: RequestContext,
    volume: VolumeObjectRow,
    connector: ObjectValues,
  ): Promise<Record<string, unknown>> {
    return (await this.call(context, volume, 'initialize_connection', {
      connector,
      volume: volumeObject(volume),
    })) as Record<string, unknown>;
  }

  async terminateConnection(
    context: RequestContext,
    volume: VolumeObjectRow,
    connector: ObjectValues | null,
    { force = false } = {},
  ): Promise<void> {
    await this.call(context, volume, 'terminate_connection', { volume_id: volume.id, connector, force });
  }

  /** @param wait - whether for the back end's answer */
  async removeExport(context: RequestContext, volume: VolumeObjectRow, { wait = false } = {}): Promise<void> {
    const args = { volume_id: volume.id };
    if (wait) await this.call(context, volume, 'remove_export', args);
    else await this.cast(context, volume, 'remove_export', args);
  }

  async publishServiceCapabilities(context: RequestContext): Promise<void> {
    await this.client
      .prepare({ fanout: true, version: '3.0' })
      .cast(contextDictionary(context), 'publish_service_capabilities', {});
  }

  async acceptTransfer(
    context: RequestContext,
    volume: VolumeObjectRow,
    { newUser, newProject, noSnapshots }: { newUser: string; newProject: string; noSnapshots: boolean },
  ): Promise<unknown> {
    return this.call(
      context,
      volume,
      'accept_transfer',
      { volume_id: volume.id, new_user: newUser, new_project: newProject, no_snapshots: noSnapshots },
      '3.16',
    );
  }

  /** @param newSize - GiB */
  async extendVolume(
    context: RequestContext,
    volume: VolumeObjectRow,
    newSize: number,
    reservations: readonly string[] | null,
  ): Promise<void> {
    await this.cast(context, volume, 'extend_volume', {
      volume: volumeObject(volume),
      new_size: newSize,
      reservations,
    });
  }

  async migrateVolume(
    context: RequestContext,
    volume: VolumeObjectRow,
    destination: { readonly host: string; readonly clusterName: string | null; readonly capabilities: unknown },
    forceHostCopy: boolean,
  ): Promise<void> {
    await this.cast(
      context,
      volume,
      'migrate_volume',
      { volume: volumeObject(volume), host: backendArgument(destination), force_host_copy: forceHostCopy },
      '3.5',
    );
  }

  /** The id of the volume that stays. */
  migrateVolumeCompletion(
    context: RequestContext,
    volume: VolumeObjectRow,
    newVolume: VolumeObjectRow,
    error: boolean,
  ): Promise<unknown> {
    return this.call(context, volume, 'migrate_volume_completion', {
      volume: volumeObject(volume),
      new_volume: volumeObject(newVolume),
      error,
    });
  }

  async retype(
    context: RequestContext,
    volume: VolumeObjectRow,
    message: {
      readonly newTypeId: string;
      readonly destination: {
        readonly host: string;
        readonly clusterName: string | null;
        readonly capabilities: unknown;
      };
      readonly migrationPolicy: string;
      readonly reservations: readonly string[] | null;
      readonly oldReservations: readonly string[] | null;
    },
  ): Promise<void> {
    await this.cast(
      context,
      volume,
      'retype',
      {
        volume: volumeObject(volume),
        new_type_id: message.newTypeId,
        host: backendArgument(message.destination),
        migration_policy: message.migrationPolicy,
        reservations: message.reservations,
        old_reservations: message.oldReservations,
      },
      '3.5',
    );
  }

  async manageExisting(context: RequestContext, volume: VolumeObjectRow, ref: unknown): Promise<void> {
    await this.cast(context, volume, 'manage_existing', { ref, volume: volumeObject(volume) });
  }

  async updateMigratedVolume(
    context: RequestContext,
    volume: VolumeObjectRow,
    newVolume: VolumeObjectRow,
    originalStatus: string,
  ): Promise<void> {
    await this.call(context, newVolume, 'update_migrated_volume', {
      volume: volumeObject(volume),
      new_volume: volumeObject(newVolume),
      volume_status: originalStatus,
    });
  }

  async freezeHost(context: RequestContext, service: VolumeAddress): Promise<unknown> {
    return this.call(context, service, 'freeze_host', {});
  }

  async thawHost(context: RequestContext, service: VolumeAddress): Promise<unknown> {
    return this.call(context, service, 'thaw_host', {});
  }

  /** Of a host or of a cluster. */
  async failover(context: RequestContext, service: VolumeAddress, secondaryBackendId: string | null): Promise<void> {
    await this.cast(context, service, 'failover', { secondary_backend_id: secondaryBackendId }, '3.8');
  }

  /** Tells every host of a cluster what its failover changed. */
  async failoverCompleted(context: RequestContext, service: VolumeAddress, updates: ObjectValues): Promise<void> {
    const backend = backendOf(service.clusterName ?? service.host ?? '');
    await this.client
      .prepare({ topic: `cinder-volume.${backend}`, server: shortHostOf(backend), fanout: true, version: '3.8' })
      .cast(contextDictionary(context), 'failover_completed', { updates });
  }

  async manageExistingSnapshot(
    context: RequestContext,
    snapshot: SnapshotObjectRow,
    ref: unknown,
    backend: VolumeAddress,
  ): Promise<void> {
    await this.cast(context, backend, 'manage_existing_snapshot', { snapshot: snapshotObject(snapshot), ref });
  }

  getCapabilities(context: RequestContext, backend: VolumeAddress, discover: boolean): Promise<unknown> {
    return this.call(context, backend, 'get_capabilities', { discover });
  }

  /** Asks for the volume (or the snapshot of it) that a backup reads; the answer comes as `continue_backup`. */
  async getBackupDevice(context: RequestContext, backup: Backup, volume: VolumeAddress): Promise<void> {
    await this.cast(
      context,
      volume,
      'get_backup_device',
      { backup: backupObject(backup), want_objects: true, async_call: true },
      '3.17',
    );
  }

  secureFileOperationsEnabled(context: RequestContext, volume: VolumeObjectRow): Promise<unknown> {
    return this.call(context, volume, 'secure_file_operations_enabled', { volume: volumeObject(volume) });
  }

  getManageableVolumes(context: RequestContext, backend: VolumeAddress, page: ManageablePage): Promise<unknown> {
    return this.call(
      context,
      backend,
      'get_manageable_volumes',
      { ...pageArguments(page), want_objects: true },
      '3.10',
    );
  }

  getManageableSnapshots(context: RequestContext, backend: VolumeAddress, page: ManageablePage): Promise<unknown> {
    return this.call(
      context,
      backend,
      'get_manageable_snapshots',
      { ...pageArguments(page), want_objects: true },
      '3.10',
    );
  }

  async initializeConnectionSnapshot(
    context: RequestContext,
    volume: VolumeAddress,
    snapshotId: string,
    connector: ObjectValues,
  ): Promise<Record<string, unknown>> {
    return (await this.call(
      context,
      volume,
      'initialize_connection_snapshot',
      { snapshot_id: snapshotId, connector },
      '3.13',
    )) as Record<string, unknown>;
  }

  async terminateConnectionSnapshot(
    context: RequestContext,
    volume: VolumeAddress,
    snapshotId: string,
    connector: ObjectValues | null,
    { force = false } = {},
  ): Promise<void> {
    await this.call(
      context,
      volume,
      'terminate_connection_snapshot',
      { snapshot_id: snapshotId, connector, force },
      '3.13',
    );
  }

  /** @param wait - whether for the back end's answer */
  async removeExportSnapshot(
    context: RequestContext,
    volume: VolumeAddress,
    snapshotId: string,
    { wait = false } = {},
  ): Promise<void> {
    const args = { snapshot_id: snapshotId };
    if (wait) await this.call(context, volume, 'remove_export_snapshot', args, '3.13');
    else await this.cast(context, volume, 'remove_export_snapshot', args, '3.13');
  }

  /** What the attachment's connection info becomes. */
  async attachmentUpdate(
    context: RequestContext,
    volume: VolumeObjectRow,
    connector: ObjectValues,
    attachmentId: string,
  ): Promise<Record<string, unknown>> {
    return (await this.call(
      context,
      volume,
      'attachment_update',
      { vref: volumeObject(volume), connector, attachment_id: attachmentId },
      '3.9',
    )) as Record<string, unknown>;
  }

  async attachmentDelete(context: RequestContext, attachmentId: string, volume: VolumeObjectRow): Promise<void> {
    await this.call(
      context,
      volume,
      'attachment_delete',
      { attachment_id: attachmentId, vref: bareVolumeObject(volume) },
      '3.9',
    );
  }

  async doCleanup(context: RequestContext, request: ObjectValues & { host?: string | null }): Promise<void> {
    await this.cast(
      context,
      { host: request.host ?? null, clusterName: (request.cluster_name as string | null | undefined) ?? null },
      'do_cleanup',
      { cleanup_request: cleanupRequestObject(request) },
      '3.7',
    );
  }

  async setLogLevels(context: RequestContext, service: VolumeAddress, request: ObjectValues): Promise<void> {
    await this.cast(context, service, 'set_log_levels', { log_request: logLevelObject(request) }, '3.12');
  }

  getLogLevels(context: RequestContext, service: VolumeAddress, request: ObjectValues): Promise<unknown> {
    return this.call(context, service, 'get_log_levels', { log_request: logLevelObject(request) }, '3.12');
  }

  async reimage(context: RequestContext, volume: VolumeObjectRow, imageMeta: ObjectValues): Promise<void> {
    await this.cast(context, volume, 'reimage', { volume: volumeObject(volume), image_meta: imageMeta }, '3.18');
  }
}

function backendArgument({
  host,
  clusterName,
  capabilities,
}: {
  host: string;
  clusterName: string | null;
  capabilities: unknown;
}) {
  return { host, cluster_name: clusterName, capabilities };
}

function pageArguments({ marker, limit, offset, sortKeys, sortDirs }: ManageablePage): ObjectValues {
  return { marker, limit, offset, sort_keys: sortKeys, sort_dirs: sortDirs };
}
