// SPDX-License-Identifier: Apache-2.0
import { Configuration, silentLogger } from '@stackport/config';
import { RequestContext } from '@stackport/context';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { catalogOf, NeighbourStub } from '../image/test-support.js';
import { novaOptionGroups } from '../options/index.js';
import { CinderClient } from './cinder-client.js';

const cinder = new NeighbourStub();
const client = CinderClient.fromConfiguration(Configuration.of([...novaOptionGroups]), silentLogger);
let context: RequestContext;
beforeAll(async () => {
  await cinder.listen();
  context = new RequestContext({
    authToken: 'user token',
    projectId: 'p',
    serviceCatalog: catalogOf('volumev3', `${cinder.url}/v3/p`),
  });
});
afterAll(() => cinder.close());
beforeEach(() => {
  cinder.asked.length = 0;
});
afterEach(() => {
  expect(cinder.answers).toEqual([]);
});

describe('attachments', () => {
  const reserved = {
    id: 'a',
    status: 'reserved',
    instance: 's',
    volume_id: 'v',
    attach_mode: 'null',
    connection_info: {},
  };

  it('are reserved, connected, looked at and completed', async () => {
    cinder.answers.push({ body: { attachment: reserved } });
    expect(await client.createAttachment(context, 'v', 's')).toEqual({ id: 'a', status: 'reserved' });
    expect(cinder.last).toMatchObject({ method: 'POST', url: '/v3/p/attachments' });
    expect(cinder.last.headers['openstack-api-version']).toBe('volume 3.44');
    expect(cinder.lastJson).toEqual({ attachment: { volume_uuid: 'v', connector: null, instance_uuid: 's' } });

    const attachment = {
      ...reserved,
      status: 'attaching',
      attached_at: 't',
      connection_info: { driver_volume_type: 'iscsi', target_lun: 1, attachment_id: 'a' },
    };
    cinder.answers.push({ body: { attachment } }, { body: { attachment } });
    const connected = {
      id: 'a',
      status: 'attaching',
      connection_info: {
        driver_volume_type: 'iscsi',
        data: { target_lun: 1 },
        status: 'attaching',
        instance: 's',
        volume_id: 'v',
        attached_at: 't',
      },
    };
    expect(await client.updateAttachment(context, 'a', { host: 'h' }, '/dev/vdb')).toEqual(connected);
    expect(cinder.last).toMatchObject({ method: 'PUT', url: '/v3/p/attachments/a' });
    expect(cinder.lastJson).toEqual({ attachment: { connector: { host: 'h', mountpoint: '/dev/vdb' } } });
    expect(await client.getAttachment(context, 'a')).toEqual(connected);

    cinder.answers.push({ status: 204 });
    await client.completeAttachment(context, 'a');
    expect(cinder.last).toMatchObject({ method: 'POST', url: '/v3/p/attachments/a/action' });
    expect(cinder.lastJson).toEqual({ 'os-complete': {} });
  });

  it('are connected at once where the host is known', async () => {
    cinder.answers.push({ body: { attachment: reserved } }, { body: { attachment: reserved } });
    await client.createAttachment(context, 'v', 's', { connector: { host: 'h' }, mountpoint: '/dev/vda' });
    expect(cinder.lastJson).toMatchObject({ attachment: { connector: { host: 'h', mountpoint: '/dev/vda' } } });
    await client.createAttachment(context, 'v', 's', { connector: { host: 'h', mountpoint: 'x' }, mountpoint: 'y' });
    expect(cinder.lastJson).toMatchObject({ attachment: { connector: { mountpoint: 'x' } } });
  });

  it('are deleted, at a later attempt too, and where they are gone', async () => {
    cinder.answers.push({ status: 500 }, { status: 504 }, { status: 200, body: {} });
    await client.deleteAttachment(context, 'a');
    expect(cinder.asked).toHaveLength(3);
    cinder.answers.push({ status: 404 });
    await client.deleteAttachment(context, 'a');
    cinder.answers.push(...Array.from({ length: 5 }, () => ({ status: 500 })));
    await expect(client.deleteAttachment(context, 'a')).rejects.toMatchObject({ name: 'ClientException', code: 500 });
    cinder.answers.push({ status: 409, body: { conflictingRequest: { message: 'busy' } } });
    await expect(client.deleteAttachment(context, 'a')).rejects.toThrow('busy (HTTP 409)');
  });

  it('that are not there are so', async () => {
    cinder.answers.push({ status: 404 }, { status: 404 }, { status: 406 });
    await expect(client.getAttachment(context, 'a')).rejects.toThrow('Volume attachment a could not be found.');
    await expect(client.completeAttachment(context, 'a')).rejects.toMatchObject({ name: 'VolumeAttachmentNotFound' });
    await expect(client.getAttachment(context, 'a')).rejects.toThrow('Cinder API version 3.44 is not available.');
  });
});

describe('actions', () => {
  it('take a volume from a server, or let it stay', async () => {
    cinder.answers.push({ status: 202 }, { status: 202 });
    await client.beginDetaching(context, 'v');
    expect(cinder.last).toMatchObject({ method: 'POST', url: '/v3/p/volumes/v/action' });
    expect(cinder.lastJson).toEqual({ 'os-begin_detaching': null });
    await client.rollDetaching(context, 'v');
    expect(cinder.lastJson).toEqual({ 'os-roll_detaching': null });
  });

  it('end a migration', async () => {
    cinder.answers.push({ body: { save_volume_id: 'old' } });
    expect(await client.completeMigration(context, 'old', 'new', false)).toBe('old');
    expect(cinder.lastJson).toEqual({ 'os-migrate_volume_completion': { new_volume: 'new', error: false } });
  });

  it('write an image to a volume', async () => {
    cinder.answers.push({ status: 202 }, { status: 406 });
    await client.reimage(context, 'v', 'i');
    expect(cinder.last.headers['openstack-api-version']).toBe('volume 3.68');
    expect(cinder.lastJson).toEqual({ 'os-reimage': { image_id: 'i', reimage_reserved: true } });
    await expect(client.reimage(context, 'v', 'i')).rejects.toMatchObject({ name: 'CinderAPIVersionNotAvailable' });
  });
});
