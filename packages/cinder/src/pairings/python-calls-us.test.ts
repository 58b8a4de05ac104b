// SPDX-License-Identifier: Apache-2.0
import type { PythonPeer, Said } from '@stackport/messaging/testing';
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { contextDictionary } from '../rpc/rpc-context.js';
import { BACKEND, Meeting, PROJECT, USER } from './test-support.js';

const POOL = `${BACKEND}#store`;

/** What vitest gives is of type any. */
const containing = (values: object): unknown => expect.objectContaining(values);
const listing = (values: readonly unknown[]): unknown => expect.arrayContaining([...values]);

describe("Python's RPC API classes call our workers", () => {
  let meeting: Meeting;
  let python: PythonPeer;
  const levels: Record<string, string> = { 'cinder.volume': 'INFO' };
  beforeAll(async () => {
    meeting = await Meeting.open();
    await meeting.serve(levels);
    python = await meeting.python('client');
  });
  afterAll(() => meeting.close());

  /** A method of `SchedulerAPI`, `VolumeAPI` or `BackupAPI`. */
  const ask = (api: string, method: string, args: Said = {}): Promise<Said> =>
    python.ask({ api, method, args, context: contextDictionary(meeting.context) });
  const call = async (api: string, method: string, args: Said = {}): Promise<unknown> => {
    const answer = await ask(api, method, args);
    expect(answer, JSON.stringify(answer)).toHaveProperty('result');
    return answer.result;
  };
  const volumeOf = (id: string) => ({ load: 'Volume', id });
  const snapshotOf = (id: string) => ({ load: 'Snapshot', id });
  const service = { load: 'Service', host: BACKEND, binary: 'cinder-volume' };
  const fileOf = (id: string) => join(meeting.folder, 'volumes', `volume-${id}`);
  const until = (id: string, status: string) =>
    vi.waitFor(async () => expect((await meeting.read(id)).status).toBe(status), { timeout: 15_000 });
  const requestSpec = (volume: { id: string; size: number | null }) => ({
    make: 'RequestSpec',
    values: {
      volume_id: volume.id,
      volume: volumeOf(volume.id),
      volume_type: { load: 'VolumeType', id: meeting.typeId },
      volume_properties: {
        make: 'VolumeProperties',
        values: { size: volume.size, status: 'creating', availability_zone: 'nova', metadata: {} },
      },
      snapshot_id: null,
      source_volid: null,
      image_id: null,
    },
  });
  const made = async (): Promise<string> => {
    const volume = await meeting.volume({ status: 'creating', host: null });
    const args = { volume: volumeOf(volume.id), request_spec: requestSpec(volume), filter_properties: {} };
    await call('scheduler', 'create_volume', args);
    await until(volume.id, 'available');
    return volume.id;
  };

  it('read from our rows which versions we serve', async () => {
    for (const [api, version] of [
      ['volume', '3.18'],
      ['scheduler', '3.12'],
      ['backup', '2.3'],
    ] as const) {
      expect(await python.ask({ do: 'can_send', api, version }), api).toMatchObject({ result: true });
      const [major, minor] = version.split('.').map(Number);
      const next = `${String(major)}.${(minor ?? 0) + 1}`;
      expect(await python.ask({ do: 'can_send', api, version: next }), api).toMatchObject({ result: false });
    }
  });

  it('make a volume with a RequestSpec and a Volume; scheduler and back end do it', async () => {
    const id = await made();
    expect(await meeting.read(id)).toMatchObject({ host: POOL, size: 1, userId: USER, projectId: PROJECT });
    expect(statSync(fileOf(id)).size).toBe(2 ** 30);
    const shown = await python.ask({ do: 'show', what: volumeOf(id) });
    expect(shown.result).toMatchObject({
      class: 'Volume',
      is: 'cinder.objects.volume',
      values: { id, host: POOL, status: 'available', display_name: 'a volume — ü', metadata: { colour: 'blue' } },
    });
  });

  it('attach, grow, snapshot, and take it all away again', async () => {
    const id = await made();
    const connector = { host: 'compute', ip: '10.0.0.9', initiator: 'iqn.1994-05.com.example:1' };
    expect(await call('volume', 'initialize_connection', { volume: volumeOf(id), connector })).toMatchObject({
      driver_volume_type: 'local',
      data: { device_path: fileOf(id), access_mode: 'rw' },
    });
    await call('volume', 'terminate_connection', { volume: volumeOf(id), connector, force: false });
    const snapshot = await meeting.snapshot(await meeting.read(id));
    const { rows } = { rows: meeting.database.client.snapshot };
    await call('scheduler', 'create_snapshot', {
      volume: volumeOf(id),
      snapshot: snapshotOf(snapshot.id),
      backend: POOL,
      request_spec: requestSpec({ id, size: 1 }),
      filter_properties: {},
    });
    const status = async () => (await rows.findUniqueOrThrow({ where: { id: snapshot.id } })).status;
    await vi.waitFor(async () => expect(await status()).toBe('available'), { timeout: 15_000 });
    expect(
      await call('volume', 'initialize_connection_snapshot', { snapshot: snapshotOf(snapshot.id), connector }),
    ).toMatchObject({ driver_volume_type: 'local' });
    await rows.update({ where: { id: snapshot.id }, data: { status: 'deleting' } });
    await call('volume', 'delete_snapshot', { snapshot: snapshotOf(snapshot.id) });
    await vi.waitFor(async () => expect(await status()).toBe('deleted'), { timeout: 15_000 });

    await meeting.database.client.volume.update({ where: { id }, data: { status: 'extending' } });
    await call('scheduler', 'extend_volume', {
      volume: volumeOf(id),
      new_size: 2,
      reservations: [],
      request_spec: requestSpec({ id, size: 1 }),
      filter_properties: {},
    });
    await until(id, 'available');
    expect(statSync(fileOf(id)).size).toBe(2 * 2 ** 30);
    await meeting.database.client.volume.update({ where: { id }, data: { status: 'deleting' } });
    await call('volume', 'delete_volume', { volume: volumeOf(id) });
    await vi.waitFor(() => expect(existsSync(fileOf(id))).toBe(false), { timeout: 15_000 });
  });

  it('update an attachment, and take it back', async () => {
    const id = await made();
    await meeting.database.client.volume.update({ where: { id }, data: { status: 'reserved' } });
    const attachment = '88888888-2222-4333-8444-555555555555';
    await meeting.database.client.volumeAttachment.create({
      data: { id: attachment, volumeId: id, attachStatus: 'reserved', attachMode: 'null', instanceUuid: attachment },
    });
    const connector = { host: 'compute', mountpoint: '/dev/vdb', mode: 'rw' };
    expect(
      await call('volume', 'attachment_update', { vref: volumeOf(id), connector, attachment_id: attachment }),
    ).toMatchObject({ device_path: fileOf(id), attachment_id: attachment, access_mode: 'rw' });
    expect(await meeting.read(id)).toMatchObject({ status: 'attaching', attachStatus: 'attaching' });
    // The row is the API's to take away.
    expect(await call('volume', 'attachment_delete', { vref: volumeOf(id), attachment_id: attachment })).toBeNull();
  });

  it('ask what back ends can do, and tell schedulers of others by fanout', async () => {
    expect(await call('volume', 'get_capabilities', { backend_id: BACKEND, discover: false })).toMatchObject({
      storage_protocol: 'local',
      volume_backend_name: 'store',
    });
    const capabilities = {
      volume_backend_name: 'elsewhere',
      storage_protocol: 'iSCSI',
      vendor_name: 'Example',
      driver_version: '1.0',
      pools: [{ pool_name: 'p', total_capacity_gb: 70, free_capacity_gb: 60, allocated_capacity_gb: 10 }],
    };
    await meeting.database.client.service.create({
      data: {
        host: 'other@elsewhere',
        binary: 'cinder-volume',
        topic: 'cinder-volume',
        availabilityZone: 'nova',
        uuid: '99999999-2222-4333-8444-555555555555',
        rpcCurrentVersion: '3.18',
        objectCurrentVersion: '1.39',
        createdAt: new Date(),
        updatedAt: new Date(),
      },
    });
    const about = { service_name: 'volume', capabilities };
    await call('scheduler', 'update_service_capabilities', { ...about, host: 'other@elsewhere', cluster_name: null });
    await call('scheduler', 'notify_service_capabilities', { ...about, backend: 'other@elsewhere' });
    await vi.waitFor(
      async () => {
        const pools = (await call('scheduler', 'get_pools', { filters: null })) as { name: string }[];
        expect(pools.map(({ name }) => name).sort()).toEqual(['other@elsewhere#p', POOL]);
        expect(pools).toContainEqual(containing({ capabilities: containing({ free_capacity_gb: 60 }) }));
      },
      { timeout: 15_000 },
    );
    await call('volume', 'publish_service_capabilities');
    await call('backup', 'publish_service_capabilities');
  });

  it('get versioned objects back', async () => {
    const request = { make: 'LogLevel', values: { prefix: 'cinder.volume' } };
    const list = async () => call('volume', 'get_log_levels', { service, log_request: request });
    expect(await list()).toMatchObject({
      class: 'LogLevelList',
      objects: [{ class: 'LogLevel', values: { prefix: 'cinder.volume', level: 'INFO' } }],
    });
    const change = { make: 'LogLevel', values: { prefix: 'cinder.volume', level: 'DEBUG' } };
    await call('volume', 'set_log_levels', { service, log_request: change });
    await vi.waitFor(() => expect(levels['cinder.volume']).toBe('DEBUG'), { timeout: 15_000 });
    const page = { marker: null, limit: 10, offset: 0, sort_keys: ['size'], sort_dirs: ['desc'] };
    const id = await made();
    expect(await call('volume', 'get_manageable_volumes', { service, ...page })).toMatchObject({
      class: 'ManageableVolumeList',
      objects: listing([
        containing({
          is: 'cinder.objects.manageableresources',
          values: containing({ size: 1, cinder_id: id, safe_to_manage: false }),
        }),
      ]),
    });
    const cleanup = {
      make: 'CleanupRequest',
      values: { binary: 'cinder-volume', is_up: true, host: BACKEND, until: { time: '2026-01-01T00:00:00Z' } },
    };
    expect(await call('scheduler', 'work_cleanup', { cleanup_request: cleanup })).toEqual([
      listing([containing({ class: 'Service', values: containing({ host: BACKEND }) })]),
      [],
    ]);
  });

  it('back a volume up: scheduler, cinder-backup and cinder-volume speak of one Backup', async () => {
    const id = await made();
    await meeting.database.client.volume.update({
      where: { id },
      data: { status: 'backing-up', previousStatus: 'available' },
    });
    const backup = await meeting.backup(await meeting.read(id), { host: 'ts' });
    await call('scheduler', 'create_backup', { backup: { load: 'Backup', id: backup.id } });
    const status = async () =>
      (await meeting.database.client.backup.findUniqueOrThrow({ where: { id: backup.id } })).status;
    await vi.waitFor(async () => expect(await status()).toBe('available'), { timeout: 30_000 });
    const record = await call('backup', 'export_record', { backup: { load: 'Backup', id: backup.id } });
    expect(record).toMatchObject({ backup_service: 'cinder.backup.drivers.posix.PosixBackupDriver' });
    expect(await call('backup', 'check_support_to_force_delete', { host: 'ts' })).toBe(true);
    await meeting.database.client.backup.update({ where: { id: backup.id }, data: { status: 'deleting' } });
    await call('backup', 'delete_backup', { backup: { load: 'Backup', id: backup.id } });
    await vi.waitFor(async () => expect(await status()).toBe('deleted'), { timeout: 15_000 });
  });

  it('raise what we raise as cinder’s own classes', async () => {
    const id = await made();
    await meeting.database.client.volumeAttachment.deleteMany({});
    const args = { vref: volumeOf(id), connector: { host: 'compute' }, attachment_id: id };
    const error = await ask('volume', 'attachment_update', args);
    expect(error).toMatchObject({ error: 'VolumeAttachmentNotFound_Remote', module: 'cinder.exception_Remote' });
    expect(error.bases).toContain('cinder.exception.VolumeAttachmentNotFound');
    expect(error.code).toBe(404);
  });

  // oslo.messaging's own errors are none of the modules that cinder lets through: they come as RemoteError.
  it('are refused what is no method or version of ours', async () => {
    const raw = (version: string, method: string) =>
      python.ask({ do: 'raw', topic: 'cinder-scheduler', version, method, args: {} });
    expect(await raw('3.13', 'get_pools')).toMatchObject({ error: 'RemoteError', type: 'UnsupportedVersion' });
    expect(await raw('2.0', 'get_pools')).toMatchObject({ error: 'RemoteError', type: 'UnsupportedVersion' });
    expect(await raw('3.0', 'no_such_method')).toMatchObject({ error: 'RemoteError', type: 'NoSuchMethod' });
  });
});
