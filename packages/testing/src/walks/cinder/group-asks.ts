// SPDX-License-Identifier: Apache-2.0
import type { MakeAsk, RouteAsk } from '../policy-fixture.js';
import { type CinderObjects, OWNER } from './cinder-objects.js';

type Asks = Readonly<Record<string, RouteAsk | MakeAsk>>;

/** Upstream cannot call it: the action needs the id of a group, or has none. */
const misplaced = (name: string): RouteAsk => ({
  ask: () => ({ body: { [name]: {} } }),
  rules: [],
  access: 'authenticated',
  success: [400],
});

/** Groups of volumes, their snapshots and types. */
export function groupAsks(objects: CinderObjects): Asks {
  const about =
    (body?: unknown, values?: Parameters<CinderObjects['group']>[0]): MakeAsk =>
    async () => ({ path: [await objects.group(values)], owner: OWNER, ...(body === undefined ? {} : { body }) });
  const listed: MakeAsk = async () => ({ owner: OWNER, listed: await objects.group() });
  const replication = (name: string, replicationStatus: string): RouteAsk => ({
    ask: async () => {
      const groupTypeId = await objects.groupType();
      await objects.groupSpec(groupTypeId, 'group_replication_enabled', '<is> True');
      const volumeTypeId = await objects.type();
      await objects.extraSpec(volumeTypeId, 'replication_enabled', '<is> True');
      const id = await objects.group({ groupTypeId, replicationStatus }, volumeTypeId);
      await objects.volume({ groupId: id, replicationStatus, volumeTypeId });
      return { path: [id], owner: OWNER, body: { [name]: {} } };
    },
  });
  const on = (name: string): string => `POST /groups/{}/action ${name}`;
  return {
    'GET /groups': listed,
    'GET /groups/detail': listed,
    'GET /groups/{}': about(),
    'POST /groups': async () => ({
      body: { group: { group_type: await objects.groupType(), volume_types: [objects.volumeType] } },
    }),
    'PUT /groups/{}': about({ group: { name: 'new' } }),
    // The reference has 200, which these handlers never answer (api/v3/groups.py).
    'DELETE /groups/{}': { ask: about({ delete: { 'delete-volumes': false } }), success: [202] },
    [on('delete')]: { ask: about({ delete: { 'delete-volumes': false } }), success: [202] },
    [on('reset_status')]: { ask: about({ reset_status: { status: 'error' } }), success: [202] },
    [on('enable_replication')]: replication('enable_replication', 'disabled'),
    [on('disable_replication')]: replication('disable_replication', 'enabled'),
    [on('failover_replication')]: replication('failover_replication', 'enabled'),
    [on('list_replication_targets')]: replication('list_replication_targets', 'enabled'),
    [on('create-from-src')]: {
      ...misplaced('create-from-src'),
      ask: async () => ({ path: [await objects.group()], body: { 'create-from-src': {} } }),
    },
    'POST /groups/action create-from-src': {
      ask: async () => {
        const id = await objects.group();
        await objects.volume({ groupId: id });
        return { owner: OWNER, body: { 'create-from-src': { name: 'copy', source_group_id: id } } };
      },
      // Upstream answers every error of its own but a missing source so (api/v3/groups.py, create_from_src).
      refused: [400],
    },
    'POST /groups/action delete': misplaced('delete'),
    'POST /groups/action reset_status': misplaced('reset_status'),
    'POST /groups/action enable_replication': misplaced('enable_replication'),
    'POST /groups/action disable_replication': misplaced('disable_replication'),
    'POST /groups/action failover_replication': misplaced('failover_replication'),
    'POST /groups/action list_replication_targets': misplaced('list_replication_targets'),
    ...groupSnapshotAsks(objects),
    ...groupTypeAsks(objects),
  };
}

function groupSnapshotAsks(objects: CinderObjects): Asks {
  const about =
    (body?: unknown): MakeAsk =>
    async () => ({
      path: [await objects.groupSnapshot(await objects.group())],
      owner: OWNER,
      ...(body === undefined ? {} : { body }),
    });
  const listed: MakeAsk = async () => ({
    owner: OWNER,
    listed: await objects.groupSnapshot(await objects.group()),
  });
  return {
    'GET /group_snapshots': listed,
    'GET /group_snapshots/detail': listed,
    'GET /group_snapshots/{}': about(),
    'POST /group_snapshots': async () => {
      const id = await objects.group();
      await objects.volume({ groupId: id });
      return { owner: OWNER, body: { group_snapshot: { group_id: id } } };
    },
    'DELETE /group_snapshots/{}': about(),
    'POST /group_snapshots/{}/action reset_status': {
      ask: about({ reset_status: { status: 'error' } }),
      success: [202],
    },
  };
}

function groupTypeAsks(objects: CinderObjects): Asks {
  const about =
    (body?: unknown): MakeAsk =>
    async () => ({ path: [await objects.groupType()], ...(body === undefined ? {} : { body }) });
  const spec =
    (body?: unknown, key = true): MakeAsk =>
    async () => {
      const id = await objects.groupType();
      await objects.groupSpec(id, 'key');
      return { path: key ? [id, 'key'] : [id], ...(body === undefined ? {} : { body }) };
    };
  return {
    'GET /group_types': { access: 'authenticated' },
    'GET /group_types/{}': { ask: about(), access: 'authenticated' },
    'POST /group_types': (caller) => ({ body: { group_type: { name: `by ${caller.name}` } } }),
    'PUT /group_types/{}': about({ group_type: { description: 'new' } }),
    'DELETE /group_types/{}': about(),
    'GET /group_types/{}/group_specs': spec(undefined, false),
    'POST /group_types/{}/group_specs': spec({ group_specs: { other: 'value' } }, false),
    'GET /group_types/{}/group_specs/{}': spec(),
    'PUT /group_types/{}/group_specs/{}': spec({ key: 'changed' }),
    'DELETE /group_types/{}/group_specs/{}': spec(),
  };
}

/** The older names of groups: consistency groups and their snapshots. @param type - what groups of that kind have */
export function consistencyAsks(objects: CinderObjects, type: string): Asks {
  const values = { groupTypeId: type };
  const about =
    (body?: unknown): MakeAsk =>
    async () => ({ path: [await objects.group(values)], owner: OWNER, ...(body === undefined ? {} : { body }) });
  const listed: MakeAsk = async () => ({ owner: OWNER, listed: await objects.group(values) });
  const snapshot = async (): Promise<string> => objects.groupSnapshot(await objects.group(values), type);
  const listedSnapshot: MakeAsk = async () => ({ owner: OWNER, listed: await snapshot() });
  const update = about({
    consistencygroup: { name: 'new', description: 'd', add_volumes: null, remove_volumes: null },
  });
  const filled = async (): Promise<string> => {
    const id = await objects.group(values);
    await objects.volume({ groupId: id });
    return id;
  };
  return {
    'GET /consistencygroups': listed,
    'GET /consistencygroups/detail': listed,
    'GET /consistencygroups/{}': about(),
    'POST /consistencygroups': () => ({ body: { consistencygroup: { volume_types: objects.volumeType } } }),
    'POST /consistencygroups/create_from_src': async () => ({
      owner: OWNER,
      body: { 'consistencygroup-from-src': { source_cgid: await filled() } },
    }),
    'PUT /consistencygroups/{}': update,
    'PUT /consistencygroups/{}/update': update,
    'POST /consistencygroups/{}/delete': about({ consistencygroup: { force: false } }),
    'DELETE /consistencygroups/{}': about({ consistencygroup: { force: false } }),
    'GET /cgsnapshots': listedSnapshot,
    'GET /cgsnapshots/detail': listedSnapshot,
    'GET /cgsnapshots/{}': async () => ({ path: [await snapshot()], owner: OWNER }),
    'POST /cgsnapshots': async () => ({ owner: OWNER, body: { cgsnapshot: { consistencygroup_id: await filled() } } }),
    'DELETE /cgsnapshots/{}': async () => ({ path: [await snapshot()], owner: OWNER }),
  };
}
