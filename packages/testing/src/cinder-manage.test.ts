// SPDX-License-Identifier: Apache-2.0
import { closeSync, existsSync, ftruncateSync, openSync, readdirSync, readSync, writeSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { bootCinder, type BootedCinder } from './boot-cinder.js';
import type { Client } from './client.js';

const PROJECT = '3f6d0c5a9b8e4f7aa1b2c3d4e5f60718';
const KEY = '00000000-0000-0000-0000-000000000000';
const GIB = 2 ** 30;

type Fields = Readonly<Record<string, unknown>>;

describe('what is on a back end already, with all workers in one process', () => {
  let cinder: BootedCinder;
  let admin: Client;
  let member: Client;
  let host: string;

  beforeAll(async () => {
    cinder = await bootCinder({
      workers: true,
      values: {
        DEFAULT: {
          enabled_backends: ['file', 'other'],
          scheduler_default_filters: [
            'AvailabilityZoneFilter',
            'CapacityFilter',
            'CapabilitiesFilter',
            'SameBackendFilter',
            'DifferentBackendFilter',
          ],
        },
        other: {
          volume_driver: 'stackport.file',
          volume_backend_name: 'other',
          file_volumes_dir: '$state_path/other-volumes',
        },
        key_manager: { backend: 'cinder.keymgr.conf_key_mgr.ConfKeyManager', fixed_key: '0f'.repeat(32) },
      },
    });
    const as = (...roles: string[]): Client =>
      cinder.client
        .as(cinder.validator.issue({ project: PROJECT, roles }))
        .with({ 'OpenStack-API-Version': 'volume 3.70' });
    admin = as('admin', 'member', 'reader');
    member = as('member', 'reader');
    const services = await json(admin, 'os-services?binary=cinder-volume');
    host = String((services.services as Fields[]).find((one) => String(one.host).endsWith('@file'))?.host);
  });
  afterAll(() => cinder.close());

  const json = async (client: Client, path: string): Promise<Fields> => {
    const answer = await client.get(`/v3/${PROJECT}/${path}`);
    expect(answer.status, answer.text).toBe(200);
    return answer.json() as Fields;
  };
  const get = async (kind: string, id: string): Promise<Fields> =>
    (await json(admin, `${kind}s/${id}`))[kind] as Fields;
  const post = async (path: string, body: object, client = admin): Promise<{ status: number; body: Fields }> => {
    const answer = await client.post(`/v3/${PROJECT}/${path}`, body);
    return { status: answer.status, body: answer.text.startsWith('{') ? (answer.json() as Fields) : {} };
  };
  const create = async (path: string, kind: string, values: object, more: object = {}): Promise<string> => {
    const { status, body } = await post(path, { [kind]: values, ...more });
    expect([200, 202], JSON.stringify(body)).toContain(status);
    return String((body[kind] as Fields).id);
  };
  const act = async (kind: string, id: string, action: object): Promise<number> =>
    (await post(`${kind}s/${id}/action`, action)).status;
  const until = (kind: string, id: string, status: string): Promise<void> =>
    vi.waitFor(async () => expect((await get(kind, id)).status).toBe(status), { timeout: 120_000 });
  const gone = (kind: string, id: string): Promise<void> =>
    vi.waitFor(async () => expect((await admin.get(`/v3/${PROJECT}/${kind}s/${id}`)).status).toBe(404), {
      timeout: 120_000,
    });
  const remove = async (kind: string, id: string): Promise<void> => {
    expect((await admin.delete(`/v3/${PROJECT}/${kind}s/${id}`)).status).toBe(202);
    await gone(kind, id);
  };
  const file = (name: string): string => cinder.folder.file('volumes', name);
  const write = (name: string, text: string, size: number): void => {
    const handle = openSync(file(name), 'w');
    ftruncateSync(handle, size);
    writeSync(handle, text, size - text.length);
    closeSync(handle);
  };
  const read = (name: string, length: number, position: number): string => {
    const handle = openSync(file(name), 'r');
    const buffer = Buffer.alloc(length);
    readSync(handle, buffer, 0, length, position);
    closeSync(handle);
    return buffer.toString();
  };
  const usage = async (): Promise<Record<string, number>> => {
    const rows = await cinder.database.client.quotaUsage.findMany({ where: { projectId: PROJECT } });
    expect(rows.filter(({ reserved }) => reserved !== 0)).toEqual([]);
    return Object.fromEntries(rows.map(({ resource, inUse }) => [resource ?? '', inUse]));
  };
  const manageable = async (kind: string, query = ''): Promise<Fields[]> =>
    (await json(admin, `manageable_${kind}s${query.startsWith('/') ? query : `?${query}`}`))[
      `manageable-${kind}s`
    ] as Fields[];

  it('becomes a volume and a snapshot with the bytes that it has, and is let go again', async () => {
    const size = 1.5 * GIB;
    write('disk.raw', 'the last bytes', size);
    write('then.raw', 'as it was then', GIB);
    expect(await manageable('volume', `host=${encodeURIComponent(host)}&sort=reference:asc`)).toEqual([
      { reference: { 'source-name': 'disk.raw' }, size: 2, safe_to_manage: true },
      { reference: { 'source-name': 'then.raw' }, size: 1, safe_to_manage: true },
    ]);
    const marker = encodeURIComponent(JSON.stringify({ 'source-name': 'disk.raw' }));
    const page = `host=${encodeURIComponent(host)}&sort=reference:asc&limit=1&marker=${marker}`;
    expect((await manageable('volume', page)).map(({ reference }) => reference)).toEqual([
      { 'source-name': 'then.raw' },
    ]);
    const lost = await admin.get(
      `/v3/${PROJECT}/manageable_volumes?host=${encodeURIComponent(host)}&marker=${encodeURIComponent('{"source-name": "x"}')}`,
    );
    expect([lost.status, lost.text]).toEqual([400, expect.stringContaining("marker not found: {'source-name': 'x'}")]);

    const volume = await create('manageable_volumes', 'volume', {
      host: `${host}#file`,
      ref: { 'source-name': 'disk.raw' },
      name: 'taken',
      metadata: { origin: 'elsewhere' },
      bootable: true,
    });
    await until('volume', volume, 'available');
    expect(await get('volume', volume)).toMatchObject({ size: 2, bootable: 'true', metadata: { origin: 'elsewhere' } });
    expect(existsSync(file('disk.raw'))).toBe(false);
    expect(read(`volume-${volume}`, 14, size - 14)).toBe('the last bytes');
    expect(await usage()).toMatchObject({ volumes: 1, gigabytes: 2 });
    const detail = await manageable('volume', `/detail?host=${encodeURIComponent(host)}&sort=size:desc`);
    expect(detail[0]).toEqual({
      reference: { 'source-name': `volume-${volume}` },
      size: 2,
      safe_to_manage: false,
      reason_not_safe: 'already managed',
      cinder_id: volume,
      extra_info: null,
    });

    const snapshot = await create('manageable_snapshots', 'snapshot', {
      volume_id: volume,
      ref: { 'source-name': 'then.raw' },
      name: 'then',
    });
    await until('snapshot', snapshot, 'available');
    expect(await get('snapshot', snapshot)).toMatchObject({ size: 1, name: 'then' });
    expect(await usage()).toMatchObject({ volumes: 1, snapshots: 1, gigabytes: 3 });
    const listed = await manageable('snapshot', `/detail?host=${encodeURIComponent(host)}`);
    expect(listed).toEqual([
      expect.objectContaining({
        cinder_id: snapshot,
        safe_to_manage: false,
        source_reference: { 'source-name': `volume-${volume}` },
      }),
    ]);
    const restored = await create('volumes', 'volume', { snapshot_id: snapshot, size: 2 });
    await until('volume', restored, 'available');
    expect(read(`volume-${restored}`, 14, GIB - 14)).toBe('as it was then');
    await remove('volume', restored);

    expect(await act('snapshot', snapshot, { 'os-unmanage': {} })).toBe(202);
    await gone('snapshot', snapshot);
    expect(await act('volume', volume, { 'os-unmanage': {} })).toBe(202);
    await gone('volume', volume);
    expect(read(`volume-${volume}`, 14, size - 14)).toBe('the last bytes');
    expect(read(`snapshot-${snapshot}`, 14, GIB - 14)).toBe('as it was then');
    expect(await usage()).toMatchObject({ volumes: 0, snapshots: 0, gigabytes: 0 });

    // What it left can come back.
    const again = await create('os-volume-manage', 'volume', { host, ref: { 'source-name': `volume-${volume}` } });
    await until('volume', again, 'available');
    await remove('volume', again);
    expect(readdirSync(file('')).filter((name) => name.startsWith('volume-'))).toEqual([]);
  }, 600_000);

  it('is refused where it is somebody’s, is not there, or the caller is no administrator', async () => {
    const owned = await create(
      'volumes',
      'volume',
      { size: 1 },
      {
        'OS-SCH-HNT:scheduler_hints': { query: JSON.stringify(['=', '$host', host]) },
      },
    );
    await until('volume', owned, 'available');
    const where = String((await get('volume', owned))['os-vol-host-attr:host']);
    const twice = await post('manageable_volumes', {
      volume: { host: where, ref: { 'source-name': `volume-${owned}` } },
    });
    expect(twice.status).toBe(400);
    expect((twice.body.badRequest as Fields).message).toMatch('The volume is already managed');
    // As a snapshot it is looked for on the back end itself.
    const stolen = await create('os-snapshot-manage', 'snapshot', {
      volume_id: owned,
      ref: { 'source-name': `volume-${owned}` },
    });
    await until('snapshot', stolen, 'error');
    await remove('snapshot', stolen);
    const missing = await create('manageable_volumes', 'volume', { host: where, ref: { 'source-name': 'absent' } });
    await until('volume', missing, 'error');
    await remove('volume', missing);
    await remove('volume', owned);
    expect(await usage()).toMatchObject({ volumes: 0, snapshots: 0, gigabytes: 0 });

    const unknown = await post('manageable_volumes', { volume: { host: 'nowhere@file', ref: {} } });
    expect([unknown.status, unknown.body.badRequest]).toEqual([
      400,
      { code: 400, message: "Host 'nowhere@file' not found" },
    ]);
    expect((await post('manageable_volumes', { volume: { host, cluster: 'both', ref: {} } })).status).toBe(400);
    expect((await post('manageable_volumes', { volume: { host, ref: {} } }, member)).status).toBe(403);
    expect((await member.get(`/v3/${PROJECT}/manageable_snapshots?host=${host}`)).status).toBe(403);
    const old = await admin.with({ 'OpenStack-API-Version': 'volume 3.7' }).get(`/v3/${PROJECT}/manageable_volumes`);
    expect(old.status).toBe(404);
  }, 600_000);

  it('hints place a volume beside another one, or not', async () => {
    const first = await create('volumes', 'volume', { size: 1 });
    await until('volume', first, 'available');
    const hostOf = async (id: string): Promise<unknown> => (await get('volume', id))['os-vol-host-attr:host'];
    const hinted = (hint: object): Promise<string> =>
      create('volumes', 'volume', { size: 1 }, { 'OS-SCH-HNT:scheduler_hints': hint });
    const same = await hinted({ same_host: [first] });
    const different = await hinted({ different_host: first });
    await until('volume', same, 'available');
    await until('volume', different, 'available');
    expect(await hostOf(same)).toBe(await hostOf(first));
    expect(await hostOf(different)).not.toBe(await hostOf(first));
    const neither = await hinted({ different_host: [first, different] });
    await until('volume', neither, 'error');
    for (const id of [first, same, different, neither]) await remove('volume', id);
    const wrong = await post('volumes', {
      volume: { size: 1 },
      'OS-SCH-HNT:scheduler_hints': { same_host: 'no uuid' },
    });
    expect(wrong.status).toBe(400);
  }, 600_000);

  it('volumes of an encrypted type have the key of the configuration, and tell how they are encrypted', async () => {
    const type = await create('types', 'volume_type', { name: 'luks' });
    const specs = { provider: 'luks', cipher: 'aes-xts-plain64', key_size: 256, control_location: 'front-end' };
    expect((await post(`types/${type}/encryption`, { encryption: specs })).status).toBe(200);
    const volume = await create('volumes', 'volume', { size: 1, volume_type: 'luks' });
    await until('volume', volume, 'available');
    const plain = await create('volumes', 'volume', { size: 1 });
    await until('volume', plain, 'available');
    expect(await get('volume', volume)).toMatchObject({ encrypted: true });
    expect(await json(member, `volumes/${volume}/encryption`)).toEqual({ encryption_key_id: KEY, ...specs });
    expect(await json(member, `volumes/${plain}/encryption`)).toEqual({ encryption_key_id: null });
    for (const [name, text] of [
      ['cipher', 'aes-xts-plain64'],
      ['key_size', '256'],
    ]) {
      const item = await member.get(`/v3/${PROJECT}/volumes/${volume}/encryption/${name ?? ''}`);
      expect([item.status, item.text]).toEqual([200, text]);
    }
    expect((await member.get(`/v3/${PROJECT}/volumes/${volume}/encryption/nothing`)).status).toBe(404);
    const stranger = cinder.client.as(cinder.validator.issue({ project: 'b'.repeat(32) }));
    expect((await stranger.get(`/v3/${'b'.repeat(32)}/volumes/${volume}/encryption`)).status).toBe(404);

    const snapshot = await create('snapshots', 'snapshot', { volume_id: volume });
    await until('snapshot', snapshot, 'available');
    const copy = await create('volumes', 'volume', { snapshot_id: snapshot });
    await until('volume', copy, 'available');
    expect(await json(member, `volumes/${copy}/encryption`)).toMatchObject({ encryption_key_id: KEY });
    const other = await post('volumes', { volume: { size: 1, source_volid: plain, volume_type: 'luks' } });
    expect(other.status).toBe(400);
    expect((await post('manageable_volumes', { volume: { host, ref: {}, volume_type: 'luks' } })).status).toBe(400);
    expect(await act('volume', copy, { 'os-unmanage': {} })).toBe(400);
    const messages = (await json(admin, 'messages')).messages as Fields[];
    expect(messages.find((one) => one.resource_uuid === copy)).toMatchObject({
      user_message: 'unmanage volume:Unmanaging encrypted volumes is not supported.',
    });
    await remove('volume', copy);
    await remove('snapshot', snapshot);
    await remove('volume', volume);
    await remove('volume', plain);
  }, 600_000);

  it('a frozen back end takes no new volumes and keeps those that it has', async () => {
    const volume = await create('volumes', 'volume', { size: 1 });
    await until('volume', volume, 'available');
    const where = String((await get('volume', volume))['os-vol-host-attr:host']).split('#', 1)[0] ?? '';
    const service = async (): Promise<Fields | undefined> =>
      ((await json(admin, 'os-services?binary=cinder-volume')).services as Fields[]).find((one) => one.host === where);
    const freeze = async (verb: string): Promise<number> =>
      (await admin.send('PUT', `/v3/${PROJECT}/os-services/${verb}`, { json: { host: where } })).status;
    expect(await freeze('freeze')).toBe(200);
    expect(await service()).toMatchObject({ status: 'disabled', disabled_reason: 'frozen', frozen: true });
    expect((await admin.delete(`/v3/${PROJECT}/volumes/${volume}`)).status).toBe(400);
    expect((await admin.get(`/v3/${PROJECT}/manageable_volumes?host=${where}`)).status).toBe(400);
    const elsewhere = await create('volumes', 'volume', { size: 1 });
    await until('volume', elsewhere, 'available');
    expect((await get('volume', elsewhere))['os-vol-host-attr:host']).not.toContain(where);
    expect(await freeze('thaw')).toBe(200);
    expect(await service()).toMatchObject({ status: 'enabled', frozen: false });
    await remove('volume', volume);
    await remove('volume', elsewhere);
  }, 600_000);
});
