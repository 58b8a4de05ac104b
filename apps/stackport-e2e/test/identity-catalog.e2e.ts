// SPDX-License-Identifier: Apache-2.0
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Identity } from '../src/identity.js';
import { RunningCloud } from '../src/running-cloud.js';

let cloud: RunningCloud;
let identity: Identity;
beforeAll(async () => {
  cloud = await RunningCloud.start();
  identity = new Identity(cloud);
});
afterAll(() => cloud.stop());

describe('openstack region', () => {
  it('create, list, show, set, delete: not while there are regions in it, or endpoints', async () => {
    await identity.run('region', 'create', 'north', '--description', 'cold');
    await identity.run('region', 'create', 'oslo', '--parent-region', 'north');
    expect(await identity.list('region', 'list', '--parent-region', 'north')).toEqual([
      { Region: 'oslo', 'Parent Region': 'north', Description: '' },
    ]);
    await identity.run('region', 'set', 'oslo', '--description', 'a city');
    expect(await identity.one('region', 'show', 'oslo')).toMatchObject({
      ...{ region: 'oslo', parent_region: 'north', description: 'a city' },
    });
    await expect(identity.run('region', 'create', 'oslo')).rejects.toThrow(/HTTP 409/);
    await expect(identity.run('region', 'delete', 'RegionOne')).rejects.toThrow(/1 of 1 regions failed to delete/);
    await identity.run('region', 'delete', 'oslo', 'north');
    expect(await identity.column('Region', 'region', 'list')).toEqual(['RegionOne']);
  });
});

describe('openstack service', () => {
  it('create, list, show, set, delete: with its endpoints', async () => {
    const made = await identity.one('service', 'create', '--name', 'swift', '--description', 'things', 'object-store');
    expect(made).toMatchObject({ name: 'swift', type: 'object-store', description: 'things', enabled: true });
    await identity.run('endpoint', 'create', '--region', 'RegionOne', 'swift', 'public', 'http://127.0.0.1:8080/v1');
    expect(await identity.list('service', 'list', '--long')).toContainEqual({
      ...{ ID: made.id, Name: 'swift', Type: 'object-store', Description: 'things', Enabled: true },
    });
    await identity.run('service', 'set', 'swift', '--name', 'ceph', '--disable');
    expect(await identity.one('service', 'show', 'ceph')).toMatchObject({ id: made.id, name: 'ceph', enabled: false });
    // What is disabled is in no catalog.
    expect(await identity.column('Name', 'catalog', 'list')).not.toContain('ceph');
    await identity.run('service', 'set', 'ceph', '--enable');
    expect(await identity.column('Name', 'catalog', 'list')).toContain('ceph');
    await identity.run('service', 'delete', 'ceph');
    expect(await identity.column('Service Type', 'endpoint', 'list')).not.toContain('object-store');
  });
});

describe('openstack endpoint', () => {
  it('create, list, show, set, delete; the catalog fills in the project', async () => {
    await identity.run('service', 'create', '--name', 'heat', 'orchestration');
    const url = 'http://127.0.0.1:8004/v1/$(project_id)s';
    const { id } = await identity.one('endpoint', 'create', '--region', 'RegionOne', 'heat', 'public', url);
    const here = ['--service', 'heat', '--interface', 'public', '--region', 'RegionOne'];
    expect(await identity.list('endpoint', 'list', ...here)).toEqual([
      {
        ...{ ID: id, Region: 'RegionOne', 'Service Name': 'heat', 'Service Type': 'orchestration' },
        ...{ Enabled: true, Interface: 'public', URL: url },
      },
    ]);
    const project = await identity.id('project', 'show', 'admin');
    const endpoints = async (): Promise<string> => JSON.stringify(await identity.one('catalog', 'show', 'heat'));
    expect(await endpoints()).toContain(`http://127.0.0.1:8004/v1/${project}`);
    await identity.run('endpoint', 'set', String(id), '--url', 'http://127.0.0.1:8005', '--interface', 'internal');
    expect(await identity.one('endpoint', 'show', String(id))).toMatchObject({
      ...{ id, interface: 'internal', url: 'http://127.0.0.1:8005', region: 'RegionOne', service_name: 'heat' },
    });
    await identity.run('endpoint', 'set', String(id), '--disable');
    expect(await endpoints()).not.toContain('http:');
    await expect(identity.run('endpoint', 'create', 'heat', 'public', 'http://$(nobody)s')).rejects.toThrow(/HTTP 400/);
    await identity.run('endpoint', 'delete', String(id));
    await identity.run('service', 'delete', 'heat');
  });

  it('add project, remove project: who has endpoints of their own sees no others', async () => {
    await identity.run('service', 'create', '--name', 'own', 'dns');
    const { id } = await identity.one(
      'endpoint',
      'create',
      '--region',
      'RegionOne',
      'own',
      'public',
      'http://own:9001',
    );
    const demo = async (): Promise<readonly string[]> =>
      (
        JSON.parse(await cloud.openstackAs('stackport-demo', 'catalog', 'list', '-f', 'json')) as { Name: string }[]
      ).map(({ Name }) => Name);
    expect(await demo()).toEqual(expect.arrayContaining(['glance', 'own']));
    await identity.run('endpoint', 'add', 'project', String(id), 'demo');
    expect(await identity.column('ID', 'endpoint', 'list', '--project', 'demo')).toEqual([id]);
    expect(await demo()).toEqual(['own']);
    await identity.run('endpoint', 'remove', 'project', String(id), 'demo');
    expect(await demo()).toEqual(expect.arrayContaining(['glance', 'own']));
    await identity.run('service', 'delete', 'own');
  });
});

describe('openstack endpoint group', () => {
  it('create, list, show, set, add project, remove project, delete', async () => {
    const file = join(cloud.stateDir, 'filters.json');
    writeFileSync(file, JSON.stringify({ interface: 'public' }));
    const { id } = await identity.one('endpoint', 'group', 'create', 'outside', file, '--description', 'for all');
    expect(await identity.list('endpoint', 'group', 'list')).toEqual([
      { ID: id, Name: 'outside', Description: 'for all' },
    ]);
    await identity.run('endpoint', 'group', 'add', 'project', 'outside', 'demo');
    expect(await identity.column('Name', 'endpoint', 'group', 'list', '--project', 'demo')).toEqual(['outside']);
    expect(await identity.column('Name', 'project', 'list')).toContain('demo');
    const seen = async () =>
      JSON.parse(await cloud.openstackAs('stackport-demo', 'catalog', 'show', 'glance', '-f', 'json')) as {
        endpoints: { interface: string }[];
      };
    expect((await seen()).endpoints.map((one) => one.interface)).toEqual(['public']);
    await identity.run('endpoint', 'group', 'remove', 'project', 'outside', 'demo');
    expect((await seen()).endpoints).toHaveLength(3);
    await identity.run('endpoint', 'group', 'set', 'outside', '--name', 'public', '--description', 'for some');
    expect(await identity.one('endpoint', 'group', 'show', 'public')).toMatchObject({
      ...{ id, name: 'public', description: 'for some', filters: { interface: 'public' } },
    });
    await identity.run('endpoint', 'group', 'delete', 'public');
    expect(await identity.list('endpoint', 'group', 'list')).toEqual([]);
  });
});
