// SPDX-License-Identifier: Apache-2.0
import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { providers } from '../../../quotas/test-support.js';
import { admin, member, reader, stranger } from '../backups/test-application.js';
import { startTestGroups, type TestGroups } from './test-groups.js';

describe.each(providers)('groups on %s', (provider) => {
  let app: TestGroups;
  beforeEach(async () => {
    app = await startTestGroups(provider);
  });
  afterEach(() => app.close());

  const group = (id: string) => app.database.client.group.findUniqueOrThrow({ where: { id } });
  const create = (more: object = {}, caller = member) =>
    app.ask(caller, 'POST', '/groups', {
      body: { group: { name: ' gg ', group_type: app.groupType, volume_types: [app.volumeType], ...more } },
    });
  const act = (id: string, action: object, caller = member) =>
    app.ask(caller, 'POST', `/groups/${id}/action`, { body: action });

  it('are stored with their quota and handed to the scheduler', async () => {
    const made = await create({ volume_types: ['file'], group_type: 'plain' });
    const { id } = made.body.group as { id: string };
    expect([made.status, made.body]).toEqual([202, { group: { id, name: 'gg' } }]);
    expect(await app.used('groups')).toEqual([1, 0]);
    const [method, row, message] = app.sent[0] as [string, { id: string }, Record<string, unknown>];
    expect([method, row.id, app.sent.length]).toEqual(['createGroup', id, 1]);
    expect(message).toMatchObject({
      groupSpec: { group_id: id, group_type: { id: app.groupType, name: 'plain' }, qos_specs: null },
      requestSpecs: [
        {
          group_id: id,
          volume_type: { id: app.volumeType, extra_specs: { replication_enabled: '<is> True' } },
          volume_properties: { size: 0, volume_type_id: app.volumeType, availability_zone: 'nova', user_id: 'user' },
        },
      ],
      groupFilterProperties: {},
      filterProperties: [{}],
    });
    const shown = await app.ask(reader, 'GET', `/groups/${id}`, { version: '3.13' });
    expect(shown.body.group).toEqual({
      id,
      status: 'creating',
      availability_zone: 'nova',
      created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:]{8}\.000000$/) as string,
      name: 'gg',
      description: null,
      group_type: app.groupType,
      volume_types: [app.volumeType],
    });
  });

  it('are refused where types, zone, quota or role stand against them, and nothing is left', async () => {
    expect((await create({}, reader)).status).toBe(403);
    expect((await create({ volume_types: [] })).status).toBe(400);
    expect((await create({ volume_types: ['none'] })).body.itemNotFound).toEqual({
      code: 404,
      message: 'Volume type with name none could not be found.',
    });
    expect((await create({ group_type: randomUUID() })).status).toBe(404);
    expect((await create({ availability_zone: 'mars' })).body.badRequest).toEqual({
      code: 400,
      message: "Invalid input received: Availability zone 'mars' is invalid.",
    });
    expect((await create({ group_type: app.migrated })).body.badRequest).toMatchObject({
      message: `Group_type ${app.migrated} is reserved for migrating CGs to groups. Migrated group can only be operated by CG APIs.`,
    });
    expect(await app.database.client.group.count()).toBe(0);
    for (let made = 0; made < 3; made += 1) expect((await create()).status).toBe(202);
    const over = await create();
    expect([over.status, (over.body.overLimit as { message: string }).message]).toEqual([
      413,
      'GroupLimitExceeded: Maximum number of groups allowed (3) exceeded',
    ]);
    expect(await app.used('groups')).toEqual([3, 0]);
  });

  it('that cannot be handed on are left as failed, and are gone with their quota once deleted', async () => {
    app.answers.createGroup = () => {
      throw new Error('no broker');
    };
    expect((await create()).status).toBe(500);
    const { id, status } = await app.database.client.group.findFirstOrThrow();
    expect(status).toBe('error');
    expect((await act(id, { delete: {} }, stranger)).status).toBe(404);
    expect((await act(id, { delete: {} })).status).toBe(202);
    expect(await group(id)).toMatchObject({ status: 'deleted', deleted: true });
    expect(await app.used('groups')).toEqual([0, 0]);
  });

  it('are listed by project, order, page and filter; those of consistency groups are not', async () => {
    const ids = [
      await app.insertGroup({ name: 'a' }),
      await app.insertGroup({ name: 'b' }),
      await app.insertGroup({ name: 'c', projectId: 'elsewhere' }),
    ];
    await app.insertGroup({ groupTypeId: app.migrated });
    const volumeId = await app.insertVolume({ groupId: ids[0] as string });
    const names = async (query: string, caller = member, version = '3.70') =>
      ((await app.ask(caller, 'GET', `/groups${query}`, { version })).body.groups as { name: string }[]).map(
        ({ name }) => name,
      );
    expect(await names('?sort=name:asc')).toEqual(['a', 'b']);
    expect(await names('?all_tenants=1&sort=name:asc', admin)).toEqual(['a', 'b', 'c']);
    expect(await names('?all_tenants=1&sort=name:asc')).toEqual(['a', 'b']);
    expect(await names('?name=b')).toEqual(['b']);
    expect(await names('?status=error&all_tenants=1', admin)).toEqual([]);
    expect(await names('?colour=blue', member, '3.13')).toEqual([]);
    expect((await app.ask(member, 'GET', '/groups?colour=blue')).status).toBe(400);
    const page = await app.ask(member, 'GET', '/groups?limit=1&sort=name:asc');
    expect((page.body.group_links as { href: string }[])[0]?.href).toContain(`marker=${ids[0] ?? ''}`);
    expect(await names(`?limit=1&sort=name:asc&marker=${ids[0] ?? ''}`)).toEqual(['b']);
    const detail = await app.ask(member, 'GET', '/groups/detail?list_volume=True&sort=name:asc');
    expect((detail.body.groups as object[])[0]).toMatchObject({
      ...{ id: ids[0], group_snapshot_id: null, source_group_id: null, volumes: [volumeId] },
      replication_status: 'disabled',
    });
    expect((detail.body.groups as object[])[0]).not.toHaveProperty('project_id');
    expect((await app.ask(admin, 'GET', `/groups/${ids[0] ?? ''}`)).body.group).toMatchObject({
      project_id: 'project',
    });
    expect((await app.ask(stranger, 'GET', `/groups/${ids[0] ?? ''}`)).status).toBe(404);
  });

  it('take volumes in and let them go', async () => {
    const id = await app.insertGroup();
    const inside = await app.insertVolume({ groupId: id });
    const fit = await app.insertVolume();
    const update = async (values: object) => {
      const { status, body } = await app.ask(member, 'PUT', `/groups/${id}`, { body: { group: values } });
      return status === 202 ? status : (body.badRequest as { message: string }).message;
    };
    const why = async (values: Parameters<TestGroups['insertVolume']>[0]) => {
      const volumeId = await app.insertVolume(values);
      return (await update({ add_volumes: volumeId })).toString().replace(volumeId, 'V').replaceAll(id, 'G');
    };
    expect(await why({ projectId: 'elsewhere' })).toBe(
      'Invalid volume: Cannot add volume V to group G because volume cannot be found.',
    );
    expect(await why({ status: 'error' })).toBe(
      "Invalid volume: Cannot add volume V to group G because volume is in an invalid state: error. Valid states are: ('available', 'in-use').",
    );
    expect(await why({ host: 'other@file#pool' })).toBe('Invalid volume: Volume is not local to this node.');
    expect(await why({ volumeTypeId: 'another' })).toContain('volume type another is not supported by the group.');
    expect(await update({ remove_volumes: fit })).toContain('because it is not in the group.');
    expect(await update({ name: 'g' })).toBe(
      `Invalid Group: Cannot update group ${id} because no valid name, description, add_volumes, or remove_volumes were provided.`,
    );
    expect(await update({ add_volumes: `${fit},`, remove_volumes: fit })).toContain('are in both add and remove');
    expect(await update({ description: 'd' })).toBe(202);
    expect(app.sent).toEqual([]);
    expect(await update({ add_volumes: `${fit},`, remove_volumes: inside })).toBe(202);
    expect(app.sent[0]).toMatchObject(['updateGroup', { id }, { addVolumes: [fit], removeVolumes: [inside] }]);
    expect(await group(id)).toMatchObject({ status: 'updating', description: 'd' });
    expect(await update({ remove_volumes: inside })).toBe('Invalid Group: Group status must be available.');
  });

  it('are deleted with their volumes only where that was asked for', async () => {
    const id = await app.insertGroup();
    const volumeId = await app.insertVolume({ groupId: id });
    const message = async (body: object) =>
      ((await act(id, body)).body.badRequest as { message: string }).message.replaceAll(id, 'G');
    expect(await message({ delete: { 'delete-volumes': false } })).toBe(
      'Invalid Group: Group G still contains volumes. The delete-volumes flag is required to delete it.',
    );
    await app.database.client.volume.update({ where: { id: volumeId }, data: { attachStatus: 'attached' } });
    expect(await message({ delete: { 'delete-volumes': true } })).toBe(
      'Invalid Group: Volume in group G is attached. Need to detach first.',
    );
    await app.database.client.volume.update({ where: { id: volumeId }, data: { attachStatus: 'detached' } });
    await app.insertGroup({ sourceGroupId: id, status: 'creating' });
    expect(await message({ delete: { 'delete-volumes': true } })).toContain('it cannot be the source for an ongoing');
    expect((await group(id)).status).toBe('available');
    await app.database.client.group.updateMany({ where: { sourceGroupId: id }, data: { status: 'available' } });
    app.answers.deleteGroup = () => {
      throw new Error('no broker');
    };
    expect((await act(id, { delete: { 'delete-volumes': true } })).status).toBe(500);
    expect((await group(id)).status).toBe('available');
    delete app.answers.deleteGroup;
    expect((await act(id, { delete: { 'delete-volumes': true } })).status).toBe(202);
    expect((await group(id)).status).toBe('deleting');
    expect((await app.database.client.volume.findUniqueOrThrow({ where: { id: volumeId } })).status).toBe('deleting');
    expect(app.sent.at(-1)).toMatchObject(['deleteGroup', { id, status: 'deleting' }]);
  });

  it('have actions of one group and of none', async () => {
    const id = await app.insertGroup();
    expect((await act(id, { 'create-from-src': { source_group_id: id } })).status).toBe(400);
    const statuses = ['delete', 'reset_status', 'enable_replication', 'failover_replication'].map(
      async (action) => (await app.ask(member, 'POST', '/groups/action', { body: { [action]: {} } })).status,
    );
    expect(await Promise.all(statuses)).toEqual([400, 400, 400, 400]);
    expect((await app.ask(member, 'DELETE', `/groups/${id}`, { body: { delete: {} } })).status).toBe(202);
    expect((await group(id)).status).toBe('deleting');
  });

  it('have their state set by administrators', async () => {
    const id = await app.insertGroup();
    expect((await act(id, { reset_status: { status: 'error' } })).status).toBe(403);
    expect((await act(id, { reset_status: { status: 'ERROR' } }, admin)).status).toBe(202);
    expect((await group(id)).status).toBe('error');
    expect(app.events.slice(-2)).toEqual(['groups.reset_status.start', 'groups.reset_status.end']);
    const wrong = await act(id, { reset_status: { status: 'in-use' } }, admin);
    expect((wrong.body.badRequest as { message: string }).message).toContain(
      'Invalid Group Status: Group status: in-use is invalid',
    );
  });

  it('are replicated where their type asks for it', async () => {
    const plain = await app.insertGroup();
    const refused = await act(plain, { enable_replication: {} });
    expect((refused.body.badRequest as { message: string }).message).toBe(
      `Invalid group type: Group ${plain} is not a replication group type.`,
    );
    const id = await app.insertGroup({ groupTypeId: app.replicated });
    const volumeId = await app.insertVolume({ groupId: id, replicationStatus: 'disabled' });
    expect((await act(id, { disable_replication: {} })).status).toBe(400);
    expect((await act(id, { enable_replication: {} })).status).toBe(202);
    expect((await group(id)).replicationStatus).toBe('enabling');
    const volume = await app.database.client.volume.findUniqueOrThrow({ where: { id: volumeId } });
    expect(volume.replicationStatus).toBe('enabling');
    expect(app.sent[0]).toMatchObject(['enableReplication', { id, replicationStatus: 'enabling' }]);
    app.answers.listReplicationTargets = () => ({ replication_targets: [] });
    expect((await act(id, { list_replication_targets: {} })).body).toEqual({ replication_targets: [] });
  });

  describe('made of others', () => {
    const copy = (body: object) => app.ask(member, 'POST', '/groups/action', { body: { 'create-from-src': body } });

    it('get the volumes of a group', async () => {
      const source = await app.insertGroup();
      const volumeId = await app.insertVolume({ groupId: source, size: 2 });
      const made = await copy({ name: 'copy', source_group_id: source });
      expect(made.status).toBe(202);
      const { id } = made.body.group as { id: string };
      expect(await group(id)).toMatchObject({ sourceGroupId: source, host: 'node@file#pool', status: 'creating' });
      const volumes = await app.database.client.volume.findMany({ where: { groupId: id } });
      expect(volumes).toMatchObject([
        { sourceVolumeId: volumeId, size: 2, host: 'node@file#pool', status: 'creating' },
      ]);
      expect(app.sent.map(([method]) => method)).toEqual(['validateHostCapacity', 'createGroupFromSrc']);
      // The rows that were there before are counted when quota is first asked for.
      expect([await app.used('groups'), await app.used('volumes')]).toEqual([
        [2, 0],
        [2, 0],
      ]);
    });

    it('leave nothing behind where there is no room, nothing in the source, or no quota', async () => {
      const source = await app.insertGroup();
      const text = async () =>
        ((await copy({ source_group_id: source })).body.badRequest as { message: string }).message.replace(
          /group [0-9a-f-]{36}/,
          'group G',
        );
      expect(await text()).toBe('Invalid Group: Source Group is empty. No group will be created.');
      for (let made = 0; made < 3; made += 1) await app.insertVolume({ groupId: source });
      expect(await text()).toContain("Maximum number of volumes allowed (4) exceeded for quota 'volumes'.");
      app.answers.validateHostCapacity = () => false;
      expect(await text()).toBe('Invalid Group: No valid host to create group G.');
      expect(await app.database.client.group.count({ where: { deleted: false } })).toBe(1);
      expect(await app.database.client.volume.count({ where: { deleted: false } })).toBe(3);
      expect([await app.used('groups'), await app.used('volumes')]).toEqual([
        [1, 0],
        [3, 0],
      ]);
    });
  });

  describe('their snapshots', () => {
    const snapshot = (groupId: string) =>
      app.ask(member, 'POST', '/group_snapshots', { body: { group_snapshot: { group_id: groupId, name: 's' } } });

    it('are stored with one of each volume, read, copied and deleted', async () => {
      const groupId = await app.insertGroup();
      const volumeIds = [await app.insertVolume({ groupId, size: 2 }), await app.insertVolume({ groupId, size: 3 })];
      const made = await snapshot(groupId);
      const { id } = made.body.group_snapshot as { id: string };
      expect([made.status, made.body.group_snapshot]).toEqual([202, { id, name: 's', group_type_id: app.groupType }]);
      const members = await app.database.client.snapshot.findMany({ where: { groupSnapshotId: id } });
      expect(members.map(({ volumeId }) => volumeId).sort()).toEqual([...volumeIds].sort());
      expect(await app.used('snapshots')).toEqual([2, 0]);
      expect(app.sent[0]).toMatchObject(['createGroupSnapshot', { id, group: { id: groupId } }]);
      const path = `/group_snapshots/${id}`;
      expect((await app.ask(reader, 'GET', path)).body.group_snapshot).toMatchObject({
        ...{ id, group_id: groupId, group_type_id: app.groupType, status: 'creating', name: 's', description: null },
      });
      expect((await app.ask(stranger, 'GET', path)).status).toBe(404);
      expect((await app.ask(reader, 'GET', '/group_snapshots')).body).toEqual({ group_snapshots: [{ id, name: 's' }] });
      expect((await act(groupId, { delete: { 'delete-volumes': true } })).status).toBe(400);
      expect((await app.ask(member, 'DELETE', path)).body.badRequest).toMatchObject({
        message:
          'Invalid GroupSnapshot: GroupSnapshot status must be available or error, and no Group can be currently using it as source for its creation.',
      });
      const reset = { body: { reset_status: { status: 'available' } } };
      expect((await app.ask(member, 'POST', `${path}/action`, reset)).status).toBe(403);
      expect((await app.ask(admin, 'POST', `${path}/action`, reset)).status).toBe(202);
      await app.database.client.snapshot.updateMany({ data: { status: 'available' } });
      const copied = await app.ask(member, 'POST', '/groups/action', {
        body: { 'create-from-src': { group_snapshot_id: id } },
      });
      expect(copied.status).toBe(202);
      const copyId = (copied.body.group as { id: string }).id;
      const copies = await app.database.client.volume.findMany({ where: { groupId: copyId } });
      expect(copies.map(({ snapshotId }) => snapshotId).sort()).toEqual(members.map((one) => one.id).sort());
      expect((await app.ask(member, 'DELETE', path)).status).toBe(400);
      await app.database.client.group.update({ where: { id: copyId }, data: { status: 'available' } });
      expect((await app.ask(member, 'DELETE', path)).status).toBe(202);
      const deleting = await app.database.client.snapshot.findMany({ where: { groupSnapshotId: id } });
      expect(deleting.map(({ status }) => status)).toEqual(['deleting', 'deleting']);
      expect(app.sent.at(-1)).toMatchObject(['deleteGroupSnapshot', { id, status: 'deleting' }]);
    });

    it('are all or none', async () => {
      const groupId = await app.insertGroup();
      for (let made = 0; made < 5; made += 1) await app.insertVolume({ groupId });
      expect((await snapshot(groupId)).status).toBe(413);
      const last = await app.insertVolume({ groupId, status: 'error' });
      expect((await snapshot(groupId)).body.badRequest).toMatchObject({
        message: 'Invalid volume: The snapshot cannot be created when the volume is in error status.',
      });
      await app.database.client.volume.update({ where: { id: last }, data: { status: 'available' } });
      expect(await app.database.client.groupSnapshot.count()).toBe(0);
      expect(await app.used('snapshots')).toEqual([0, 0]);
    });
  });

  describe('as consistency groups', () => {
    it('are made, read, changed, snapshotted and deleted', async () => {
      const ask = (method: string, path: string, body?: unknown, version = '3.0') =>
        app.ask(member, method, path, { version, ...(body === undefined ? {} : { body }) });
      expect((await ask('POST', '/consistencygroups', {})).body.badRequest).toMatchObject({
        message: "Missing required element 'consistencygroup' in request body.",
      });
      expect((await ask('POST', '/consistencygroups', { consistencygroup: { name: 'c' } })).body.badRequest).toEqual({
        code: 400,
        message: 'volume_types must be provided to create consistency group c.',
      });
      const made = await ask('POST', '/consistencygroups', { consistencygroup: { name: 'c', volume_types: 'file,' } });
      const { id } = made.body.consistencygroup as { id: string };
      expect([made.status, made.body]).toEqual([202, { consistencygroup: { id, name: 'c' } }]);
      expect(await group(id)).toMatchObject({ groupTypeId: app.migrated, status: 'creating' });
      const placed = { status: 'available', host: 'node@file#pool' };
      await app.database.client.group.update({ where: { id }, data: placed });
      expect((await app.ask(member, 'GET', `/groups/${id}`)).status).toBe(400);
      expect((await ask('GET', `/consistencygroups/${id}`)).body.consistencygroup).toMatchObject({
        ...{ id, name: 'c', description: null, status: 'available', volume_types: [app.volumeType] },
      });
      expect((await ask('GET', '/consistencygroups')).body).toEqual({ consistencygroups: [{ id, name: 'c' }] });
      const path = `/consistencygroups/${id}`;
      const blank = { consistencygroup: { name: '' } };
      expect((await ask('PUT', path, blank)).status).toBe(400);
      expect((await ask('PUT', path, blank, '3.6')).status).toBe(202);
      expect((await ask('PUT', `${path}/update`, blank, '3.6')).status).toBe(400);
      expect((await group(id)).name).toBe('');
      await app.insertVolume({ groupId: id });
      const snapshot = await ask('POST', '/cgsnapshots', { cgsnapshot: { name: 's', consistencygroup_id: id } });
      const snapshotId = (snapshot.body.cgsnapshot as { id: string }).id;
      expect((await ask('GET', '/cgsnapshots/detail')).body.cgsnapshots).toMatchObject([
        { id: snapshotId, consistencygroup_id: id, status: 'creating' },
      ]);
      expect((await app.ask(member, 'GET', '/group_snapshots')).body).toEqual({ group_snapshots: [] });
      await app.database.client.groupSnapshot.updateMany({ data: { status: 'available' } });
      await app.database.client.snapshot.updateMany({ data: { status: 'available' } });
      const copied = await ask('POST', '/consistencygroups/create_from_src', {
        'consistencygroup-from-src': { cgsnapshot_id: snapshotId },
      });
      expect(copied.status).toBe(202);
      await app.database.client.group.updateMany({ data: { status: 'available' } });
      expect((await ask('DELETE', `/cgsnapshots/${snapshotId}`)).status).toBe(202);
      await app.database.client.snapshot.updateMany({ data: { deleted: true } });
      await app.database.client.groupSnapshot.updateMany({ data: { deleted: true } });
      const force = (value: unknown) => ask('POST', `${path}/delete`, { consistencygroup: { force: value } });
      expect((await force('perhaps')).body.badRequest).toMatchObject({ message: "Invalid value 'False' for force." });
      expect((await force(false)).status).toBe(400);
      expect((await force(true)).status).toBe(202);
      expect((await group(id)).status).toBe('deleting');
    });
  });
});
