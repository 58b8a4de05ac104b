// SPDX-License-Identifier: Apache-2.0
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bootCinder, type BootedCinder } from './boot-cinder.js';
import type { Client } from './client.js';

const PROJECT = 'b91907d985964d3c887b75d638060580';
const OTHER = '04157c980492479397fe5773ca5cb6c9';

type Fields = Readonly<Record<string, unknown>>;

describe('image metadata, snapshots under way and management, without workers', () => {
  let cinder: BootedCinder;
  let member: Client;
  let other: Client;
  let admin: Client;

  beforeAll(async () => {
    cinder = await bootCinder();
    const as = (project: string, ...roles: string[]): Client =>
      cinder.client.as(cinder.validator.issue({ project, roles })).with({ 'OpenStack-API-Version': 'volume 3.70' });
    member = as(PROJECT, 'member', 'reader');
    other = as(OTHER, 'member', 'reader');
    admin = as(PROJECT, 'admin', 'member', 'reader');
  });
  afterAll(() => cinder.close());

  const ask = async (client: Client, method: string, path: string, json?: object, project = PROJECT) => {
    const answer = await client.send(method, `/v3/${project}/${path}`, json === undefined ? {} : { json });
    return { status: answer.status, body: answer.text.startsWith('{') ? (answer.json() as Fields) : {} };
  };
  const volumeWith = async (values: object = {}): Promise<string> => {
    const { status, body } = await ask(member, 'POST', 'volumes', { volume: { size: 1 } });
    expect(status).toBe(202);
    const { id } = body.volume as { id: string };
    await cinder.database.client.volume.update({ where: { id }, data: { status: 'available', ...values } });
    return id;
  };
  const act = (client: Client, kind: string, id: string, action: object, project = PROJECT) =>
    ask(client, 'POST', `${kind}s/${id}/action`, action, project);

  it('is set, shown, listed and unset', async () => {
    const id = await volumeWith();
    const bare = await volumeWith();
    const none = await act(member, 'volume', id, { 'os-show_image_metadata': null });
    expect([none.status, none.body]).toEqual([
      404,
      { itemNotFound: { code: 404, message: `Glance metadata for volume/snapshot ${id} cannot be found.` } },
    ]);
    const set = (metadata: object, client = member, project = PROJECT) =>
      act(client, 'volume', id, { 'os-set_image_metadata': { metadata } }, project);
    expect((await set({ image_name: 'x', min_disk: '1' })).body).toEqual({
      metadata: { image_name: 'x', min_disk: '1' },
    });
    expect((await set({ min_disk: '2' })).body).toEqual({ metadata: { image_name: 'x', min_disk: '2' } });
    expect((await ask(member, 'GET', `volumes/${id}`)).body.volume).toMatchObject({
      volume_image_metadata: { image_name: 'x', min_disk: '2' },
    });
    const listed = (await ask(member, 'GET', 'volumes/detail')).body.volumes as Fields[];
    expect(listed.find((one) => one.id === id)).toHaveProperty('volume_image_metadata');
    expect(listed.find((one) => one.id === bare)).not.toHaveProperty('volume_image_metadata');
    const filter = encodeURIComponent("{'min_disk': '2'}");
    const filtered = (await ask(admin, 'GET', `volumes/detail?glance_metadata=${filter}`)).body.volumes as Fields[];
    expect(filtered.map((one) => one.id)).toEqual([id]);

    expect((await set({ a: 'b' }, other, OTHER)).status).toBe(404);
    expect((await set({ 'bad+key': 'b' })).status).toBe(400);
    const unset = (key: string) => act(member, 'volume', id, { 'os-unset_image_metadata': { key } });
    expect((await unset('nope')).status).toBe(404);
    expect(await unset('image_name')).toEqual({ status: 200, body: {} });
    expect((await act(member, 'volume', id, { 'os-show_image_metadata': null })).body).toEqual({
      metadata: { min_disk: '2' },
    });
    await cinder.database.client.volume.update({ where: { id }, data: { status: 'uploading' } });
    expect((await set({ a: 'b' })).status).toBe(400);
    expect((await unset('min_disk')).status).toBe(400);
  });

  it('snapshots go where they may from where they are', async () => {
    const volumeId = await volumeWith({ host: 'node@file#file' });
    const id = randomUUID();
    const { volumeTypeId } = await cinder.database.client.volume.findFirstOrThrow({ where: { id: volumeId } });
    await cinder.database.client.snapshot.create({
      data: { id, volumeId, volumeTypeId, projectId: PROJECT, status: 'creating', progress: '0%', volumeSize: 1 },
    });
    const report = (values: object, client = member, project = PROJECT) =>
      act(client, 'snapshot', id, { 'os-update_snapshot_status': values }, project);
    const row = () => cinder.database.client.snapshot.findFirstOrThrow({ where: { id } });
    expect((await report({ status: 'creating', progress: '40%' })).status).toBe(202);
    expect(await row()).toMatchObject({ status: 'creating', progress: '40%' });
    for (const progress of ['101%', '-1%', '4', 'much%'])
      expect((await report({ status: 'creating', progress })).status, progress).toBe(400);
    const wrong = await report({ status: 'deleting' });
    expect([wrong.status, wrong.body.badRequest]).toEqual([
      400,
      { code: 400, message: 'Provided snapshot status deleting not allowed for snapshot with status creating.' },
    ]);
    expect((await report({ status: 'available' }, other, OTHER)).status).toBe(404);
    expect((await report({ status: 'available' })).status).toBe(202);
    const late = await report({ status: 'error' });
    expect(late.body.badRequest).toMatchObject({
      message: 'Snapshot status available not allowed for update_snapshot_status',
    });
    expect(await row()).toMatchObject({ status: 'available', progress: '40%' });
  });

  it('management looks at the request, at whom it is from and at the back end, in this order', async () => {
    const path = 'os-volume-manage';
    expect((await ask(member, 'GET', `${path}?host=node@file`)).body.forbidden).toMatchObject({
      message: "Policy doesn't allow volume_extension:list_manageable to be performed.",
    });
    expect((await ask(member, 'POST', path, { volume: { host: 'node@file' } })).status).toBe(400);
    expect((await ask(member, 'POST', path, { volume: { host: 'node@file', ref: {} } })).status).toBe(403);
    const query = async (text: string): Promise<unknown> => {
      const { status, body } = await ask(admin, 'GET', `${path}?${text}`);
      return [status, (body.badRequest as Fields | undefined)?.message];
    };
    expect(await query('')).toEqual([400, 'Invalid input received: One and only one of cluster and host must be set.']);
    expect(await query('host=a&cluster=b')).toEqual(await query(''));
    expect(await query('host=a&sort=name')).toEqual([400, 'Invalid sort keys passed: name']);
    expect(await query('host=a&sort=size:up')).toEqual([400, 'Invalid sort dirs passed: up']);
    expect((await ask(admin, 'GET', `${path}?host=nobody@file`)).status).toBe(404);
    const first = admin.with({ 'OpenStack-API-Version': 'volume 3.8' });
    expect((await ask(first, 'GET', 'manageable_volumes?cluster=b')).body.badRequest).toMatchObject({
      message: 'Invalid input received: Host field is missing.',
    });
    expect((await ask(first, 'POST', path, { volume: { cluster: 'b', ref: {} } })).status).toBe(400);
  });

  it('asks the scheduler, with the volume counted and its row as it is', async () => {
    const { client } = cinder.database;
    const now = new Date();
    await client.service.create({
      data: {
        host: 'node@file',
        binary: 'cinder-volume',
        topic: 'cinder-volume',
        availabilityZone: 'here',
        disabled: false,
        createdAt: now,
        updatedAt: now,
      },
    });
    const before = await client.quotaUsage.findFirst({ where: { projectId: PROJECT, resource: 'volumes' } });
    const { status, body } = await ask(admin, 'POST', 'manageable_volumes', {
      volume: { host: 'node@file#pool', ref: { 'source-name': 'x' }, name: ' taken ', bootable: 'true' },
    });
    expect(status).toBe(202);
    expect(body.volume).toMatchObject({ name: 'taken', size: 0, status: 'creating', availability_zone: 'here' });
    expect(body.volume).not.toHaveProperty('group_id');
    const { id } = body.volume as { id: string };
    expect(await client.volume.findFirst({ where: { id } })).toMatchObject({
      status: 'managing',
      host: 'node@file#pool',
      bootable: true,
    });
    const after = await client.quotaUsage.findFirst({ where: { projectId: PROJECT, resource: 'volumes' } });
    expect(after?.inUse).toBe((before?.inUse ?? 0) + 1);
    const message = cinder.bus.sent.findLast(({ method }) => method === 'manage_existing');
    expect(message).toMatchObject({
      target: { topic: 'cinder-scheduler' },
      args: {
        request_spec: {
          volume_id: id,
          ref: { 'source-name': 'x' },
          volume_properties: { size: 0, status: 'managing', host: 'node@file#pool' },
          volume_type: { name: '__DEFAULT__' },
        },
        filter_properties: null,
      },
    });
    await client.service.updateMany({ where: { host: 'node@file' }, data: { disabled: true } });
    const refused = await ask(admin, 'POST', 'manageable_volumes', { volume: { host: 'node@file', ref: {} } });
    expect([refused.status, refused.body.badRequest]).toEqual([
      400,
      { code: 400, message: 'Service is unavailable at this time.' },
    ]);
  });
});
