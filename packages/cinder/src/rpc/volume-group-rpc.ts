// SPDX-License-Identifier: Apache-2.0
import type { RequestContext } from '@stackport/context';
import type { Group, GroupSnapshot } from '../generated/mysql/client.js';
import { groupObject, groupSnapshotObject } from '../objects/from-rows.js';
import { VolumeCalls } from './volume-calls.js';

/** The calls of cinder-volume that are about groups. */
export class VolumeGroupRpc extends VolumeCalls {
  async createGroup(context: RequestContext, group: Group): Promise<void> {
    await this.cast(context, group, 'create_group', { group: groupObject(group) });
  }

  async deleteGroup(context: RequestContext, group: Group): Promise<void> {
    await this.cast(context, group, 'delete_group', { group: groupObject(group) });
  }

  /** @param addVolumes - ids, as `removeVolumes` */
  async updateGroup(
    context: RequestContext,
    group: Group,
    { addVolumes, removeVolumes }: { addVolumes: readonly string[]; removeVolumes: readonly string[] },
  ): Promise<void> {
    await this.cast(context, group, 'update_group', {
      group: groupObject(group),
      add_volumes: addVolumes.length === 0 ? null : addVolumes.join(','),
      remove_volumes: removeVolumes.length === 0 ? null : removeVolumes.join(','),
    });
  }

  async createGroupFromSrc(
    context: RequestContext,
    group: Group,
    source: { readonly groupSnapshot?: GroupSnapshot; readonly sourceGroup?: Group },
  ): Promise<void> {
    await this.cast(context, group, 'create_group_from_src', {
      group: groupObject(group),
      group_snapshot: source.groupSnapshot === undefined ? null : groupSnapshotObject(source.groupSnapshot),
      source_group: source.sourceGroup === undefined ? null : groupObject(source.sourceGroup),
    });
  }

  async createGroupSnapshot(context: RequestContext, snapshot: GroupSnapshot & { group: Group }): Promise<void> {
    await this.cast(context, snapshot.group, 'create_group_snapshot', {
      group_snapshot: groupSnapshotObject(snapshot),
    });
  }

  async deleteGroupSnapshot(context: RequestContext, snapshot: GroupSnapshot & { group: Group }): Promise<void> {
    await this.cast(context, snapshot.group, 'delete_group_snapshot', {
      group_snapshot: groupSnapshotObject(snapshot),
    });
  }

  async enableReplication(context: RequestContext, group: Group): Promise<void> {
    await this.cast(context, group, 'enable_replication', { group: groupObject(group) }, '3.14');
  }

  async disableReplication(context: RequestContext, group: Group): Promise<void> {
    await this.cast(context, group, 'disable_replication', { group: groupObject(group) }, '3.14');
  }

  async failoverReplication(
    context: RequestContext,
    group: Group,
    options: { readonly allowAttachedVolume: boolean; readonly secondaryBackendId: string | null },
  ): Promise<void> {
    await this.cast(
      context,
      group,
      'failover_replication',
      {
        group: groupObject(group),
        allow_attached_volume: options.allowAttachedVolume,
        secondary_backend_id: options.secondaryBackendId,
      },
      '3.14',
    );
  }

  listReplicationTargets(context: RequestContext, group: Group): Promise<unknown> {
    return this.call(context, group, 'list_replication_targets', { group: groupObject(group) }, '3.14');
  }
}
