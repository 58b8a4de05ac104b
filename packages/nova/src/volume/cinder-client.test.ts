// SPDX-License-Identifier: Apache-2.0
import { Configuration, silentLogger } from '@stackport/config';
import { RequestContext } from '@stackport/context';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { catalogOf, NeighbourStub, tokenAnswer } from '../image/test-support.js';
import { novaOptionGroups } from '../options/index.js';
import { CinderClient } from './cinder-client.js';

const volume = {
  id: 'v',
  status: 'available',
  size: 2,
  availability_zone: 'nova',
  name: 'data',
  description: null,
  multiattach: false,
  bootable: 'true',
  volume_type: '__DEFAULT__',
  snapshot_id: null,
  encrypted: false,
  metadata: { a: 'b' },
  attachments: [],
};

const cinder = new NeighbourStub();
const keystone = new NeighbourStub();
let context: RequestContext;
let client: CinderClient;
beforeAll(async () => {
  await cinder.listen();
  await keystone.listen();
  context = new RequestContext({
    authToken: 'user token',
    projectId: 'p',
    userId: 'u',
    serviceCatalog: catalogOf('volumev3', `${cinder.url}/v3/p`),
  });
  client = clientOf();
});
afterAll(async () => {
  await cinder.close();
  await keystone.close();
});
beforeEach(() => {
  cinder.asked.length = 0;
});
afterEach(() => {
  expect(cinder.answers).toEqual([]);
});

function clientOf(overrides: Readonly<Record<string, Readonly<Record<string, string>>>> = {}): CinderClient {
  return CinderClient.fromConfiguration(
    Configuration.of([...novaOptionGroups], { cinder: { http_retries: '0' }, ...overrides }),
    silentLogger,
  );
}

const credentials = () => ({
  auth_type: 'password',
  auth_url: keystone.url,
  username: 'nova',
  password: 'secret',
  user_domain_id: 'default',
  project_name: 'service',
  project_domain_id: 'default',
});

describe('get', () => {
  it('is a volume as nova speaks of it', async () => {
    cinder.answers.push({
      body: {
        volume: {
          ...volume,
          multiattach: true,
          shared_targets: true,
          service_uuid: 'svc',
          description: 'of a guest',
          created_at: '2026-11-21T08:49:52.000000',
          snapshot_id: 'snap',
          volume_image_metadata: { min_ram: '0' },
          attachments: [{ server_id: 's', attachment_id: 'a', device: '/dev/vdb' }],
        },
      },
    });
    expect(await client.get(context, 'v/1')).toEqual({
      id: 'v',
      status: 'available',
      size: 2,
      availability_zone: 'nova',
      display_name: 'data',
      display_description: 'of a guest',
      created_at: '2026-11-21T08:49:52.000000',
      snapshot_id: 'snap',
      attach_status: 'attached',
      multiattach: true,
      bootable: true,
      volume_type_id: '__DEFAULT__',
      shared_targets: true,
      service_uuid: 'svc',
      attachments: { s: { attachment_id: 'a', mountpoint: '/dev/vdb' } },
      volume_image_metadata: { min_ram: '0' },
      metadata: { a: 'b' },
      encrypted: false,
    });
    expect(cinder.last).toMatchObject({ method: 'GET', url: '/v3/p/volumes/v%2F1' });
    expect(cinder.last.headers).toMatchObject({
      'x-auth-token': 'user token',
      'openstack-api-version': 'volume 3.48',
      'x-openstack-request-id': context.requestId,
    });
    expect(cinder.last.headers['x-service-token']).toBeUndefined();
  });

  it('is one of an older service, which knows of no shared targets', async () => {
    cinder.answers.push({ status: 406, body: {} }, { body: { volume } });
    const found = await client.get(context, 'v');
    expect(found).toMatchObject({ id: 'v', attach_status: 'detached', attachments: {} });
    expect(found).not.toHaveProperty('shared_targets');
    expect(cinder.last.headers['openstack-api-version']).toBeUndefined();
  });

  it.each([
    [404, {}, 'VolumeNotFound', 'Volume v could not be found.'],
    [
      400,
      { badRequest: { message: 'bad' } },
      'InvalidInput',
      'Invalid input received: bad (HTTP 400) (Request-ID: req-1)',
    ],
    [403, { forbidden: { message: 'no' } }, 'Forbidden', 'no (HTTP 403) (Request-ID: req-1)'],
    [413, { overLimit: { message: 'too many' } }, 'OverQuota', 'too many'],
    [500, 'a page', 'ClientException', 'n/a (HTTP 500) (Request-ID: req-1)'],
  ])('an answer %i is a refusal', async (status, body, name, message) => {
    cinder.answers.push({ status, body, headers: { 'x-compute-request-id': 'req-1' } });
    await expect(client.get(context, 'v')).rejects.toMatchObject({ name, message });
  });

  it('is a failure of the connection where nobody answers, or nothing is in the catalog', async () => {
    const gone = await new NeighbourStub().listen();
    const { url } = gone;
    await gone.close();
    for (const serviceCatalog of [catalogOf('volumev3', url), []])
      await expect(client.get(context.with({ serviceCatalog }), 'v')).rejects.toMatchObject({
        name: 'CinderConnectionFailed',
        message: expect.stringMatching(/^Connection to cinder host failed: ./) as string,
      });
  });
});

describe('whom it asks, and as whom', () => {
  it('is the service of the configured name, interface and region', async () => {
    const serviceCatalog = [
      { type: 'volumev3', name: 'other', endpoints: [{ region: 'two', internalURL: 'http://127.0.0.1:1' }] },
      {
        type: 'volumev3',
        name: 'cinderv3',
        endpoints: [
          { region: 'one', internalURL: 'http://127.0.0.1:1' },
          { region: 'two', publicURL: 'http://127.0.0.1:1', internalURL: cinder.url },
        ],
      },
    ];
    const chosen = clientOf({
      cinder: { catalog_info: 'volumev3:cinderv3:internalURL', os_region_name: 'two', http_retries: '0' },
    });
    cinder.answers.push({ body: { volume } });
    expect(await chosen.get(context.with({ serviceCatalog }), 'v')).toMatchObject({ id: 'v' });
  });

  it('is the template’s, filled in with the caller’s project', async () => {
    const templated = clientOf({ cinder: { endpoint_template: `${cinder.url}/somewhere/%(project_id)s` } });
    cinder.answers.push({ body: { volume } });
    await templated.get(context.with({ serviceCatalog: [] }), 'v');
    expect(cinder.last.url).toBe('/somewhere/p/volumes/v');
  });

  it('has a service token beside the user’s where that is configured', async () => {
    keystone.answers.push(tokenAnswer());
    const both = clientOf({ service_user: { send_service_user_token: 'true', ...credentials() } });
    cinder.answers.push({ body: { volume } });
    await both.get(context, 'v');
    expect(cinder.last.headers).toMatchObject({ 'x-auth-token': 'user token', 'x-service-token': 'own token' });
  });

  it('is nova itself for periodic work, which has no token', async () => {
    keystone.answers.push(
      tokenAnswer([
        {
          type: 'volumev3',
          name: 'cinderv3',
          id: 'c',
          endpoints: [
            { id: 'e', interface: 'public', region: 'one', region_id: 'one', url: `${cinder.url}/v3/service` },
          ],
        },
      ]),
    );
    const own = clientOf({ cinder: credentials() });
    const admin = RequestContext.admin();
    cinder.answers.push({ body: { volume } });
    await own.get(admin, 'v');
    expect(cinder.last.url).toBe('/v3/service/volumes/v');
    expect(cinder.last.headers).toMatchObject({
      'x-auth-token': 'own token',
      'x-openstack-request-id': admin.requestId,
    });
  });
});

describe('volumes and snapshots', () => {
  it('are made of what is named', async () => {
    cinder.answers.push({ status: 202, body: { volume: { ...volume, status: 'creating' } } });
    const made = await client.create(context, { size: 2, name: '', description: '', imageId: 'i', snapshotId: null });
    expect(made.status).toBe('creating');
    expect(cinder.last).toMatchObject({ method: 'POST', url: '/v3/p/volumes' });
    expect(cinder.lastJson).toEqual({ volume: { size: 2, name: '', description: '', imageRef: 'i' } });
    cinder.answers.push(
      { status: 404, body: { itemNotFound: { message: 'Snapshot s could not be found.' } } },
      { status: 413, body: { overLimit: { message: 'VolumeLimitExceeded: 10' } } },
    );
    await expect(
      client.create(context, {
        size: 1,
        name: '',
        description: '',
        snapshotId: 's',
        volumeType: 't',
        availabilityZone: 'z',
      }),
    ).rejects.toThrow('Snapshot s could not be found.');
    expect(cinder.lastJson).toEqual({
      volume: { size: 1, name: '', description: '', snapshot_id: 's', volume_type: 't', availability_zone: 'z' },
    });
    await expect(client.create(context, { size: 1, name: '', description: '' })).rejects.toMatchObject({
      name: 'OverQuota',
      message: 'VolumeLimitExceeded: 10',
    });
  });

  it('are deleted', async () => {
    cinder.answers.push({ status: 202 }, { status: 202 }, { status: 404 });
    await client.delete(context, 'v');
    expect(cinder.last).toMatchObject({ method: 'DELETE', url: '/v3/p/volumes/v' });
    await client.deleteSnapshot(context, 's');
    expect(cinder.last).toMatchObject({ method: 'DELETE', url: '/v3/p/snapshots/s' });
    await expect(client.deleteSnapshot(context, 's')).rejects.toThrow('Snapshot s could not be found.');
  });

  it('are snapshots of volumes in use too', async () => {
    const snapshot = {
      id: 's',
      status: 'creating',
      volume_id: 'v',
      size: 2,
      name: 'n',
      description: 'd',
      created_at: 't',
    };
    cinder.answers.push({ status: 202, body: { snapshot } }, { body: { snapshot } }, { status: 413, body: {} });
    const values = {
      ...{ id: 's', status: 'creating', volume_id: 'v', volume_size: 2, display_name: 'n' },
      ...{ display_description: 'd', created_at: 't' },
    };
    expect(await client.createSnapshot(context, 'v', { name: 'n', description: 'd', isForced: true })).toEqual(values);
    expect(cinder.lastJson).toEqual({ snapshot: { volume_id: 'v', force: true, name: 'n', description: 'd' } });
    expect(await client.getSnapshot(context, 's')).toEqual(values);
    await expect(client.createSnapshot(context, 'v', { name: 'n', description: 'd', isForced: true })).rejects.toThrow(
      'Quota exceeded for resources: snapshots',
    );
  });

  it('are told what became of a snapshot that was made here', async () => {
    cinder.answers.push({ status: 202 }, { status: 404 });
    await client.updateSnapshotStatus(context, 's', 'error');
    expect(cinder.last).toMatchObject({ method: 'POST', url: '/v3/p/snapshots/s/action' });
    expect(cinder.lastJson).toEqual({ 'os-update_snapshot_status': { status: 'error', progress: '90%' } });
    await expect(client.updateSnapshotStatus(context, 's', 'error')).rejects.toMatchObject({
      name: 'SnapshotNotFound',
    });
  });

  it('are listed to the last page', async () => {
    const next = [{ rel: 'next', href: 'http://elsewhere.example/?marker=v' }];
    cinder.answers.push(
      { body: { volumes: [volume], volumes_links: next } },
      { body: { volumes: [{ ...volume, id: 'w' }] } },
      { body: { snapshots: [{ id: 's/1', size: 1 }], snapshots_links: next } },
      { body: { snapshots: [], snapshots_links: next } },
    );
    expect((await client.list(context)).map(({ id }) => id)).toEqual(['v', 'w']);
    expect((await client.listSnapshots(context)).map(({ id }) => id)).toEqual(['s/1']);
    expect(cinder.asked.map(({ url }) => url)).toEqual([
      '/v3/p/volumes/detail',
      '/v3/p/volumes/detail?marker=v',
      '/v3/p/snapshots/detail',
      '/v3/p/snapshots/detail?marker=s%2F1',
    ]);
  });

  it('have what guests need of an encrypted one', async () => {
    cinder.answers.push({ body: { provider: 'luks', encryption_key_id: 'k' } });
    expect(await client.encryptionMetadata(context, 'v')).toEqual({ provider: 'luks', encryption_key_id: 'k' });
    expect(cinder.last.url).toBe('/v3/p/volumes/v/encryption');
    cinder.answers.push({ body: { encryption_key_id: null } });
    expect(await client.encryptionMetadata(context, 'v')).toEqual({});
  });

  it('are in zones', async () => {
    cinder.answers.push({
      body: {
        availabilityZoneInfo: [
          { zoneName: 'nova', zoneState: { available: true } },
          { zoneName: 'down', zoneState: { available: false } },
        ],
      },
    });
    expect(await client.availabilityZones(context)).toEqual(['nova']);
  });
});
