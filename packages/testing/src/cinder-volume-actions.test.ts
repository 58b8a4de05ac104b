// SPDX-License-Identifier: Apache-2.0
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { mkdir, open, rm, truncate, writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { bootCinder, type BootedCinder } from './boot-cinder.js';
import { bootGlance, type BootedGlance } from './boot-glance.js';
import type { Answer, Client } from './client.js';
import { ListeningApplication } from './listening-application.js';

const PROJECT = '3f6d0c5a9b8e4f7aa1b2c3d4e5f60718';
const GIB = 2 ** 30;
const MIB = 2 ** 20;
const LIMIT = { timeout: 120_000 };

type Values = Readonly<Record<string, unknown>>;
type Body = Readonly<Record<string, Values>>;

describe('volumes that become another type, go elsewhere, become images or go back', () => {
  let glance: BootedGlance;
  let imageService: ListeningApplication;
  let cinder: BootedCinder;
  let client: Client;
  let images: Client;
  beforeAll(async () => {
    glance = await bootGlance();
    imageService = await ListeningApplication.start(glance.application);
    cinder = await bootCinder({
      workers: true,
      values: {
        DEFAULT: {
          enabled_backends: ['file', 'more', 'third'],
          glance_api_servers: [imageService.url],
          quota_volumes: -1,
          quota_gigabytes: -1,
        },
        more: {
          volume_driver: 'stackport.file',
          volume_backend_name: 'more',
          backend_availability_zone: 'second',
          file_volumes_dir: '$state_path/more',
        },
        third: {
          volume_driver: 'stackport.file',
          volume_backend_name: 'third',
          file_volumes_dir: '$state_path/third',
        },
      },
    });
    const { validator } = cinder;
    // One Keystone for both.
    glance.validator.validate = (token, options) => validator.validate(token, options);
    const token = validator.issue({ project: PROJECT, roles: ['admin', 'member', 'reader'] });
    client = cinder.client.as(token).with({ 'OpenStack-API-Version': 'volume 3.70' });
    images = glance.client.as(token);
  });
  afterAll(async () => {
    await cinder.close();
    await imageService.stop();
    await glance.close();
  });

  const show = async (kind: 'volume' | 'snapshot', id: string): Promise<Values> => {
    const answer = await client.get(`/v3/${kind}s/${id}`);
    return (answer.json() as Body)[kind] ?? {};
  };
  const create = async (kind: string, values: Values): Promise<string> => {
    const answer = await client.post(`/v3/${kind}s`, { [kind]: values });
    expect([200, 202], answer.text).toContain(answer.status);
    return String((answer.json() as Body)[kind]?.id);
  };
  const until = (id: string, wanted: Values, kind: 'volume' | 'snapshot' = 'volume'): Promise<void> =>
    vi.waitFor(async () => expect(await show(kind, id)).toMatchObject(wanted), LIMIT);
  const createVolume = async (values: Values = {}): Promise<string> => {
    const id = await create('volume', { size: 1, ...values });
    await until(id, { status: 'available' });
    return id;
  };
  const act = (id: string, action: string, body: Values): Promise<Answer> =>
    client.post(`/v3/volumes/${id}/action`, { [action]: body });
  const accepted = async (id: string, action: string, body: Values): Promise<Answer> => {
    const answer = await act(id, action, body);
    expect(answer.status, answer.text).toBe(202);
    return answer;
  };
  const createType = (name: string, specs: Values = {}): Promise<string> =>
    client
      .post('/v3/types', { volume_type: { name, extra_specs: specs } })
      .then((answer) => String((answer.json() as Body).volume_type?.id));

  const folderOf = (backend: string): string =>
    backend === 'file' ? cinder.folder.file('volumes') : cinder.folder.file('cinder', backend);
  const pathOn = (backend: string, id: string): string => `${folderOf(backend)}/volume-${id}`;
  const hostOf = async (id: string): Promise<string> => String((await show('volume', id))['os-vol-host-attr:host']);
  const backendOf = async (id: string): Promise<string> => /@(\w+)#/.exec(await hostOf(id))?.[1] ?? '';
  const fileOf = async (id: string): Promise<string> => pathOn(await backendOf(id), id);
  async function write(path: string, text: string, at = 0): Promise<void> {
    const file = await open(path, 'r+');
    await file.write(text, at);
    await file.close();
  }
  /** A volume whose file is cut short, so that copies of it are soon made. */
  async function createShort(values: Values = {}): Promise<string> {
    const id = await createVolume(values);
    await truncate(await fileOf(id), 8 * MIB);
    return id;
  }
  async function read(path: string, length: number, at = 0): Promise<string> {
    const file = await open(path, 'r');
    const { buffer } = await file.read(Buffer.alloc(length), 0, length, at);
    await file.close();
    return buffer.toString();
  }
  const usage = async (...resources: readonly string[]): Promise<Record<string, number>> => {
    const rows = await cinder.database.client.quotaUsage.findMany({
      where: { projectId: PROJECT, resource: { in: [...resources] }, deleted: false },
    });
    for (const { resource, reserved } of rows) expect(reserved, `reserved ${resource ?? ''}`).toBe(0);
    return Object.fromEntries(rows.map(({ resource, inUse }) => [resource ?? '', inUse]));
  };
  async function remove(id: string): Promise<void> {
    expect((await client.delete(`/v3/volumes/${id}`)).status).toBe(202);
    await vi.waitFor(async () => expect((await client.get(`/v3/volumes/${id}`)).status).toBe(404), LIMIT);
  }

  it('make a volume another type where it is, its snapshots and its quota too', async () => {
    const silver = await createType('silver');
    const gold = await createType('gold');
    const id = await createVolume({ volume_type: 'silver' });
    const snapshot = await create('snapshot', { volume_id: id });
    await until(snapshot, { status: 'available' }, 'snapshot');
    const host = await hostOf(id);
    await accepted(id, 'os-retype', { new_type: gold, migration_policy: 'never' });
    await until(id, {
      status: 'available',
      volume_type: 'gold',
      'os-vol-host-attr:host': host,
    });
    expect(await cinder.database.client.snapshot.findUnique({ where: { id: snapshot } })).toMatchObject({
      volumeTypeId: gold,
    });
    const parts = ['volumes', 'gigabytes', 'snapshots'];
    expect(await usage(...parts.map((part) => `${part}_silver`))).toEqual({
      volumes_silver: 0,
      gigabytes_silver: 0,
      snapshots_silver: 0,
    });
    expect(await usage(...parts.map((part) => `${part}_gold`))).toEqual({
      volumes_gold: 1,
      gigabytes_gold: 2,
      snapshots_gold: 1,
    });
    expect((await client.delete(`/v3/types/${silver}`)).status).toBe(202);
    const same = await act(id, 'os-retype', { new_type: 'gold', migration_policy: 'never' });
    expect([same.status, (await show('volume', id)).status]).toEqual([400, 'available']);
    await client.delete(`/v3/snapshots/${snapshot}`);
    await vi.waitFor(async () => expect((await client.get(`/v3/snapshots/${snapshot}`)).status).toBe(404), LIMIT);
    await remove(id);
    expect(await usage('volumes_gold', 'gigabytes_gold', 'snapshots_gold')).toEqual({
      volumes_gold: 0,
      gigabytes_gold: 0,
      snapshots_gold: 0,
    });
  }, 300_000);

  it('move a volume where its new type is, if that may be', async () => {
    const near = await createType('near', { volume_backend_name: 'file' });
    await createType('far', { volume_backend_name: 'more', 'RESKEY:availability_zones': 'second' });
    const id = await createVolume({ volume_type: 'near', metadata: { colour: 'blue' } });
    const host = await hostOf(id);
    await write(await fileOf(id), 'all of it');
    await write(await fileOf(id), 'the end', GIB - 7);
    await accepted(id, 'os-retype', { new_type: 'far', migration_policy: 'never' });
    await until(id, { status: 'available', volume_type: 'near' });
    await vi.waitFor(
      async () => expect(await usage('volumes_near', 'volumes_far')).toMatchObject({ volumes_near: 1 }),
      LIMIT,
    );
    await accepted(id, 'os-retype', { new_type: 'far', migration_policy: 'on-demand' });
    await until(id, {
      status: 'available',
      volume_type: 'far',
      migration_status: 'success',
      availability_zone: 'second',
      metadata: { colour: 'blue' },
      'os-vol-host-attr:host': host.replace('@file#file', '@more#more'),
    });
    expect(await read(pathOn('more', id), 9)).toBe('all of it');
    expect(await read(pathOn('more', id), 7, GIB - 7)).toBe('the end');
    await vi.waitFor(() => expect(existsSync(pathOn('file', id))).toBe(false), LIMIT);
    expect(await usage('volumes_near', 'gigabytes_near', 'volumes_far', 'gigabytes_far')).toEqual({
      volumes_near: 0,
      gigabytes_near: 0,
      volumes_far: 1,
      gigabytes_far: 1,
    });
    // What carried the data is gone too.
    await vi.waitFor(async () => {
      expect((await client.get('/v3/volumes?all_tenants=1')).json()).toMatchObject({ volumes: [{ id }] });
    }, LIMIT);
    expect((await client.delete(`/v3/types/${near}`)).status).toBe(202);
    await remove(id);
    expect(readdirSync(folderOf('more')).filter((name) => !name.startsWith('.'))).toEqual([]);
  }, 300_000);

  it('move a volume to another back end and back, and leave it where that fails', async () => {
    const id = await createShort();
    await write(await fileOf(id), 'moved');
    const [near, host] = [await backendOf(id), await hostOf(id)];
    const far = near === 'file' ? 'third' : 'file';
    const there = host.replaceAll(near, far);
    await accepted(id, 'os-migrate_volume', { host: there, lock_volume: true, force_host_copy: true });
    await until(id, { status: 'available', migration_status: 'success', 'os-vol-host-attr:host': there });
    expect(await read(pathOn(far, id), 5)).toBe('moved');
    await vi.waitFor(() => expect(existsSync(pathOn(near, id))).toBe(false), LIMIT);
    await accepted(id, 'os-migrate_volume', { host });
    await until(id, { status: 'available', migration_status: 'success', 'os-vol-host-attr:host': host });
    expect(await read(pathOn(near, id), 5)).toBe('moved');
    await vi.waitFor(() => expect(existsSync(pathOn(far, id))).toBe(false), LIMIT);
    await accepted(id, 'os-migrate_volume', { host: there.replace(`#${far}`, '#nowhere'), lock_volume: true });
    await until(id, { status: 'available', migration_status: 'error', 'os-vol-host-attr:host': host });
    // A back end whose folder is none any more.
    await rm(folderOf(far), { recursive: true });
    await writeFile(folderOf(far), '');
    await accepted(id, 'os-reset_status', { migration_status: 'none' });
    await accepted(id, 'os-migrate_volume', { host: there, lock_volume: true });
    await until(id, { status: 'available', migration_status: 'error', 'os-vol-host-attr:host': host });
    expect(await read(pathOn(near, id), 5)).toBe('moved');
    await rm(folderOf(far));
    await mkdir(folderOf(far));
    const targets = { migrationStatus: `target:${id}`, deleted: false };
    await vi.waitFor(async () => expect(await cinder.database.client.volume.count({ where: targets })).toBe(0), LIMIT);
    await remove(id);
  }, 300_000);

  it('make images of a volume, with what its own image said, and write them over it', async () => {
    const source = await createImage(Buffer.from('an image'), { os_distro: 'stackport', min_disk: 1 });
    const id = await createShort({ imageRef: source });
    expect((await show('volume', id)).volume_image_metadata).toEqual({
      image_id: source,
      image_name: 'small',
      os_distro: 'stackport',
      checksum: createHash('md5').update('an image').digest('hex'),
      container_format: 'bare',
      disk_format: 'raw',
      min_disk: '1',
      min_ram: '0',
      size: '8',
    });
    const upload = async (values: Values): Promise<Values> => {
      const answer = await accepted(id, 'os-volume_upload_image', { image_name: 'copy', ...values });
      const { 'os-volume_upload_image': told } = answer.json() as { 'os-volume_upload_image': Values };
      expect(told).toMatchObject({
        id,
        status: 'uploading',
        size: 1,
        image_name: 'copy',
        volume_type: { name: '__DEFAULT__' },
      });
      await vi.waitFor(async () => {
        const image = (await images.get(`/v2/images/${String(told.image_id)}`)).json() as Values;
        expect(image.status).toBe('active');
      }, LIMIT);
      await until(id, { status: 'available' });
      return (await images.get(`/v2/images/${String(told.image_id)}`)).json() as Values;
    };
    const raw = await upload({ visibility: 'public', protected: true });
    expect(raw).toMatchObject({
      disk_format: 'raw',
      size: 8 * MIB,
      visibility: 'public',
      protected: true,
      os_distro: 'stackport',
    });
    await write(await fileOf(id), 'later on');
    const qcow2 = await upload({ disk_format: 'qcow2' });
    expect(qcow2).toMatchObject({ disk_format: 'qcow2', visibility: 'private', protected: false });
    expect(qcow2.size).toBeLessThan(2 * MIB);
    await write(await fileOf(id), 'spoiled!');
    await accepted(id, 'os-reimage', { image_id: String(qcow2.id) });
    await until(id, {
      status: 'available',
      bootable: 'true',
      volume_image_metadata: { image_id: qcow2.id, disk_format: 'qcow2' },
    });
    expect(await read(await fileOf(id), 8)).toBe('later on');
    expect(statSync(await fileOf(id)).size).toBe(GIB);
    const compressed = await act(id, 'os-volume_upload_image', { image_name: 'no', container_format: 'compressed' });
    expect([compressed.status, compressed.text]).toEqual([
      400,
      expect.stringContaining('Image compression upload disallowed'),
    ]);
    await until(id, { status: 'available' });
  }, 300_000);

  it('leave a volume as it is where the image is none, or too large', async () => {
    const id = await createVolume();
    const large = await createImage(Buffer.from('large'), { min_disk: 2 });
    for (const [image, status] of [
      ['11111111-2222-4333-8444-555555555555', 404],
      [large, 400],
    ] as const) {
      expect((await act(id, 'os-reimage', { image_id: image })).status).toBe(status);
      expect((await show('volume', id)).status).toBe('available');
    }
    const bad = await createImage(Buffer.from('no qcow2'), { disk_format: 'qcow2' });
    await accepted(id, 'os-reimage', { image_id: bad });
    await until(id, { status: 'error' });
    // Not a byte was written.
    expect(await read(await fileOf(id), 8)).toBe('\0'.repeat(8));
    await accepted(id, 'os-reimage', { image_id: await createImage(Buffer.from('good'), {}) });
    await until(id, { status: 'error', bootable: 'true' });
    expect(await read(await fileOf(id), 4)).toBe('good');
  }, 300_000);

  it('take a volume back to its newest snapshot, and to no other', async () => {
    const id = await createShort();
    const before = await create('snapshot', { volume_id: id });
    await until(before, { status: 'available' }, 'snapshot');
    const none = await createVolume();
    expect((await act(none, 'revert', { snapshot_id: before })).status).toBe(400);
    await write(await fileOf(id), 'before');
    await cinder.database.client.snapshot.update({ where: { id: before }, data: { createdAt: new Date(0) } });
    const snapshot = await create('snapshot', { volume_id: id });
    await until(snapshot, { status: 'available' }, 'snapshot');
    await write(await fileOf(id), 'after!');
    expect((await act(id, 'revert', { snapshot_id: before })).status).toBe(400);
    expect((await act(id, 'revert', {})).status).toBe(400);
    await accepted(id, 'revert', { snapshot_id: snapshot });
    await until(id, { status: 'available' });
    await until(snapshot, { status: 'available' }, 'snapshot');
    expect(await read(await fileOf(id), 6)).toBe('before');
    await cinder.database.client.snapshot.update({ where: { id: snapshot }, data: { status: 'error' } });
    expect((await act(id, 'revert', { snapshot_id: snapshot })).status).toBe(409);
    expect((await show('volume', id)).status).toBe('available');
    const made = await client.post('/v3/volumes', { volume: { snapshot_id: snapshot } });
    expect([made.status, made.text]).toEqual([
      400,
      expect.stringContaining("Invalid snapshot: Originating snapshot status must be one of 'available' values"),
    ]);
  }, 300_000);

  it('are of the type that their image asks for, where nobody asks for another', async () => {
    await createType('imaged');
    await createType('asked');
    const image = await createImage(Buffer.from('typed'), { cinder_img_volume_type: 'imaged' });
    expect(await show('volume', await createVolume({ imageRef: image }))).toMatchObject({ volume_type: 'imaged' });
    const asked = await createVolume({ imageRef: image, volume_type: 'asked' });
    expect(await show('volume', asked)).toMatchObject({ volume_type: 'asked' });
    const lost = await createImage(Buffer.from('lost'), { cinder_img_volume_type: 'nosuch' });
    const answer = await client.post('/v3/volumes', { volume: { size: 1, imageRef: lost } });
    expect([answer.status, answer.text]).toEqual([
      404,
      expect.stringContaining('Volume type with name nosuch could not be found.'),
    ]);
  }, 300_000);

  async function createImage(data: Buffer, values: Values): Promise<string> {
    const made = await images.post('/v2/images', {
      name: 'small',
      disk_format: 'raw',
      container_format: 'bare',
      ...values,
    });
    const id = made.field('id');
    const put = await images.put(`/v2/images/${id}/file`, data);
    expect(put.status, put.text).toBe(204);
    return id;
  }
});
