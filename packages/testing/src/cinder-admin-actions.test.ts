// SPDX-License-Identifier: Apache-2.0
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { bootCinder, type BootedCinder } from './boot-cinder.js';
import type { Answer, Client } from './client.js';

const PROJECT = '3f6d0c5a9b8e4f7aa1b2c3d4e5f60718';
const ELSEWHERE = '7c1b2a3d4e5f60718293a4b5c6d7e8f9';

type Row = Record<string, unknown>;

describe('what administrators do with volumes and snapshots', () => {
  let cinder: BootedCinder;
  let admin: Client;
  let member: Client;
  let stranger: Client;
  beforeAll(async () => {
    cinder = await bootCinder({
      values: { DEFAULT: { quota_volumes: -1 }, oslo_messaging_notifications: { driver: ['messagingv2'] } },
    });
    const as = (project: string, roles: readonly string[]): Client =>
      cinder.client.as(cinder.validator.issue({ project, roles }));
    admin = as('admins', ['admin', 'member', 'reader']);
    member = as(PROJECT, ['member', 'reader']);
    stranger = as(ELSEWHERE, ['member', 'reader']);
  });
  afterAll(() => cinder.close());
  afterEach(() => void cinder.bus.sent.splice(0));

  const act = (client: Client, path: string, action: string, body: unknown = {}, version = '3.70') =>
    client.with({ 'OpenStack-API-Version': `volume ${version}` }).post(`/v3/${path}/action`, { [action]: body });
  const messageOf = (answer: Answer): string =>
    Object.values(answer.json() as Record<string, { message: string }>)[0]?.message ?? '';

  async function addVolume(values: Row = {}): Promise<string> {
    const made = await member.post('/v3/volumes', { volume: { size: 1 } });
    const { id } = (made.json() as { volume: { id: string } }).volume;
    await cinder.database.client.volume.update({
      where: { id },
      data: { status: 'available', host: 'node@file#file', ...values },
    });
    cinder.bus.sent.splice(0);
    return id;
  }
  const volume = (id: string) => cinder.database.client.volume.findUniqueOrThrow({ where: { id } });

  async function addSnapshot(volumeId: string, values: Row = {}): Promise<string> {
    const made = await member.post('/v3/snapshots', { snapshot: { volume_id: volumeId } });
    const { id } = (made.json() as { snapshot: { id: string } }).snapshot;
    await cinder.database.client.snapshot.update({ where: { id }, data: { status: 'available', ...values } });
    cinder.bus.sent.splice(0);
    return id;
  }

  async function addAttachment(volumeId: string): Promise<string> {
    const id = crypto.randomUUID();
    await cinder.database.client.volumeAttachment.create({
      data: { id, volumeId, attachStatus: 'attached', attachedHost: 'node', mountpoint: '/dev/vdb' },
    });
    await cinder.database.client.volume.update({
      where: { id: volumeId },
      data: { status: 'in-use', attachStatus: 'attached' },
    });
    return id;
  }

  async function addService(host: string, values: Row = {}): Promise<void> {
    await cinder.database.client.service.create({
      data: { host, binary: 'cinder-volume', topic: 'cinder-volume', createdAt: new Date(), ...values },
    });
  }

  it('are theirs alone', async () => {
    const id = await addVolume();
    const snapshotId = await addSnapshot(id);
    const actions: [string, string, unknown][] = [
      [`volumes/${id}`, 'os-reset_status', { status: 'error' }],
      [`volumes/${id}`, 'os-force_delete', {}],
      [`volumes/${id}`, 'os-force_detach', {}],
      [`volumes/${id}`, 'os-migrate_volume', { host: 'other@file#file' }],
      [`volumes/${id}`, 'os-migrate_volume_completion', { new_volume: id }],
      [`snapshots/${snapshotId}`, 'os-reset_status', { status: 'error' }],
      [`snapshots/${snapshotId}`, 'os-force_delete', {}],
    ];
    for (const [path, action, body] of actions) {
      expect((await act(member, path, action, body)).status, `${path} ${action}`).toBe(403);
      expect((await act(stranger, path, action, body)).status, `${path} ${action}`).toBe(404);
      expect((await cinder.client.post(`/v3/${path}/action`, { [action]: body })).status).toBe(401);
    }
    expect(cinder.bus.sent).toEqual([]);
    expect((await volume(id)).status).toBe('available');
  });

  it('set states, with a notification before and after', async () => {
    const id = await addVolume({ migrationStatus: 'error' });
    const answer = await act(admin, `volumes/${id}`, 'os-reset_status', { status: 'ERROR', migration_status: 'none' });
    expect([answer.status, answer.text]).toEqual([202, '']);
    expect(await volume(id)).toMatchObject({ status: 'error', migrationStatus: null, attachStatus: 'detached' });
    const told = cinder.bus.sent.map(({ method, args }) => [method, args.volume_id, args.status]);
    expect(told).toEqual([
      ['volume.reset_status.start', id, 'available'],
      ['volume.reset_status.end', id, 'error'],
    ]);
    for (const [body, text] of [
      [{}, "Must specify 'status', 'attach_status' or 'migration_status' for update."],
      [{ status: 'deleting' }, 'Cannot reset-state to deleting'],
      [{ status: 'in-use' }, 'Cannot reset-state to in-use because volume does not have any attachments.'],
      [
        { attach_status: 'maybe' },
        "Volume attach status: maybe is invalid, valid statuses are: ['attached', 'detached'].",
      ],
      [
        { migration_status: 'maybe' },
        "Volume migration status: maybe is invalid, valid statuses are: ('migrating', 'error', 'success', 'completing', 'none', 'starting').",
      ],
    ] as const) {
      const refused = await act(admin, `volumes/${id}`, 'os-reset_status', body);
      expect([refused.status, messageOf(refused)]).toEqual([400, text]);
    }
    expect((await act(admin, `volumes/${id}`, 'os-reset_status', { status: 'such' })).status).toBe(400);
    expect((await volume(id)).status).toBe('error');
  });

  it('take attachments away with the state of being attached', async () => {
    const id = await addVolume();
    await addAttachment(id);
    await cinder.database.client.volumeAdminMetadata.create({
      data: { volumeId: id, key: 'attached_mode', value: 'rw' },
    });
    expect((await act(admin, `volumes/${id}`, 'os-reset_status', { attach_status: 'detached' })).status).toBe(202);
    expect(await volume(id)).toMatchObject({ status: 'available', attachStatus: 'detached' });
    const living = { where: { volumeId: id, deleted: false } };
    expect(await cinder.database.client.volumeAttachment.count(living)).toBe(0);
    expect(await cinder.database.client.volumeAdminMetadata.count(living)).toBe(0);
  });

  it('set states of snapshots', async () => {
    const id = await addSnapshot(await addVolume());
    expect((await act(admin, `snapshots/${id}`, 'os-reset_status', { status: 'Deleting' })).status).toBe(202);
    expect(await cinder.database.client.snapshot.findUnique({ where: { id } })).toMatchObject({ status: 'deleting' });
    expect(cinder.bus.sent.map(({ method, args }) => [method, args.status])).toEqual([
      ['snapshot.reset_status.start', 'available'],
      ['snapshot.reset_status.end', 'deleting'],
    ]);
    const refused = await act(admin, `snapshots/${id}`, 'os-reset_status', { status: 'gone' });
    expect([refused.status, messageOf(refused)]).toEqual([
      400,
      'Snapshot status: gone is invalid, valid statuses are: ' +
        "('error', 'available', 'creating', 'deleting', 'deleted', 'updating', 'error_deleting', 'unmanaging', 'backing-up', 'restoring').",
    ]);
  });

  it('delete what is in any state', async () => {
    const id = await addVolume({ status: 'error_deleting' });
    expect((await act(admin, `volumes/${id}`, 'os-force_delete')).status).toBe(202);
    expect((await volume(id)).status).toBe('deleting');
    expect(cinder.bus.of('delete_volume')).toMatchObject([{ args: { unmanage_only: false, cascade: false } }]);
    const snapshotId = await addSnapshot(await addVolume(), { status: 'creating' });
    expect((await act(admin, `snapshots/${snapshotId}`, 'os-force_delete')).status).toBe(202);
    expect(cinder.bus.of('delete_snapshot')).toHaveLength(1);
  });

  it('detach what its node does not let go', async () => {
    const id = await addVolume();
    const attachmentId = await addAttachment(id);
    const body = { attachment_id: attachmentId, connector: { host: 'node' } };
    cinder.bus.respond('terminate_connection', () => {
      throw Object.assign(new Error('gone'), { name: 'VolumeBackendAPIException' });
    });
    const failed = await act(admin, `volumes/${id}`, 'os-force_detach', body);
    expect([failed.status, messageOf(failed)]).toEqual([500, 'Unable to terminate volume connection from backend.']);
    cinder.bus.respond('terminate_connection', () => null);
    cinder.bus.respond('detach_volume', () => null);
    expect((await act(admin, `volumes/${id}`, 'os-force_detach', body)).status).toBe(202);
    expect(cinder.bus.of('terminate_connection').at(-1)?.args.connector).toEqual({ host: 'node' });
    expect(cinder.bus.of('detach_volume')).toMatchObject([{ args: { attachment_id: attachmentId } }]);
  });

  it('migrate to a host or a cluster that is up', async () => {
    const id = await addVolume();
    const migrate = (body: unknown, version?: string) =>
      act(admin, `volumes/${id}`, 'os-migrate_volume', body, version);
    for (const [body, version, text] of [
      [{ host: 'nosuch@x' }, '3.0', "Invalid host: No available service named 'nosuch@x'"],
      [{}, '3.15', "Invalid input for field/attribute os-migrate_volume. Value: {}. 'host' is a required property"],
      [{}, '3.16', 'Invalid input received: One and only one of cluster and host must be set.'],
      [
        { host: 'a@b', cluster: 'c@b' },
        '3.16',
        'Invalid input received: One and only one of cluster and host must be set.',
      ],
    ] as const) {
      const refused = await migrate(body, version);
      expect([refused.status, messageOf(refused)]).toEqual([400, text]);
    }
    await addService('down@file', { createdAt: new Date(0) });
    expect((await migrate({ host: 'down@file#file' })).status).toBe(400);
    await addService('other@file');
    const wanted = { host: 'other@file#file', force_host_copy: 'True', lock_volume: true };
    expect((await migrate(wanted)).status).toBe(202);
    expect(await volume(id)).toMatchObject({
      status: 'maintenance',
      migrationStatus: 'starting',
      previousStatus: 'available',
    });
    const args: Readonly<Record<string, unknown>> = cinder.bus.of('migrate_volume')[0]?.args ?? {};
    expect(args).toMatchObject({ backend: 'other@file#file', force_copy: true, filter_properties: null });
    expect(args.request_spec).toMatchObject({
      volume_id: id,
      volume_type: { name: '__DEFAULT__', extra_specs: {} },
      volume_properties: { id, size: 1, status: 'maintenance', name: `volume-${id}`, volume_metadata: [] },
    });
    expect((await migrate(wanted)).status, 'twice').toBe(400);
    const clustered = await addVolume();
    await addService('third@file', { clusterName: 'cluster@file' });
    const toCluster = await act(admin, `volumes/${clustered}`, 'os-migrate_volume', { cluster: 'cluster@file#file' });
    expect([toCluster.status, cinder.bus.of('migrate_volume').at(-1)?.args.backend]).toEqual([202, 'cluster@file']);
  });

  it('do not migrate what has snapshots, is where it is to go, or when nobody is told', async () => {
    await addService('fourth@file');
    const host = 'fourth@file#file';
    const snapshotted = await addVolume();
    await addSnapshot(snapshotted);
    const there = await addVolume({ host });
    for (const id of [snapshotted, there]) {
      expect((await act(admin, `volumes/${id}`, 'os-migrate_volume', { host })).status).toBe(400);
      expect(await volume(id)).toMatchObject({ status: 'available', migrationStatus: null });
    }
    const id = await addVolume();
    cinder.bus.fail('migrate_volume', new Error('the bus is gone'));
    expect((await act(admin, `volumes/${id}`, 'os-migrate_volume', { host, lock_volume: true })).status).toBe(500);
    expect(await volume(id)).toMatchObject({ status: 'available', migrationStatus: null, previousStatus: null });
  });

  it('complete the migration of two volumes that belong together', async () => {
    const id = await addVolume({ migrationStatus: 'migrating' });
    const target = await addVolume({ migrationStatus: `target:${id}` });
    const complete = (newVolume: string, more = {}) =>
      act(admin, `volumes/${id}`, 'os-migrate_volume_completion', { new_volume: newVolume, ...more });
    cinder.bus.respond('migrate_volume_completion', () => id);
    const done = await complete(target);
    expect([done.status, done.json()]).toEqual([200, { save_volume_id: id }]);
    expect(cinder.bus.of('migrate_volume_completion')[0]?.args.error).toBe(false);
    await complete(target, { error: 'yes' });
    expect(cinder.bus.of('migrate_volume_completion')[1]?.args.error).toBe(true);
    const other = await addVolume({ migrationStatus: 'target:another' });
    expect(messageOf(await complete(other))).toBe(
      `Invalid volume: Destination has migration_status target:another, expected target:${id}.`,
    );
    expect(messageOf(await complete(await addVolume()))).toBe('Invalid volume: Destination volume not mid-migration.');
    expect((await complete(crypto.randomUUID())).status).toBe(404);
  });

  it('exchange two volumes where nothing was migrated', async () => {
    const id = await addVolume();
    const attachmentId = await addAttachment(id);
    const other = await addVolume();
    cinder.bus.respond('detach_volume', () => null);
    cinder.bus.respond('attach_volume', () => null);
    const done = await act(admin, `volumes/${id}`, 'os-migrate_volume_completion', { new_volume: other });
    expect(done.json()).toEqual({ save_volume_id: other });
    expect(cinder.bus.of('detach_volume')).toMatchObject([{ args: { volume_id: id, attachment_id: attachmentId } }]);
    expect(cinder.bus.of('attach_volume')).toMatchObject([
      { args: { volume_id: other, host_name: 'node', mountpoint: '/dev/vdb', mode: 'rw' } },
    ]);
  });
});
