// SPDX-License-Identifier: Apache-2.0
import { RemoteError, RpcClient } from '@stackport/messaging';
import type { PythonPeer, Said } from '@stackport/messaging/testing';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { contextDictionary } from '../rpc/rpc-context.js';
import { volumeRequestSpec } from '../volumes/volume-request.js';
import { makeRows, messagePairs, type Clients, type Rows } from './message-pairs.js';
import { Meeting, PROJECT, PYTHON_BACKEND, USER } from './test-support.js';

type Shown = Readonly<
  Record<string, { readonly class?: string; readonly values?: Said; readonly changes?: string[] } | null>
>;

describe("our RPC clients call Python's cinder", () => {
  let meeting: Meeting;
  let python: PythonPeer;
  let rows: Rows;
  let clients: Clients;
  beforeAll(async () => {
    meeting = await Meeting.open();
    rows = await makeRows(meeting);
    await meeting.pythonServices();
    python = await meeting.python('server');
    clients = { volume: meeting.volumeRpc, scheduler: meeting.schedulerRpc, backup: meeting.backupRpc };
  });
  afterAll(() => meeting.close());

  /** What the method's next call answers. */
  const answer = (method: string, what: Said): Promise<Said> => python.ask({ method, answer: what });
  /** What came of a method since this many lines. */
  const got = async (method: string, since: number): Promise<Said> => {
    await vi.waitFor(() => expect(python.said.slice(since).some((line) => line.got === method)).toBe(true), {
      timeout: 15_000,
    });
    return python.said.slice(since).find((line) => line.got === method) as Said;
  };

  it.each(messagePairs)('$api: $method is what the manager takes', async ({ api, method, ours }) => {
    const since = python.said.length;
    await ours(clients, meeting.context, rows);
    const arrived = await got(method, since);
    expect(arrived).toMatchObject({ kind: api, is_context: 'cinder.context' });
    expect(arrived.context).toMatchObject({ user_id: USER, project_id: PROJECT, roles: ['member'], is_admin: false });
    expect(python.said.slice(since).filter((line) => 'refused' in line)).toEqual([]);
    // Every object is one of the release's own classes with all its columns.
    const loaded = { volume: rows.volume.id, snapshot: rows.snapshot.id, group: rows.group.id, backup: rows.backup.id };
    for (const [name, value] of Object.entries(arrived.args as Shown))
      if (value?.class !== undefined && name in loaded)
        expect(value.values?.id, name).toBe(loaded[name as keyof typeof loaded]);
  });

  it('volumes, snapshots, backups and groups arrive with their values, times and parts', async () => {
    const since = python.said.length;
    await clients.volume.revertToSnapshot(meeting.context, rows.volume, rows.snapshot);
    const { args } = (await got('revert_to_snapshot', since)) as { args: Shown };
    expect(args.volume).toMatchObject({
      class: 'Volume',
      is: 'cinder.objects.volume',
      version: '1.9',
      changes: [],
      values: {
        id: rows.volume.id,
        host: `${PYTHON_BACKEND}#pool`,
        size: 1,
        display_name: 'a volume — ü',
        bootable: false,
        metadata: { colour: 'blue' },
        volume_type: { class: 'VolumeType', values: { id: meeting.typeId, name: 'plain', is_public: true } },
        created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00$/) as unknown,
      },
    });
    expect(args.snapshot).toMatchObject({
      class: 'Snapshot',
      values: { id: rows.snapshot.id, volume_size: 1, volume: { values: { id: rows.volume.id } } },
    });
    await clients.backup.restoreBackup(meeting.context, 'py', rows.backup, rows.volume.id);
    const restored = (await got('restore_backup', since)) as { args: Shown };
    expect(restored.args.backup).toMatchObject({
      class: 'Backup',
      values: { id: rows.backup.id, metadata: { key: 'value' }, object_count: 0, num_dependent_backups: 0 },
    });
    await clients.volume.createGroupSnapshot(meeting.context, rows.groupSnapshot);
    const grouped = (await got('create_group_snapshot', since)) as { args: Shown };
    expect(grouped.args.group_snapshot).toMatchObject({
      class: 'GroupSnapshot',
      values: { id: rows.groupSnapshot.id, group: { class: 'Group', values: { id: rows.group.id, name: 'a group' } } },
    });
  });

  it('what Python reads of the same database is what we send', async () => {
    const since = python.said.length;
    await clients.volume.deleteVolume(meeting.context, rows.volume);
    const { args } = (await got('delete_volume', since)) as { args: Shown };
    const { result } = (await python.ask({ do: 'show', what: { load: 'Volume', id: rows.volume.id } })) as {
      result: { values: Said };
    };
    const columns = Object.entries(result.values).filter(([, value]) => typeof value !== 'object' || value === null);
    expect(columns.length).toBeGreaterThan(35);
    expect(args.volume?.values).toMatchObject(Object.fromEntries(columns));
  });

  it('a RequestSpec arrives as one', async () => {
    const requestSpec = volumeRequestSpec({
      volume: rows.volume,
      reservations: ['r'],
      availabilityZones: ['nova'],
      snapshotId: null,
      sourceVolumeId: null,
      imageId: null,
      backupId: null,
    });
    const since = python.said.length;
    await clients.scheduler.createVolume(meeting.context, rows.volume, { requestSpec, filterProperties: {} });
    const { args } = (await got('create_volume', since)) as { args: Shown };
    expect(args.request_spec).toMatchObject({
      class: 'RequestSpec',
      is: 'cinder.objects.request_spec',
      values: {
        volume_id: rows.volume.id,
        availability_zones: ['nova'],
        volume: { class: 'Volume', values: { id: rows.volume.id } },
        volume_type: { class: 'VolumeType' },
        volume_properties: {
          class: 'VolumeProperties',
          values: { size: 1, metadata: { colour: 'blue' }, reservations: ['r'], project_id: PROJECT },
        },
      },
    });
  });

  it('objects come back', async () => {
    const level = { make: 'LogLevel', values: { prefix: 'cinder', level: 'INFO' } };
    await answer('get_log_levels', { return: { make: 'LogLevelList', values: { objects: [level] } } });
    expect(await clients.volume.getLogLevels(meeting.context, { host: PYTHON_BACKEND }, { prefix: '' })).toMatchObject({
      'versioned_object.name': 'LogLevelList',
      'versioned_object.data': { objects: [{ 'versioned_object.data': { prefix: 'cinder', level: 'INFO' } }] },
    });
    const info = { driver_volume_type: 'iscsi', data: { target_lun: 1 } };
    await answer('initialize_connection', { return: info });
    expect(await clients.volume.initializeConnection(meeting.context, rows.volume, {})).toEqual(info);
  });

  it('errors come back under cinder’s names', async () => {
    await answer('accept_transfer', { raise: 'VolumeNotFound', with: { volume_id: rows.volume.id } });
    const accepting = { newUser: USER, newProject: PROJECT, noSnapshots: false };
    const error = await clients.volume
      .acceptTransfer(meeting.context, rows.volume, accepting)
      .catch((raised: unknown) => raised);
    expect(error).toBeInstanceOf(RemoteError);
    expect(error).toMatchObject({
      excType: 'VolumeNotFound',
      value: `Volume ${rows.volume.id} could not be found.`,
    });
  });

  it('a version that it does not have is refused', async () => {
    const client = new RpcClient(meeting.transport, { topic: 'cinder-scheduler', version: '3.0' });
    const context = contextDictionary(meeting.context);
    await expect(client.prepare({ version: '3.13' }).call(context, 'get_pools', { filters: null })).rejects.toThrow(
      /Endpoint does not support RPC version 3\.13/,
    );
    await expect(client.call(context, 'no_such_method')).rejects.toThrow(/does not support RPC method no_such_method/);
  });
});
