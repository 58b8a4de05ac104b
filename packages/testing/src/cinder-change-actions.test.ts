// SPDX-License-Identifier: Apache-2.0
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { bootCinder, type BootedCinder } from './boot-cinder.js';
import type { Answer, Client } from './client.js';

const PROJECT = '3f6d0c5a9b8e4f7aa1b2c3d4e5f60718';

type Values = Readonly<Record<string, unknown>>;

/** What the API does by itself: the workers are not there. */
describe('retype, upload, reimage and revert', () => {
  let cinder: BootedCinder;
  let admin: Client;
  let member: Client;
  let stranger: Client;
  beforeAll(async () => {
    // Nobody listens there: an image service that does not answer.
    cinder = await bootCinder({
      values: {
        DEFAULT: { quota_volumes: -1, glance_api_servers: ['http://127.0.0.1:1'], glance_num_retries: 0 },
      },
    });
    const as = (project: string, roles: readonly string[]): Client =>
      cinder.client.as(cinder.validator.issue({ project, roles }));
    admin = as('admins', ['admin', 'member', 'reader']);
    member = as(PROJECT, ['member', 'reader']);
    stranger = as('elsewhere', ['member', 'reader']);
  });
  afterAll(() => cinder.close());
  afterEach(() => void cinder.bus.sent.splice(0));

  const act = (client: Client, id: string, action: string, body: unknown, version = '3.70'): Promise<Answer> =>
    client.with({ 'OpenStack-API-Version': `volume ${version}` }).post(`/v3/volumes/${id}/action`, { [action]: body });
  const told = (answer: Answer): [number, string] => [
    answer.status,
    Object.values(answer.json() as Record<string, { message: string }>)[0]?.message ?? '',
  ];
  const volume = (id: string) => cinder.database.client.volume.findUniqueOrThrow({ where: { id } });

  async function addVolume(values: Values = {}): Promise<string> {
    const made = await member.post('/v3/volumes', { volume: { size: 1 } });
    const { id } = (made.json() as { volume: { id: string } }).volume;
    const data = { status: 'available', host: 'node@file#file', ...values };
    await cinder.database.client.volume.update({ where: { id }, data });
    cinder.bus.sent.splice(0);
    return id;
  }
  async function addType(name: string, specs: Values = {}, more: Values = {}): Promise<string> {
    const made = await admin.post('/v3/types', { volume_type: { name, extra_specs: specs, ...more } });
    return (made.json() as { volume_type: { id: string } }).volume_type.id;
  }
  const reserved = async (): Promise<number> =>
    cinder.database.client.reservation.count({ where: { projectId: PROJECT, deleted: false } });

  it('are of the volume’s project alone, and of the microversions that have them', async () => {
    const id = await addVolume();
    await addType('wanted');
    const image = '11111111-2222-4333-8444-555555555555';
    for (const [action, body] of [
      ['os-retype', { new_type: 'wanted' }],
      ['os-volume_upload_image', { image_name: 'image' }],
      ['os-reimage', { image_id: image }],
      ['revert', { snapshot_id: image }],
    ] as const) {
      expect((await act(stranger, id, action, body)).status, action).toBe(404);
      expect((await act(cinder.client, id, action, body)).status, action).toBe(401);
    }
    expect((await act(member, id, 'os-reimage', { image_id: image }, '3.67')).status).toBe(404);
    expect(told(await act(member, id, 'revert', {}, '3.39'))).toEqual([404, 'The resource could not be found.']);
    const withVisibility = { image_name: 'image', visibility: 'private' };
    expect((await act(member, id, 'os-volume_upload_image', withVisibility, '3.0')).status).toBe(400);
    expect(cinder.bus.sent).toEqual([]);
    expect((await volume(id)).status).toBe('available');
  });

  it('reserve the quota of the new type, and tell the scheduler all of it', async () => {
    const id = await addVolume();
    const type = await addType('gold', { 'RESKEY:availability_zones': 'nova, other', multiattach: '<is> True' });
    const answer = await act(member, id, 'os-retype', { new_type: 'gold', migration_policy: 'on-demand' });
    expect([answer.status, answer.text]).toEqual([202, '']);
    expect(await volume(id)).toMatchObject({ status: 'retyping', previousStatus: 'available', multiattach: true });
    const args: Readonly<Record<string, unknown>> = cinder.bus.of('retype')[0]?.args ?? {};
    const spec = args.request_spec as Record<string, unknown>;
    expect(spec).toMatchObject({
      volume_id: id,
      volume_type: { id: type, name: 'gold', extra_specs: { multiattach: '<is> True' } },
      volume_properties: { id, status: 'retyping', volume_type: { name: '__DEFAULT__' } },
      migration_policy: 'on-demand',
      availability_zones: ['nova', 'other'],
    });
    const rows = async (uuids: unknown) =>
      (await cinder.database.client.reservation.findMany({ where: { uuid: { in: uuids as string[] } } }))
        .map(({ resource, delta }) => [resource, delta])
        .sort();
    expect(await rows(spec.quota_reservations)).toEqual([
      ['gigabytes_gold', 1],
      ['volumes_gold', 1],
    ]);
    expect(await rows(spec.old_reservations)).toEqual([
      ['gigabytes___DEFAULT__', -1],
      ['volumes___DEFAULT__', -1],
    ]);
    await cinder.database.client.reservation.deleteMany();
  });

  it('leave a volume and its quota as they are where it cannot be another type', async () => {
    await addType('public');
    await addType('secret', {}, { 'os-volume-type-access:is_public': false });
    await addType('large', { 'provisioning:min_vol_size': '2' });
    await addType('full');
    await addType('shared', { multiattach: '<is> True' });
    const limit = { json: { quota_set: { volumes_full: 0 } } };
    expect((await admin.send('PUT', `/v3/os-quota-sets/${PROJECT}`, limit)).status).toBe(200);
    const id = await addVolume();
    const inUse = await addVolume({ status: 'in-use' });
    for (const [one, type, expected] of [
      [id, 'nosuch', [404, 'Volume type with name nosuch could not be found.']],
      [id, 'secret', [404, 'Volume type with name secret could not be found.']],
      [
        id,
        'full',
        [413, "VolumeLimitExceeded: Maximum number of volumes allowed (0) exceeded for quota 'volumes_full'."],
      ],
    ] as const)
      expect(told(await act(member, one, 'os-retype', { new_type: type }))).toEqual(expected);
    for (const [one, type] of [
      [id, 'large'],
      [id, '__DEFAULT__'],
      [inUse, 'shared'],
      [await addVolume({ status: 'error' }), 'public'],
      [await addVolume({ migrationStatus: 'migrating' }), 'public'],
    ] as const)
      expect((await act(member, one, 'os-retype', { new_type: type })).status, type).toBe(400);
    expect((await act(member, id, 'os-retype', { new_type: 'public', migration_policy: null })).status).toBe(400);
    cinder.bus.fail('retype', new Error('the bus is gone'));
    expect((await act(member, id, 'os-retype', { new_type: 'shared' })).status).toBe(500);
    expect(await volume(id)).toMatchObject({ status: 'available', previousStatus: null, multiattach: false });
    expect(await reserved()).toBe(0);
    const usages = await cinder.database.client.quotaUsage.findMany({
      where: { projectId: PROJECT, resource: { in: ['volumes_shared', 'gigabytes_shared'] } },
    });
    expect(usages).toHaveLength(2);
    for (const usage of usages) expect(usage.reserved, usage.resource ?? '').toBe(0);
  });

  it('do not change limits that the node sets under a volume in use', async () => {
    const limited = await addType('limited');
    const made = await admin.post('/v3/qos-specs', { qos_specs: { name: 'front', consumer: 'front-end' } });
    const specs = (made.json() as { qos_specs: { id: string } }).qos_specs.id;
    await admin.get(`/v3/qos-specs/${specs}/associate?vol_type_id=${limited}`);
    const id = await addVolume({ status: 'in-use' });
    expect((await act(member, id, 'os-retype', { new_type: 'limited' })).status).toBe(400);
    expect((await volume(id)).status).toBe('in-use');
  });

  it('leave a volume as it is where the Image service does not answer', async () => {
    const id = await addVolume();
    const upload = (body: Values): Promise<Answer> =>
      act(member, id, 'os-volume_upload_image', { image_name: 'image', ...body });
    expect((await upload({})).status).toBe(400);
    expect((await upload({ visibility: 'public' })).status).toBe(403);
    expect((await act(member, id, 'os-reimage', { image_id: id })).status).toBe(500);
    expect(await volume(id)).toMatchObject({ status: 'available', previousStatus: null });
    const inUse = await addVolume({ status: 'in-use' });
    // The configuration does not let a volume in use be uploaded.
    const forced = await act(member, inUse, 'os-volume_upload_image', { image_name: 'image', force: true });
    expect(told(forced)).toEqual([400, `Invalid volume: Volume ${inUse} status must be available`]);
    expect(told(await act(member, inUse, 'os-reimage', { image_id: id }))).toEqual([
      400,
      `Invalid volume: Volume ${inUse} status must be available or error, but current status is in-use.`,
    ]);
  });

  it('do not write over what several servers have', async () => {
    const id = await addVolume();
    for (const instanceUuid of ['one', 'two'])
      await cinder.database.client.volumeAttachment.create({ data: { id: instanceUuid, volumeId: id, instanceUuid } });
    expect(told(await act(member, id, 'os-reimage', { image_id: id }))).toEqual([
      409,
      'Cannot re-image a volume which is attached to more than one server.',
    ]);
  });

  it('go back to the newest snapshot alone, and not while it or the volume is busy', async () => {
    const id = await addVolume();
    const revert = (body: unknown): Promise<Answer> => act(member, id, 'revert', body);
    expect(told(await revert([]))).toEqual([400, "Missing required element 'revert' in request body."]);
    expect(told(await revert({}))).toEqual([400, `Volume ${id} doesn't have any snapshots.`]);
    const made = await member.post('/v3/snapshots', { snapshot: { volume_id: id } });
    const snapshot = (made.json() as { snapshot: { id: string } }).snapshot.id;
    expect(told(await revert({}))).toEqual([
      400,
      `Specified snapshot None is None or not the latest one of volume ${id}.`,
    ]);
    const what = `Can't revert volume ${id} to its latest snapshot ${snapshot}.`;
    expect(told(await revert({ snapshot_id: snapshot }))).toEqual([
      409,
      `Invalid snapshot: ${what} Snapshot's status must be 'available'.`,
    ]);
    expect((await volume(id)).status).toBe('available');
    const { client } = cinder.database;
    await client.snapshot.update({ where: { id: snapshot }, data: { status: 'available' } });
    await client.volume.update({ where: { id }, data: { status: 'in-use' } });
    expect(told(await revert({ snapshot_id: snapshot }))).toEqual([
      409,
      `Invalid volume: ${what} Volume's status must be 'available'.`,
    ]);
    await client.volume.update({ where: { id }, data: { status: 'available', size: 2 } });
    expect((await revert({ snapshot_id: snapshot })).status).toBe(400);
    await client.volume.update({ where: { id }, data: { size: 1 } });
    expect((await revert({ snapshot_id: snapshot })).status).toBe(202);
    expect(cinder.bus.of('revert_to_snapshot')).toHaveLength(1);
    const states = async () => [
      (await volume(id)).status,
      (await client.snapshot.findUnique({ where: { id: snapshot } }))?.status,
    ];
    expect(await states()).toEqual(['reverting', 'restoring']);
    await client.volume.update({ where: { id }, data: { status: 'available' } });
    await client.snapshot.update({ where: { id: snapshot }, data: { status: 'available' } });
    cinder.bus.fail('revert_to_snapshot', new Error('the bus is gone'));
    expect((await revert({ snapshot_id: snapshot })).status).toBe(500);
    expect(await states()).toEqual(['available', 'available']);
  });
});
