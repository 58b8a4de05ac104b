// SPDX-License-Identifier: Apache-2.0
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { callers, projects, startTestAdministration, type TestAdministration } from './test-administration.js';

const { admin, member, other } = callers;
let app: TestAdministration;

beforeAll(async () => {
  app = await startTestAdministration();
  await app.ask(admin, 'POST', '/types', { json: { volume_type: { name: '__DEFAULT__' } } });
});
afterAll(() => app.close());
beforeEach(() => {
  app.events.length = 0;
  app.calls.length = 0;
});

describe('quota sets', () => {
  const path = `/os-quota-sets/${projects.demo}`;
  it('show limits and usages of the own project', async () => {
    const context = callers.member;
    await app.quotas.commit(context, await app.quotas.reserve(context, { volumes: 2, gigabytes: 3 }));
    await app.quotas.reserve(context, { volumes: 1 });
    const limits = {
      ...{ volumes: 10, per_volume_gigabytes: -1, snapshots: 10, gigabytes: 1000, backups: 10, backup_gigabytes: 1000 },
      ...{ volumes___DEFAULT__: -1, gigabytes___DEFAULT__: -1, snapshots___DEFAULT__: -1, groups: 10 },
    };
    expect((await app.ask(member, 'GET', path)).body).toEqual({ quota_set: { ...limits, id: projects.demo } });
    expect((await app.ask(member, 'GET', `${path}?usage=True`)).body).toMatchObject({
      quota_set: { volumes: { limit: 10, in_use: 2, reserved: 1 }, id: projects.demo },
    });
    expect((await app.ask(member, 'GET', `${path}/defaults`)).body).toEqual({
      quota_set: { ...limits, id: projects.demo },
    });
    expect((await app.ask(other, 'GET', path)).status).toBe(403);
    expect((await app.ask(member, 'GET', `${path}?usage=maybe`)).status).toBe(400);
    expect((await app.ask(member, 'GET', '/limits')).body).toEqual({
      limits: {
        rate: [],
        absolute: {
          maxTotalVolumes: 10,
          maxTotalSnapshots: 10,
          maxTotalVolumeGigabytes: 1000,
          maxTotalBackups: 10,
          maxTotalBackupGigabytes: 1000,
          totalVolumesUsed: 2,
          totalGigabytesUsed: 3,
          totalSnapshotsUsed: 0,
          totalBackupsUsed: 0,
          totalBackupGigabytesUsed: 0,
        },
      },
    });
    const elsewhere = `/limits?project_id=${projects.demo}`;
    const used = async (version: number): Promise<unknown> =>
      ((await app.ask(admin, 'GET', elsewhere, { version })).body as { limits: { absolute: Record<string, unknown> } })
        .limits.absolute.totalVolumesUsed;
    expect([await used(3038), await used(3039)]).toEqual([0, 2]);
  });

  it('are set by administrators, not below what is used', async () => {
    const set = (values: Record<string, unknown>, caller = admin) =>
      app.ask(caller, 'PUT', path, { json: { quota_set: values } });
    expect((await set({ volumes: 5 }, member)).body).toMatchObject({
      forbidden: { message: "Policy doesn't allow volume_extension:quotas:update to be performed." },
    });
    expect((await set({ volumes: 5, gigabytes_none: 1 })).body).toMatchObject({
      badRequest: { message: 'Invalid input received: Bad key(s) in quota set: gigabytes_none' },
    });
    expect((await set({ volumes: 'x' })).body).toMatchObject({ badRequest: { message: 'volumes must be an integer' } });
    expect((await set({ volumes: -2 })).body).toMatchObject({ badRequest: { message: 'volumes must be >= -1' } });
    expect((await set({})).status).toBe(400);
    const changed = await set({ volumes: '5', groups: -1 });
    expect(changed.body).toMatchObject({ quota_set: { volumes: 5, groups: -1 } });
    expect(changed.body).not.toHaveProperty('quota_set.id');
    expect((await set({ volumes: 1, groups: 7 })).body).toMatchObject({
      badRequest: {
        message:
          'Quota volumes limit must be equal or greater than existing resources. Current usage is 3 and the requested limit is 1.',
      },
    });
    expect((await app.ask(member, 'GET', path)).body).toMatchObject({ quota_set: { volumes: 5, groups: -1 } });
    expect((await app.ask(member, 'DELETE', path)).status).toBe(403);
    expect((await app.ask(admin, 'DELETE', path)).status).toBe(200);
    expect((await app.ask(member, 'GET', path)).body).toMatchObject({ quota_set: { volumes: 10, groups: 10 } });
  });

  it('go by the class `default`', async () => {
    const classPath = '/os-quota-class-sets/default';
    expect((await app.ask(member, 'GET', classPath)).status).toBe(403);
    expect((await app.ask(admin, 'GET', classPath)).body).toMatchObject({
      quota_class_set: { volumes: 10, id: 'default' },
    });
    const json = { quota_class_set: { volumes: 4 } };
    expect((await app.ask(admin, 'PUT', classPath, { json })).body).toMatchObject({ quota_class_set: { volumes: 4 } });
    expect((await app.ask(admin, 'PUT', classPath, { json: { quota_class_set: { no: 4 } } })).status).toBe(400);
    expect((await app.ask(member, 'GET', path)).body).toMatchObject({ quota_set: { volumes: 4 } });
    await app.ask(admin, 'PUT', classPath, { json: { quota_class_set: { volumes: 10 } } });
  });
});

describe('group types', () => {
  const version = 3011;
  it('are made, changed and deleted by administrators, from 3.11 on', async () => {
    const json = { group_type: { name: 'ggt', group_specs: { a: 'b' } } };
    expect((await app.ask(admin, 'POST', '/group_types', { json, version: 3010 })).status).toBe(404);
    expect((await app.ask(member, 'POST', '/group_types', { json, version })).status).toBe(403);
    const made = await app.ask(admin, 'POST', '/group_types', { json, version });
    const { id } = (made.body as { group_type: { id: string } }).group_type;
    expect(made).toMatchObject({
      status: 202,
      body: { group_type: { id, name: 'ggt', description: null, is_public: true, group_specs: { a: 'b' } } },
    });
    expect((await app.ask(admin, 'POST', '/group_types', { json, version })).status).toBe(409);
    const path = `/group_types/${id}`;
    expect((await app.ask(member, 'GET', path, { version })).body).toEqual({
      group_type: { id, name: 'ggt', description: null, is_public: true },
    });
    expect((await app.ask(member, 'GET', '/group_types', { version })).body).toMatchObject({ group_types: [{ id }] });
    const specs = `${path}/group_specs`;
    expect((await app.ask(member, 'GET', specs, { version })).status).toBe(403);
    expect((await app.ask(admin, 'POST', specs, { json: { group_specs: { c: 'd' } }, version })).status).toBe(202);
    expect((await app.ask(admin, 'PUT', `${specs}/c`, { json: { c: 'e' }, version })).body).toEqual({ c: 'e' });
    expect((await app.ask(admin, 'GET', specs, { version })).body).toEqual({ group_specs: { a: 'b', c: 'e' } });
    expect((await app.ask(admin, 'DELETE', `${specs}/c`, { version })).status).toBe(202);
    expect((await app.ask(admin, 'GET', `${specs}/c`, { version })).body).toMatchObject({
      itemNotFound: { message: `Group Type ${id} has no extra spec with key c.` },
    });
    const change = { json: { group_type: { description: 'new', is_public: false } }, version };
    expect((await app.ask(admin, 'PUT', path, change)).body).toMatchObject({ group_type: { description: 'new' } });
    expect((await app.ask(member, 'GET', path, { version })).status).toBe(404);
    const { client } = app.opened.database;
    const group = await client.group.create({ data: { id: crypto.randomUUID(), groupTypeId: id } });
    expect((await app.ask(admin, 'DELETE', path, { version })).body).toMatchObject({
      badRequest: { message: 'Target group type is still in use.' },
    });
    await client.group.delete({ where: { id: group.id } });
    expect((await app.ask(admin, 'DELETE', path, { version })).status).toBe(202);
    expect((await app.ask(admin, 'GET', path, { version })).status).toBe(404);
    expect((await app.ask(admin, 'GET', '/group_types/default', { version })).status).toBe(404);
  });
});

describe('services', () => {
  beforeAll(async () => {
    const backend = await app.services.create({
      host: 'node@fake',
      binary: 'cinder-volume',
      topic: 'cinder-volume',
      availabilityZone: 'nova',
    });
    await app.services.update(backend.id, { replicationStatus: 'enabled' });
    await app.services.beat(backend.id);
    const scheduler = await app.services.create({
      host: 'node',
      binary: 'cinder-scheduler',
      topic: 'cinder-scheduler',
      availabilityZone: 'nova',
    });
    await app.opened.database.client.service.update({
      where: { id: scheduler.id },
      data: { createdAt: new Date(0), updatedAt: new Date(1000) },
    });
  });
  const put = (verb: string, json: unknown, version = 3070, caller = admin) =>
    app.ask(caller, 'PUT', `/os-services/${verb}`, { json, version });

  it('are listed as administrators see them', async () => {
    expect((await app.ask(member, 'GET', '/os-services')).body).toMatchObject({
      forbidden: { message: "Policy doesn't allow volume_extension:services:index to be performed." },
    });
    expect((await app.ask(admin, 'GET', '/os-services')).body).toEqual({
      services: [
        {
          binary: 'cinder-volume',
          host: 'node@fake',
          zone: 'nova',
          status: 'enabled',
          state: 'up',
          updated_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.000000$/) as string,
          disabled_reason: null,
          replication_status: 'enabled',
          active_backend_id: null,
          frozen: false,
        },
        {
          binary: 'cinder-scheduler',
          host: 'node',
          zone: 'nova',
          status: 'enabled',
          state: 'down',
          updated_at: '1970-01-01T00:00:01.000000',
          disabled_reason: null,
        },
      ],
    });
    const at = async (version: number): Promise<unknown> =>
      (
        (await app.ask(admin, 'GET', '/os-services?binary=cinder-volume&host=node', { version })).body as {
          services: unknown[];
        }
      ).services[0];
    expect(await at(3006)).not.toHaveProperty('cluster');
    expect(await at(3007)).toMatchObject({ cluster: null });
    app.answers.set('getPools', [{ name: 'node@fake#pool', capabilities: { backend_state: 'down' } }]);
    expect(await at(3048)).not.toHaveProperty('backend_state');
    expect(await at(3049)).toMatchObject({ backend_state: 'down' });
  });

  it('are enabled and disabled, with a reason', async () => {
    const service = { host: 'node@fake', binary: 'cinder-volume' };
    expect((await put('disable', service, 3000, member)).status).toBe(403);
    expect((await put('disable-log-reason', { ...service, disabled_reason: 'why' })).body).toEqual({
      disabled_reason: 'why',
      disabled: true,
      ...service,
      service: '',
      status: 'disabled',
    });
    expect((await app.ask(admin, 'GET', '/os-services?host=node@fake')).body).toMatchObject({
      services: [{ status: 'disabled', disabled_reason: 'why' }],
    });
    expect((await app.ask(admin, 'GET', '/os-availability-zone')).body).toEqual({
      availabilityZoneInfo: [{ zoneName: 'nova', zoneState: { available: false } }],
    });
    expect((await put('enable', service)).body).toEqual({
      disabled: false,
      ...service,
      service: '',
      status: 'enabled',
    });
    expect((await app.ask(member, 'GET', '/os-availability-zone')).body).toEqual({
      availabilityZoneInfo: [{ zoneName: 'nova', zoneState: { available: true } }],
    });
    expect((await put('enable', { binary: 'cinder-volume' })).body).toMatchObject({
      badRequest: { message: 'Invalid input received: Host field is missing.' },
    });
    expect((await put('enable', { host: 'none', binary: 'cinder-volume' })).body).toMatchObject({
      itemNotFound: { message: 'Service cinder-volume could not be found on host none.' },
    });
    expect((await put('nothing', {})).body).toMatchObject({
      badRequest: { message: 'Invalid input received: Unknown action' },
    });
  });

  it('are frozen, thawed and failed over, each once', async () => {
    const target = { host: 'node@fake' };
    expect((await put('freeze', target)).status).toBe(200);
    expect(app.calls).toMatchObject([['freezeHost', { host: 'node@fake' }]]);
    expect((await put('freeze', target)).body).toMatchObject({
      badRequest: {
        message:
          "Invalid input received: No service could be changed: frozen in ['node@fake'] must be False to failover.",
      },
    });
    app.answers.set('thawHost', true);
    expect((await put('thaw', target)).status).toBe(200);
    expect((await put('failover_host', { ...target, backend_id: 'b' })).status).toBe(202);
    expect(app.calls.at(-1)).toMatchObject(['failover', { host: 'node@fake' }, 'b']);
    expect((await put('failover_host', target)).status).toBe(400);
    expect((await put('failover', { ...target, cluster: 'c' })).body).toMatchObject({
      badRequest: { message: 'Invalid input received: One and only one of cluster and host must be set.' },
    });
    expect((await put('failover', target, 3025)).body).toMatchObject({
      badRequest: { message: 'Invalid input received: Unknown action' },
    });
    expect((await put('freeze', { host: 'none' })).body).toMatchObject({
      badRequest: { message: 'Invalid input received: No service found with host=none' },
    });
  });

  it('have levels of logging, from 3.32 on', async () => {
    expect((await put('set-log', { level: 'debug' }, 3031)).status).toBe(400);
    expect((await put('set-log', { level: 'loud' })).body).toMatchObject({
      badRequest: { message: 'Invalid input received: loud is not a valid log level.' },
    });
    expect((await put('set-log', { level: 'debug', prefix: 'cinder' })).status).toBe(202);
    expect(app.calls).toMatchObject([['setLogLevels', { host: 'node@fake' }, { prefix: 'cinder', level: 'debug' }]]);
    app.answers.set('getLogLevels', [{ 'versioned_object.data': { prefix: 'cinder', level: 'DEBUG' } }]);
    expect((await put('get-log', { binary: '*' })).body).toEqual({
      log_levels: [
        { host: 'localhost', binary: 'cinder-api', levels: { 'cinder.api': 'INFO', cinder: 'debug' } },
        { host: 'node@fake', binary: 'cinder-volume', levels: { cinder: 'DEBUG' } },
      ],
    });
  });

  it('tell of hosts, pools and capabilities', async () => {
    const { client } = app.opened.database;
    await client.volume.create({
      data: { id: 'v1', volumeTypeId: 't', projectId: projects.demo, size: 4, host: 'node@fake#pool' },
    });
    expect((await app.ask(admin, 'GET', '/os-hosts')).body).toMatchObject({
      hosts: [
        { host_name: 'node@fake', service: 'cinder-volume', 'service-status': 'available', 'service-state': 'enabled' },
        { host_name: 'node', 'service-status': 'unavailable' },
      ],
    });
    const usage = {
      host: 'node@fake',
      volume_count: '1',
      total_volume_gb: '4',
      snapshot_count: '0',
      total_snapshot_gb: '0',
    };
    expect((await app.ask(admin, 'GET', '/os-hosts/node@fake')).body).toEqual({
      host: [{ resource: { ...usage, project: '(total)' } }, { resource: { ...usage, project: projects.demo } }],
    });
    expect((await app.ask(admin, 'GET', '/os-hosts/none')).status).toBe(404);
    expect((await app.ask(member, 'GET', '/os-hosts')).status).toBe(403);
    expect((await app.ask(admin, 'PUT', '/os-hosts/none', { json: { status: 'enable' } })).body).toMatchObject({
      itemNotFound: { message: 'Host none could not be found.' },
    });
    expect((await app.ask(admin, 'PUT', '/os-hosts/node', { json: { status: 'maybe' } })).body).toMatchObject({
      badRequest: { message: "Invalid status: 'maybe'" },
    });
    app.answers.set('getPools', [{ name: 'node@fake#pool', capabilities: { storage_protocol: ['iSCSI', 'iscsi'] } }]);
    const pools = '/scheduler-stats/get_pools';
    expect((await app.ask(member, 'GET', pools)).status).toBe(403);
    expect((await app.ask(admin, 'GET', pools)).body).toEqual({ pools: [{ name: 'node@fake#pool' }] });
    expect((await app.ask(admin, 'GET', `${pools}?detail=True&name=x`, { version: 3028 })).body).toEqual({
      pools: [{ name: 'node@fake#pool', capabilities: { storage_protocol: 'iSCSI' } }],
    });
    expect(app.calls.at(-1)).toEqual(['getPools', { name: 'x' }]);
    await app.ask(admin, 'GET', `${pools}?name=x`, { version: 3027 });
    expect(app.calls.at(-1)).toEqual(['getPools', {}]);
    expect((await app.ask(admin, 'GET', `${pools}?bogus=x`, { version: 3031 })).status).toBe(400);
    app.answers.set('getCapabilities', { vendor_name: 'us', storage_protocol: 'file' });
    expect((await app.ask(admin, 'GET', '/capabilities/node@fake')).body).toMatchObject({
      namespace: 'OS::Storage::Capabilities::node@fake',
      vendor_name: 'us',
      storage_protocol: 'file',
      replication_targets: [],
      properties: null,
    });
    expect((await app.ask(admin, 'GET', '/capabilities/none')).body).toMatchObject({
      itemNotFound: { message: "Can't find service: none" },
    });
  });

  it('form clusters, from 3.7 on', async () => {
    await app.clusters.ensure({ name: 'c1@fake', binary: 'cinder-volume' });
    await app.services.create({
      host: 'c@fake',
      binary: 'cinder-volume',
      topic: 'cinder-volume',
      clusterName: 'c1@fake',
    });
    expect((await app.ask(admin, 'GET', '/clusters', { version: 3006 })).status).toBe(404);
    expect((await app.ask(member, 'GET', '/clusters', { version: 3007 })).status).toBe(403);
    const summary = { name: 'c1@fake', binary: 'cinder-volume', state: 'down', status: 'enabled' };
    expect((await app.ask(admin, 'GET', '/clusters', { version: 3007 })).body).toEqual({ clusters: [summary] });
    expect((await app.ask(admin, 'GET', '/clusters/detail', { version: 3026 })).body).toMatchObject({
      clusters: [{ ...summary, num_hosts: 1, num_down_hosts: 1, replication_status: 'not-capable', frozen: false }],
    });
    expect((await app.ask(admin, 'GET', '/clusters?frozen=1', { version: 3025 })).body).toMatchObject({
      badRequest: { message: 'Invalid input received: Invalid filter keys: frozen' },
    });
    const disable = { json: { name: 'c1@fake', disabled_reason: ' because ' }, version: 3007 };
    expect((await app.ask(admin, 'PUT', '/clusters/disable', disable)).body).toEqual({
      cluster: { ...summary, status: 'disabled', disabled_reason: 'because' },
    });
    expect((await app.ask(admin, 'GET', '/clusters?disabled=false', { version: 3007 })).body).toEqual({ clusters: [] });
    expect((await app.ask(admin, 'GET', '/clusters/none', { version: 3007 })).status).toBe(404);
    expect((await app.ask(admin, 'PUT', '/clusters/other', disable)).body).toMatchObject({
      itemNotFound: { message: 'Unknown action' },
    });
  });

  it('clean up what dead workers left, from 3.24 on', async () => {
    app.answers.set('workCleanup', [[{ id: 1, host: 'node@fake', binary: 'cinder-volume', cluster_name: null }], []]);
    const cleanup = (json: unknown, caller = admin, version = 3024) =>
      app.ask(caller, 'POST', '/workers/cleanup', { json, version });
    expect((await cleanup({}, admin, 3023)).status).toBe(404);
    expect((await cleanup({}, member)).status).toBe(403);
    expect(await cleanup({ host: 'node@fake' })).toMatchObject({
      status: 202,
      body: { cleaning: [{ id: 1, host: 'node@fake', binary: 'cinder-volume', cluster_name: null }], unavailable: [] },
    });
    expect(app.calls).toMatchObject([['workCleanup', { host: 'node@fake', is_up: false }]]);
    expect((await cleanup({ resource_type: 'backup' })).body).toMatchObject({
      badRequest: { message: 'Invalid input received: Resource type Backup not valid, must be Snapshot or Volume' },
    });
    const [service] = await app.services.list();
    const resourceId = crypto.randomUUID();
    expect((await cleanup({ resource_id: resourceId })).status).toBe(400);
    await app.workers.set({ resourceType: 'Volume', resourceId, status: 'creating', serviceId: service?.id ?? 0 });
    expect((await cleanup({ resource_id: resourceId })).status).toBe(202);
    expect(app.calls.at(-1)).toMatchObject(['workCleanup', { service_id: service?.id, resource_type: 'Volume' }]);
  });
});

describe('messages', () => {
  it('tell users how what they asked for ended', async () => {
    class NoValidBackend extends Error {
      override readonly name = 'NoValidBackend';
    }
    await app.messages.create(member, {
      action: 'SCHEDULE_ALLOCATE_VOLUME',
      resourceId: 'v1',
      error: new NoValidBackend('inner text'),
    });
    expect((await app.ask(member, 'GET', '/messages', { version: 3002 })).status).toBe(404);
    const list = await app.ask(member, 'GET', '/messages', { version: 3003 });
    const [message] = (list.body as { messages: { id: string }[] }).messages;
    const path = `/messages/${message?.id ?? ''}`;
    expect(message).toMatchObject({
      event_id: 'VOLUME_VOLUME_001_003',
      user_message: 'schedule allocate volume:Could not find any available weighted backend.',
      message_level: 'ERROR',
      request_id: member.requestId,
      resource_type: 'VOLUME',
      resource_uuid: 'v1',
      links: [{ rel: 'self', href: `http://cinder.example:8776/v3${path}` }, { rel: 'bookmark' }],
    });
    expect((await app.ask(member, 'GET', path, { version: 3003 })).body).toEqual({ message });
    expect((await app.ask(other, 'GET', path, { version: 3003 })).status).toBe(404);
    expect((await app.ask(other, 'GET', '/messages', { version: 3003 })).body).toEqual({ messages: [] });
    const found = async (query: string, version: number): Promise<number> =>
      ((await app.ask(member, 'GET', `/messages?${query}`, { version })).body as { messages: unknown[] }).messages
        .length;
    expect(await found('resource_uuid=none', 3004)).toBe(1);
    expect(await found('resource_uuid=none', 3005)).toBe(0);
    expect(await found('resource_uuid=v1', 3031)).toBe(1);
    expect((await app.ask(member, 'GET', '/messages?detail_id=1', { version: 3031 })).status).toBe(400);
    expect((await app.ask(other, 'DELETE', path, { version: 3003 })).status).toBe(404);
    expect((await app.ask(member, 'DELETE', path, { version: 3003 })).status).toBe(204);
    expect((await app.ask(member, 'GET', path, { version: 3003 })).status).toBe(404);
  });
});

describe('resource filters', () => {
  it('are shown, from 3.33 on', async () => {
    expect((await app.ask(member, 'GET', '/resource_filters', { version: 3032 })).status).toBe(404);
    expect((await app.ask(member, 'GET', '/resource_filters?resource=backup', { version: 3033 })).body).toEqual({
      resource_filters: [{ resource: 'backup', filters: ['name', 'status', 'volume_id'] }],
    });
    expect((await app.ask(member, 'GET', '/resource_filters?resource=none', { version: 3033 })).body).toEqual({
      resource_filters: [],
    });
  });
});
