// SPDX-License-Identifier: Apache-2.0
import type { RequestContext } from '@stackport/context';
import type { ObjectValues } from '@stackport/versioned-objects';
import type { NovaObject } from '../objects/nova-object.js';
import { hostOfMigration } from './addressing.js';
import { ComputeDeviceRpc } from './compute-device-rpc.js';
import { plainObject } from './plain-object.js';

/** Resizes and cold migrations, within a cell and, by a snapshot, between cells. */
export class ComputeResizeRpc extends ComputeDeviceRpc {
  /** @param host - where the instance goes */
  async prepResize(
    context: RequestContext,
    instance: NovaObject,
    host: string,
    message: {
      readonly image: NovaObject | ObjectValues;
      readonly flavor: NovaObject;
      readonly migration: NovaObject | null;
      readonly requestSpec: NovaObject;
      readonly filterProperties: ObjectValues;
      readonly node: string | null;
      readonly cleanShutdown: boolean;
      readonly hostList: readonly NovaObject[] | null;
    },
  ): Promise<void> {
    await this.cast(context, host, 'prep_resize', {
      instance,
      flavor: message.flavor,
      image: plainObject(message.image),
      request_spec: message.requestSpec,
      filter_properties: message.filterProperties,
      node: message.node,
      migration: message.migration,
      clean_shutdown: message.cleanShutdown,
      host_list: message.hostList,
    });
  }

  async resizeInstance(
    context: RequestContext,
    instance: NovaObject,
    message: {
      readonly migration: NovaObject;
      readonly image: ObjectValues;
      readonly flavor: NovaObject;
      readonly requestSpec: NovaObject;
      readonly cleanShutdown?: boolean;
    },
  ): Promise<void> {
    await this.cast(context, instance, 'resize_instance', {
      instance,
      migration: message.migration,
      image: message.image,
      flavor: message.flavor,
      clean_shutdown: message.cleanShutdown ?? true,
      request_spec: message.requestSpec,
    });
  }

  /** @param host - where the instance has gone */
  async finishResize(
    context: RequestContext,
    instance: NovaObject,
    host: string,
    message: {
      readonly migration: NovaObject;
      readonly image: ObjectValues;
      readonly diskInfo: string;
      readonly requestSpec: NovaObject;
    },
  ): Promise<void> {
    await this.cast(context, host, 'finish_resize', {
      instance,
      migration: message.migration,
      image: message.image,
      disk_info: message.diskInfo,
      request_spec: message.requestSpec,
    });
  }

  /**
   * @param host - the source, null for the instance's own
   * @param wait - whether until it is confirmed
   */
  async confirmResize(
    context: RequestContext,
    instance: NovaObject,
    migration: NovaObject,
    { host = null, wait = false }: { host?: string | null; wait?: boolean } = {},
  ): Promise<void> {
    const args = { instance, migration };
    if (wait) await this.call(context, host ?? instance, 'confirm_resize', args);
    else await this.cast(context, host ?? instance, 'confirm_resize', args);
  }

  /** @param host - the destination, null for the instance's own */
  async revertResize(
    context: RequestContext,
    instance: NovaObject,
    host: string | null,
    { migration, requestSpec }: { readonly migration: NovaObject; readonly requestSpec: NovaObject | null },
  ): Promise<void> {
    const args = { instance, migration, request_spec: requestSpec };
    await this.cast(context, host ?? instance, 'revert_resize', args);
  }

  /** @param host - the source */
  async finishRevertResize(
    context: RequestContext,
    instance: NovaObject,
    host: string,
    { migration, requestSpec }: { readonly migration: NovaObject; readonly requestSpec: NovaObject | null },
  ): Promise<void> {
    await this.cast(context, host, 'finish_revert_resize', { instance, migration, request_spec: requestSpec });
  }

  /** The migration context that the destination claimed. */
  async prepSnapshotBasedResizeAtDest(
    context: RequestContext,
    instance: NovaObject,
    destination: string,
    message: {
      readonly flavor: NovaObject;
      readonly nodename: string;
      readonly migration: NovaObject;
      readonly limits: NovaObject | ObjectValues | null;
    },
  ): Promise<NovaObject> {
    return (await this.longCall(context, destination, 'prep_snapshot_based_resize_at_dest', {
      instance,
      flavor: message.flavor,
      nodename: message.nodename,
      migration: message.migration,
      limits: message.limits,
    })) as NovaObject;
  }

  /** @param snapshotId - of the image that it becomes; null where it is on volumes */
  async prepSnapshotBasedResizeAtSource(
    context: RequestContext,
    instance: NovaObject,
    migration: NovaObject,
    snapshotId: string | null = null,
  ): Promise<void> {
    const args = { instance, migration, snapshot_id: snapshotId };
    await this.longCall(context, instance, 'prep_snapshot_based_resize_at_source', args);
  }

  async finishSnapshotBasedResizeAtDest(
    context: RequestContext,
    instance: NovaObject,
    migration: NovaObject,
    snapshotId: string | null,
  ): Promise<void> {
    const args = { instance, migration, snapshot_id: snapshotId };
    const host = hostOfMigration(migration, 'dest_compute');
    await this.longCall(context, host, 'finish_snapshot_based_resize_at_dest', args);
  }

  async confirmSnapshotBasedResizeAtSource(
    context: RequestContext,
    instance: NovaObject,
    migration: NovaObject,
  ): Promise<void> {
    const host = hostOfMigration(migration, 'source_compute');
    await this.longCall(context, host, 'confirm_snapshot_based_resize_at_source', { instance, migration });
  }

  async revertSnapshotBasedResizeAtDest(
    context: RequestContext,
    instance: NovaObject,
    migration: NovaObject,
  ): Promise<void> {
    const host = hostOfMigration(migration, 'dest_compute');
    await this.longCall(context, host, 'revert_snapshot_based_resize_at_dest', { instance, migration });
  }

  async finishRevertSnapshotBasedResizeAtSource(
    context: RequestContext,
    instance: NovaObject,
    migration: NovaObject,
  ): Promise<void> {
    const host = hostOfMigration(migration, 'source_compute');
    await this.longCall(context, host, 'finish_revert_snapshot_based_resize_at_source', { instance, migration });
  }
}
