// SPDX-License-Identifier: Apache-2.0
// Calls of upstream's VolumeAPI that are about groups beside ours.
import { groupOf, groupSnapshotOf, pair, type MessagePair } from './pair-parts.js';

export const groupPairs: readonly MessagePair[] = [
  ...(
    ['create_group', 'delete_group', 'enable_replication', 'disable_replication', 'list_replication_targets'] as const
  ).map((method) =>
    pair(
      'volume',
      method,
      (rows) => ({ group: groupOf(rows) }),
      ({ volume }, context, { group }) =>
        ({
          create_group: () => volume.createGroup(context, group),
          delete_group: () => volume.deleteGroup(context, group),
          enable_replication: () => volume.enableReplication(context, group),
          disable_replication: () => volume.disableReplication(context, group),
          list_replication_targets: () => volume.listReplicationTargets(context, group),
        })[method](),
    ),
  ),
  pair(
    'volume',
    'update_group',
    (rows) => ({ group: groupOf(rows), add_volumes: 'a,b', remove_volumes: null }),
    ({ volume }, context, { group }) =>
      volume.updateGroup(context, group, { addVolumes: ['a', 'b'], removeVolumes: [] }),
  ),
  pair(
    'volume',
    'create_group_from_src',
    (rows) => ({ group: groupOf(rows), group_snapshot: groupSnapshotOf(rows) }),
    ({ volume }, context, { group, groupSnapshot }) => volume.createGroupFromSrc(context, group, { groupSnapshot }),
  ),
  pair(
    'volume',
    'create_group_snapshot',
    (rows) => ({ group_snapshot: groupSnapshotOf(rows) }),
    ({ volume }, context, { groupSnapshot }) => volume.createGroupSnapshot(context, groupSnapshot),
  ),
  pair(
    'volume',
    'delete_group_snapshot',
    (rows) => ({ group_snapshot: groupSnapshotOf(rows) }),
    ({ volume }, context, { groupSnapshot }) => volume.deleteGroupSnapshot(context, groupSnapshot),
  ),
  pair(
    'volume',
    'failover_replication',
    (rows) => ({ group: groupOf(rows), allow_attached_volume: true, secondary_backend_id: 'second' }),
    ({ volume }, context, { group }) =>
      volume.failoverReplication(context, group, { allowAttachedVolume: true, secondaryBackendId: 'second' }),
  ),
];
