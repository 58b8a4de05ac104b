// SPDX-License-Identifier: Apache-2.0
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { RabbitTap, RabbitVhost } from '@stackport/messaging/testing';
import { afterEach, describe, expect, it } from 'vitest';
import { ADMIN, LiveGlance } from '../import/test-support.js';

let glance: LiveGlance;
const cleaning: (() => Promise<void>)[] = [];
afterEach(async () => {
  await glance.close();
  for (const clean of cleaning.splice(0)) await clean();
});

const started = (values: Record<string, Record<string, unknown>> = {}, multiStore = false): Promise<LiveGlance> =>
  LiveGlance.start({ multiStore, values: { oslo_messaging_notifications: { driver: ['log'] }, ...values } });

interface Told {
  readonly event_type: string;
  readonly priority: string;
  readonly publisher_id: string;
  readonly payload: Record<string, unknown>;
}

/** What the log driver has written. */
function told(): Told[] {
  return glance.log
    .join('')
    .split('\n')
    .filter((line) => line.includes(' oslo.messaging.notification.'))
    .map((line) => JSON.parse(line.slice(line.indexOf('{'))) as Told);
}
const events = (): string[] => told().map(({ event_type: event }) => event);
const last = (event: string): Told | undefined => told().findLast(({ event_type: one }) => one === event);
const TIME = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/) as unknown;

describe('notifications of images', () => {
  it('tell of an image from its creation to its end', async () => {
    glance = await started();
    const id = await glance.create({ name: 'disk', tags: ['a'], 'own-property': 'x' });
    await glance.ask('PUT', `/v2/images/${id}/file`, Buffer.from('hello'));
    await glance.ask('GET', `/v2/images/${id}/file`);
    await glance.ask('GET', `/v2/images/${id}/file`, undefined, { Range: 'bytes=1-2' });
    await glance.ask('PUT', `/v2/images/${id}/members/friend`, undefined);
    await glance.ask('POST', `/v2/images/${id}/members`, { member: 'friend' });
    await glance.ask(
      'PUT',
      `/v2/images/${id}/members/friend`,
      { status: 'accepted' },
      { 'X-Auth-Token': 'friend:member' },
    );
    await glance.ask('DELETE', `/v2/images/${id}/members/friend`);
    await glance.ask('DELETE', `/v2/images/${id}`);
    await expect
      .poll(events)
      .toEqual([
        'image.create',
        'image.update',
        'image.prepare',
        'image.upload',
        'image.activate',
        'image.update',
        'image.send',
        'image.send',
        'image.member.create',
        'image.member.update',
        'image.member.delete',
        'image.delete',
      ]);
    expect(told().every(({ priority, publisher_id: from }) => priority === 'INFO' && from === 'image.localhost')).toBe(
      true,
    );
    const image = {
      id,
      name: 'disk',
      status: 'queued',
      created_at: TIME,
      updated_at: TIME,
      min_disk: 0,
      min_ram: 0,
      protected: false,
      checksum: null,
      owner: 'demo',
      disk_format: 'raw',
      container_format: 'bare',
      size: null,
      virtual_size: null,
      is_public: false,
      visibility: 'shared',
      properties: { 'own-property': 'x' },
      tags: ['a'],
      deleted: false,
      deleted_at: null,
    };
    expect(last('image.create')?.payload).toEqual(image);
    expect(last('image.prepare')?.payload).toEqual({
      ...image,
      status: 'saving',
      os_glance_importing_to_stores: [],
      os_glance_failed_import: [],
    });
    const data = { checksum: '5d41402abc4b2a76b9719d911017c592', size: 5, virtual_size: 5 };
    expect(last('image.activate')?.payload).toEqual({ ...image, ...data, status: 'active' });
    expect(last('image.delete')?.payload).toEqual({
      ...image,
      ...data,
      status: 'deleted',
      deleted: true,
      deleted_at: TIME,
    });
    expect(
      told()
        .filter(({ event_type: event }) => event === 'image.send')
        .map(({ payload }) => payload),
    ).toEqual(
      [5, 2].map((bytes) => ({
        bytes_sent: bytes,
        image_id: id,
        owner_id: 'demo',
        receiver_tenant_id: 'demo',
        receiver_user_id: 'user-demo',
      })),
    );
    expect(last('image.member.update')?.payload).toEqual({
      image_id: id,
      member_id: 'friend',
      status: 'accepted',
      created_at: TIME,
      updated_at: TIME,
      deleted: false,
      deleted_at: null,
    });
    expect(last('image.member.delete')?.payload).toMatchObject({
      member_id: 'friend',
      deleted: true,
      deleted_at: TIME,
    });
  });

  it('tell of an upload that failed, with the image queued again', async () => {
    glance = await started();
    const id = await glance.create();
    rmSync(join(glance.folder, 'images'), { recursive: true });
    writeFileSync(join(glance.folder, 'images'), 'no folder');
    expect((await glance.ask('PUT', `/v2/images/${id}/file`, Buffer.from('x'))).status).toBe(500);
    expect(events()).toEqual(['image.create', 'image.update', 'image.prepare', 'image.upload', 'image.update']);
    expect(last('image.upload')).toMatchObject({
      priority: 'ERROR',
      payload: expect.stringMatching(`^Failed to upload image data for image ${id} due to internal error: `) as unknown,
    });
    expect(last('image.update')?.payload).toMatchObject({ status: 'queued' });
  });

  it('tell of a task and of what it imports, store by store', async () => {
    glance = await started({}, true);
    const id = await glance.create();
    await glance.ask('PUT', `/v2/images/${id}/stage`, Buffer.from('staged'));
    await glance.ask('POST', `/v2/images/${id}/import`, {
      method: { name: 'glance-direct' },
      stores: ['fast', 'slow'],
    });
    const task = await glance.finished(id);
    await expect
      .poll(() => events().filter((event) => !event.startsWith('image.update')))
      .toEqual([
        'image.create',
        'task.create',
        'task.run',
        'task.processing',
        'image.prepare',
        'image.upload',
        'image.prepare',
        'image.upload',
        'image.activate',
        'task.success',
      ]);
    expect(
      told()
        .filter(({ event_type: event }) => event === 'image.prepare')
        .map(({ payload }) => payload),
    ).toMatchObject([
      { backend: 'fast', os_glance_importing_to_stores: ['fast', 'slow'] },
      { backend: 'slow', os_glance_importing_to_stores: ['slow'] },
    ]);
    expect(last('task.success')?.payload).toEqual({
      id: task.id,
      type: 'api_image_import',
      status: 'success',
      result: null,
      owner: 'demo',
      message: null,
      expires_at: TIME,
      created_at: TIME,
      updated_at: TIME,
      deleted: false,
      deleted_at: null,
    });
  });

  it('are not sent where their event or group is disabled', async () => {
    glance = await started({
      DEFAULT: { disabled_notifications: ['image.update', 'image.member', 'metadef_namespace'] },
    });
    const id = await glance.create();
    await glance.ask('PATCH', `/v2/images/${id}`, undefined);
    await glance.ask('PUT', `/v2/images/${id}/file`, Buffer.from('x'));
    await glance.ask('POST', `/v2/images/${id}/members`, { member: 'friend' });
    await glance.ask('POST', '/v2/metadefs/namespaces', { namespace: 'N' }, { 'X-Auth-Token': ADMIN });
    expect(events()).toEqual(['image.create', 'image.prepare', 'image.upload', 'image.activate']);
  });
});

describe('notifications of metadata definitions', () => {
  it('tell of each of them', async () => {
    glance = await started();
    const admin = { 'X-Auth-Token': ADMIN };
    const base = '/v2/metadefs/namespaces';
    const ask = async (method: string, path: string, body?: unknown): Promise<void> => {
      const { status, text } = await glance.ask(method, `${base}${path}`, body, admin);
      expect(status, text).toBeLessThan(300);
    };
    await ask('POST', '', {
      namespace: 'N',
      objects: [{ name: 'O', properties: { p: { title: 'P', type: 'string', minimum: 0 } } }],
      properties: { q: { title: 'Q', type: 'integer', default: '5' } },
      tags: [{ name: 'T' }],
      resource_type_associations: [{ name: 'OS::Cinder::Volume', prefix: 'v_' }],
    });
    await ask('PUT', '/N', { namespace: 'M' });
    await ask('PUT', '/M/objects/O', { name: 'O2' });
    await ask('PUT', '/M/properties/q', { name: 'q2', title: 'Q', type: 'integer' });
    await ask('PUT', '/M/tags/T', { name: 'T2' });
    await ask('DELETE', '/M/resource_types/OS::Cinder::Volume');
    await ask('DELETE', '/M/objects');
    await ask('DELETE', '/M/properties');
    await ask('DELETE', '/M/tags');
    await ask('DELETE', '/M');
    expect(events()).toEqual([
      'metadef_namespace.create',
      'metadef_resource_type.create',
      'metadef_object.create',
      'metadef_tag.create',
      'metadef_property.create',
      'metadef_namespace.update',
      'metadef_object.update',
      'metadef_property.update',
      'metadef_tag.update',
      'metadef_resource_type.delete',
      'metadef_namespace.delete_objects',
      'metadef_namespace.delete_properties',
      'metadef_namespace.delete_tags',
      'metadef_namespace.delete',
    ]);
    const nothing = {
      description: null,
      maximum: null,
      enum: null,
      pattern: null,
      minLength: null,
      maxLength: null,
      confidential: null,
      items: null,
      uniqueItems: null,
      minItems: null,
      maxItems: null,
      additionalItems: null,
    };
    const living = { deleted: false, deleted_at: null };
    expect(last('metadef_object.create')?.payload).toEqual({
      namespace: 'N',
      name: 'O',
      name_old: 'O',
      properties: [{ name: 'p', type: 'string', title: 'P', default: null, minimum: null, ...nothing }],
      required: null,
      description: null,
      created_at: TIME,
      updated_at: TIME,
      ...living,
    });
    expect(last('metadef_property.create')?.payload).toEqual({
      namespace: 'N',
      name: 'q',
      name_old: 'q',
      type: 'integer',
      title: 'Q',
      default: '5',
      minimum: null,
      ...nothing,
      ...living,
    });
    expect(last('metadef_namespace.update')?.payload).toMatchObject({ namespace: 'M', namespace_old: 'N' });
    expect(last('metadef_object.update')?.payload).toMatchObject({ namespace: 'M', name: 'O2', name_old: 'O' });
    expect(last('metadef_property.update')?.payload).toMatchObject({ name: 'q2', name_old: 'q' });
    expect(last('metadef_tag.update')?.payload).toMatchObject({ name: 'T2', name_old: 'T' });
    expect(last('metadef_resource_type.delete')?.payload).toMatchObject({
      namespace: 'M',
      name: 'OS::Cinder::Volume',
      prefix: 'v_',
      deleted: true,
      deleted_at: TIME,
    });
    expect(last('metadef_namespace.delete')?.payload).toMatchObject({ namespace: 'M', owner: 'admin', deleted: true });
  });
});

describe('notifications over the bus', () => {
  it('go to glance’s exchange by topic and priority, in oslo.messaging’s envelope (G0-07)', async () => {
    const vhost = await RabbitVhost.create();
    const tap = await RabbitTap.open(vhost.url);
    cleaning.push(
      () => tap.close(),
      () => vhost.remove(),
    );
    await tap.listen('glance', 'topic');
    glance = await started({
      DEFAULT: { default_publisher_id: 'image.host1' },
      oslo_messaging_notifications: {
        driver: ['messagingv2'],
        transport_url: vhost.url,
        topics: ['notifications', 'audit'],
      },
    });
    const id = await glance.create({ name: 'disk' });
    await expect.poll(() => tap.seen.length, { timeout: 10_000 }).toBe(2);
    expect(tap.seen.map(({ routingKey }) => routingKey)).toEqual(['notifications.info', 'audit.info']);
    const envelope = JSON.parse(tap.seen[0]?.body ?? '{}') as Record<string, string>;
    expect(envelope['oslo.version']).toBe('2.0');
    expect(JSON.parse(envelope['oslo.message'] ?? '{}')).toMatchObject({
      event_type: 'image.create',
      publisher_id: 'image.host1',
      priority: 'INFO',
      payload: { id, name: 'disk' },
    });
  });

  it('hold nobody up where the broker is away', async () => {
    glance = await started({
      oslo_messaging_notifications: { driver: ['messagingv2'], transport_url: 'rabbit://127.0.0.1:1/' },
    });
    const id = await glance.create();
    expect((await glance.ask('DELETE', `/v2/images/${id}`)).status).toBe(204);
  });
});
