// SPDX-License-Identifier: Apache-2.0
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RequestSpecRepository } from '../../../instances/request-spec-repository.js';
import { FLAVOR, messageOf, TestServers } from '../test-servers.js';
import { type TestMysql, testMysql } from '../../test-mysql.js';
import type { Answer, AskOptions } from '../../test-nova-api.js';

describe.each(['SQLite', 'MariaDB'])('on %s', (engine) => {
  let servers: TestServers;
  let mysql: TestMysql | undefined;
  const uuids = new Map<string, string>();

  const at = (seconds: number): Date => new Date(Date.UTC(2026, 10, 21, 9, 0, seconds));

  beforeAll(async () => {
    mysql = engine === 'MariaDB' ? await testMysql() : undefined;
    servers = await TestServers.start(mysql?.values);
    const { client } = servers.nova.databases.api;
    await client.flavor.create({
      data: { id: 7, flavorid: 'tiny', name: 'tiny', memoryMb: 128, vcpus: 1, rootGb: 1, ephemeralGb: 0, swap: 0 },
    });
    const make = async (name: string, second: number, more: object = {}): Promise<void> => {
      const times = { created_at: at(second), updated_at: at(second), launched_at: at(second) };
      uuids.set(name, await servers.server({ display_name: name, hostname: name, ...times, ...more }));
    };
    await make('alpha', 1, { user_id: 'amy', locked: true, locked_by: 'owner' });
    await make('beta', 2, { vm_state: 'stopped', power_state: 4, availability_zone: 'west' });
    await make('gamma.one', 3, { vm_state: 'error', instance_type_id: 8, image_ref: 'other' });
    await make('delta', 4, { task_state: 'rebooting_hard', key_name: 'k' });
    await make('foreign', 5, { project_id: 'other', user_id: 'bob' });
    await make('gone', 6);
    await make('leaving', 7, { vm_state: 'soft-delete' });
    await servers.instances.destroy(uuids.get('gone') ?? '');
    const network = (address: string): string =>
      JSON.stringify([
        {
          id: 'p',
          address: 'fa:16:3e:00:00:01',
          network: { label: 'private', subnets: [{ ips: [{ address, version: address.includes(':') ? 6 : 4 }] }] },
        },
      ]);
    const cached = (uuid: string, address: string) => ({
      info_cache: { instance_uuid: uuid, network_info: network(address) },
    });
    await servers.instances.save(uuids.get('alpha') ?? '', cached(uuids.get('alpha') ?? '', '10.0.0.5'));
    await servers.instances.save(uuids.get('beta') ?? '', cached(uuids.get('beta') ?? '', 'fd00::5'));
    // Writing an address changed the time.
    for (const [name, second] of [
      ['alpha', 1],
      ['beta', 2],
    ] as const)
      await servers.database.client.instance.updateMany({
        where: { uuid: uuids.get(name) ?? '' },
        data: { updatedAt: at(second) },
      });
    const tag = (name: string, word: string) => ({ resourceId: uuids.get(name) ?? '', tag: word });
    await servers.database.client.tag.createMany({
      data: [tag('alpha', 'red'), tag('alpha', 'blue'), tag('beta', 'red'), tag('delta', 'green')],
    });
  });
  afterAll(async () => {
    await servers.nova.close();
    await mysql?.close();
  });

  const list = (query: string, options: AskOptions = {}): Promise<Answer> =>
    servers.ask('GET', `/servers${query}`, options);

  async function names(query: string, options: AskOptions = {}): Promise<string[]> {
    const answer = await list(query, options);
    expect([query, answer.status, answer.status === 200 ? '' : answer.text]).toEqual([query, 200, '']);
    return (answer.body as { servers: { name: string }[] }).servers.map(({ name }) => name);
  }

  const admin = { as: 'admin:abc' };

  describe('lists of servers', () => {
    it('have those of the project that are not deleted, the newest first', async () => {
      expect(await names('')).toEqual(['delta', 'gamma.one', 'beta', 'alpha']);
      expect(await names('', { as: 'bob:other' })).toEqual(['foreign']);
    });

    const FILTERS: readonly (readonly [query: string, names: readonly string[], options?: AskOptions])[] = [
      ['?name=alph', ['alpha']],
      ['?name=gamma.', ['gamma.one']],
      ['?name=%5E.et', ['beta']],
      ['?name=a%7Cb', []],
      ['?status=ACTIVE', ['delta', 'alpha']],
      ['?status=hard_reboot', ['delta']],
      ['?status=error&status=shutoff', ['gamma.one', 'beta']],
      ['?status=nosuch', []],
      ['?flavor=tiny', ['delta', 'beta', 'alpha']],
      ['?flavor=nosuch', []],
      ['?image=other', ['gamma.one']],
      ['?ip=10.0', ['alpha']],
      ['?ip=0.0.5', []],
      ['?ip6=fd00', ['beta'], { version: '2.5' }],
      ['?ip6=fd00', ['delta', 'gamma.one', 'beta', 'alpha']],
      ['?tags=red', ['beta', 'alpha'], { version: '2.26' }],
      ['?tags=red,blue', ['alpha'], { version: '2.26' }],
      ['?tags-any=green,blue', ['delta', 'alpha'], { version: '2.26' }],
      ['?not-tags=red,blue', ['delta', 'gamma.one', 'beta'], { version: '2.26' }],
      ['?not-tags-any=red,green', ['gamma.one'], { version: '2.26' }],
      ['?tags=red', ['delta', 'gamma.one', 'beta', 'alpha'], { version: '2.25' }],
      ['?locked=true', ['alpha'], { version: '2.73' }],
      ['?locked=false', ['delta', 'gamma.one', 'beta'], { version: '2.73' }],
      ['?locked=true', ['delta', 'gamma.one', 'beta', 'alpha'], { version: '2.72' }],
      ['?availability_zone=west', ['beta'], { version: '2.83' }],
      ['?power_state=4', ['beta'], { version: '2.83' }],
      ['?availability_zone=west', ['delta', 'gamma.one', 'beta', 'alpha'], { version: '2.82' }],
      ['?hostname=delta', ['delta'], { version: '2.90' }],
      ['?key_name=k', ['delta'], admin],
      ['?host=anchor&vm_state=stopped', ['beta'], admin],
      ['?deleted=true', ['leaving', 'gone'], admin],
      ['?deleted=true&soft_deleted=', ['gone'], admin],
      ['?status=deleted', [], admin],
      ['?all_tenants=1', ['foreign', 'delta', 'gamma.one', 'beta', 'alpha'], admin],
      ['?all_tenants&project_id=other', ['foreign'], admin],
      ['?all_tenants=0', ['delta', 'gamma.one', 'beta', 'alpha'], admin],
      ['?tenant_id=other', ['delta', 'gamma.one', 'beta', 'alpha'], admin],
      ['?changes-since=2026-11-21T09:00:03Z', ['leaving', 'gone', 'delta', 'gamma.one']],
      ['?changes-before=2026-11-21T09:00:02Z', ['beta', 'alpha'], { version: '2.66' }],
      ['?sort_key=display_name&sort_dir=asc', ['alpha', 'beta', 'delta', 'gamma.one']],
      ['?sort_key=locked_by&sort_dir=desc&sort_key=display_name', ['alpha', 'beta', 'delta', 'gamma.one']],
      // One direction for two keys is that of the first; the second has that of the id, which upstream adds (instance_list.py).
      ['?sort_key=power_state&sort_key=created_at&sort_dir=desc', ['beta', 'alpha', 'gamma.one', 'delta']],
      ['?limit=0', []],
    ];

    const rows = FILTERS.map(([query, expected, options = {}]) => [query, expected, options] as const);

    it.each(rows)('%s is %j (%j)', async (query, expected, options) => {
      const found = await names(query, options);
      const isOrdered = !query.includes('locked_by');
      expect(isOrdered ? found : [...found].sort()).toEqual(expected);
    });

    it('are not asked of cells with what is no expression, which the former API has no schema for', async () => {
      const { status, text } = await servers.nova.ask('GET', '/v2/servers?name=(', { as: 'amy:abc' });
      expect([status, text]).toEqual([400, expect.stringContaining("'(' is not a 'regex'")]);
      expect(servers.nova.lines.filter((line) => line.includes('Error gathering result'))).toEqual([]);
    });

    const REFUSALS: readonly (readonly [query: string, status: number, message: string, options?: AskOptions])[] = [
      ['?status=nosuch', 400, 'Invalid status value', { version: '2.38' }],
      ['?metadata=%7B%7D', 400, 'Invalid filter field: metadata.', admin],
      ['?_x=1', 400, 'Invalid filter field: _x.', admin],
      ['?limit=abc', 400, "Invalid input for query parameters limit. Value: abc. 'abc' does not match '^[0-9]*$'"],
      ['?marker=nosuch', 400, 'marker [nosuch] not found'],
      ['?name=(', 400, "Invalid input for query parameters name. Value: (. '(' is not a 'regex'"],
      ['?all_tenants=1', 403, "Policy doesn't allow os_compute_api:servers:index:get_all_tenants to be performed."],
      ['?sort_key=host', 403, 'Only administrators can sort servers by host'],
      ['?sort_dir=sideways', 400, "Unknown sort direction, must be 'desc' or 'asc'"],
      ['?status=deleted', 403, 'Only administrators may list deleted instances'],
      [
        '?changes-since=2026-11-22T00:00:00Z&changes-before=2026-11-21T00:00:00Z',
        400,
        'The value of changes-since must be less than or equal to changes-before.',
        { version: '2.66' },
      ],
      [
        '?all_tenants=bogus',
        400,
        "Unrecognized value 'bogus', acceptable values are: '0', '1', 'f', 'false', 'n', 'no', 'off', 'on', 't', 'true', " +
          "'y', 'yes'",
        admin,
      ],
    ];

    const refused = REFUSALS.map(([query, status, text, options = {}]) => [query, status, text, options] as const);

    it.each(refused)('%s is refused with %i %s', async (query, status, message, options) => {
      const answer = await list(query, options);
      expect([answer.status, messageOf(answer)]).toEqual([status, message]);
    });
  });

  describe('pages of servers', () => {
    async function walk(query: string): Promise<string[]> {
      const found: string[] = [];
      let next: string | undefined = `/v2.1/servers?${query}`;
      while (next !== undefined) {
        const { body } = await servers.nova.ask('GET', next, { as: 'amy:abc' });
        const page = body as { servers: { name: string }[]; servers_links?: [{ href: string }] };
        found.push(...page.servers.map(({ name }) => name));
        next = page.servers_links?.[0].href.replace('http://host.example', '');
      }
      return found;
    }

    it.each(['limit=1', 'limit=2', 'limit=3'])('of %s come to the whole list', async (limit) => {
      expect(await walk(limit)).toEqual(['delta', 'gamma.one', 'beta', 'alpha']);
      expect(await walk(`${limit}&sort_key=display_name&sort_dir=asc`)).toEqual([
        'alpha',
        'beta',
        'delta',
        'gamma.one',
      ]);
    });

    it('come to the whole list where the database cannot filter or sort', async () => {
      expect(await walk('limit=1&name=a.*a')).toEqual(['gamma.one', 'alpha']);
      expect((await walk('limit=1&sort_key=locked_by')).sort()).toEqual(['alpha', 'beta', 'delta', 'gamma.one']);
    });

    it('begin after a server that was deleted meanwhile', async () => {
      expect(await names(`?marker=${uuids.get('gone') ?? ''}`)).toEqual(['delta', 'gamma.one', 'beta', 'alpha']);
    });
  });

  describe('servers that wait for a cell', () => {
    it('stand before the others, and are pages with them', async () => {
      const first = await servers.waiting({ display_name: 'waits', project_id: 'abc' }, { tags: ['blue'] });
      expect(await names('')).toEqual(['waits', 'delta', 'gamma.one', 'beta', 'alpha']);
      expect(await names('?status=build')).toEqual(['waits']);
      expect(await names('?tags=blue', { version: '2.26' })).toEqual(['waits', 'alpha']);
      expect(await names('?ip=10.')).toEqual(['alpha']);
      expect(await names(`?marker=${first}&limit=2`)).toEqual(['delta', 'gamma.one']);
      expect(await names('?limit=1')).toEqual(['waits']);
      const shown = await servers.ask('GET', `/servers/${first}`, { version: '2.93', as: 'admin:abc' });
      expect(shown.body).toMatchObject({
        server: {
          status: 'BUILD',
          addresses: {},
          hostId: '',
          tags: ['blue'],
          'OS-EXT-STS:task_state': 'scheduling',
          'OS-EXT-SRV-ATTR:instance_name': '',
          'OS-EXT-AZ:availability_zone': '',
          host_status: '',
        },
      });
      await servers.nova.databases.api.client.buildRequest.deleteMany();
    });
  });

  describe('a cell that does not answer', () => {
    it('has its servers listed by what is known of them, from 2.69 on', async () => {
      const uuid = randomUUID();
      const { databases } = servers.nova;
      const { client } = databases.api;
      const broken = { databaseConnection: 'nosuch://', transportUrl: 'fake://' };
      const { id } = await client.cellMapping.create({ data: { uuid: randomUUID(), name: 'broken', ...broken } });
      databases.cells.refresh();
      const created = at(9);
      const mapping = { instanceUuid: uuid, cellId: id, projectId: 'abc', userId: 'amy', queuedForDelete: false };
      await client.instanceMapping.create({ data: { ...mapping, createdAt: created } });
      try {
        const links = [
          { rel: 'self', href: `http://host.example/v2.1/servers/${uuid}` },
          { rel: 'bookmark', href: `http://host.example/servers/${uuid}` },
        ];
        const found = async (query: string, version: string): Promise<unknown[]> =>
          ((await list(query, { version })).body as { servers: unknown[] }).servers;
        expect((await found('', '2.69'))[0]).toEqual({ id: uuid, status: 'UNKNOWN', links });
        expect((await found('', '2.69')).length).toBe(5);
        expect((await found('', '2.68')).length).toBe(4);
        expect((await found('?limit=9', '2.69')).length).toBe(4);
        expect((await found('/detail', '2.69'))[0]).toEqual({
          ...{ id: uuid, status: 'UNKNOWN', tenant_id: 'abc', created: '2026-11-21T09:00:09Z', links },
        });
        expect((await servers.ask('GET', `/servers/${uuid}`, { version: '2.68' })).status).toBe(503);
        expect((await servers.ask('GET', `/servers/${uuid}`, { version: '2.69' })).status).toBe(404);
        const spec = { instance_uuid: uuid, user_id: 'amy', flavor: FLAVOR, availability_zone: null, image: null };
        await databases.api.transaction((transaction) =>
          new RequestSpecRepository(databases.api).create(transaction, uuid, spec).then(() => undefined),
        );
        expect((await servers.ask('GET', `/servers/${uuid}`, { version: '2.71' })).body).toEqual({
          server: {
            ...{ id: uuid, status: 'UNKNOWN', tenant_id: 'abc', created: '2026-11-21T09:00:09Z', links },
            image: '',
            flavor: {
              ...{ vcpus: 1, ram: 128, disk: 1, ephemeral: 0, swap: 0, original_name: FLAVOR.name },
              extra_specs: FLAVOR.extra_specs,
            },
            'OS-EXT-AZ:availability_zone': 'UNKNOWN',
            'OS-EXT-STS:power_state': 0,
            user_id: 'amy',
            server_groups: [],
          },
        });
        const foreign = await servers.ask('GET', `/servers/${uuid}`, { version: '2.71', as: 'bob:other' });
        expect(foreign.status).toBe(404);
      } finally {
        await client.instanceMapping.deleteMany({ where: { instanceUuid: uuid } });
        await client.cellMapping.delete({ where: { id } });
        databases.cells.refresh();
      }
    });
  });
});
