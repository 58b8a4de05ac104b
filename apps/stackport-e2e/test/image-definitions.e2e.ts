// SPDX-License-Identifier: Apache-2.0
// What properties may mean: the openstack client of Debian 12 has no commands for it, the glance client has.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { GlanceClient } from '../src/glance-client.js';
import { RunningCloud } from '../src/running-cloud.js';

const NAMESPACE = 'OS::Test::Machines';
let cloud: RunningCloud;
let glance: GlanceClient;
beforeAll(async () => {
  cloud = await RunningCloud.start();
  glance = new GlanceClient(cloud);
  await glance.run('md-namespace-create', NAMESPACE, '--display-name', 'Machines', '--visibility', 'public');
});
afterAll(() => cloud.stop());

describe('glance md-namespace-…', () => {
  it('create, list, show, update, delete', async () => {
    const made = await glance.one('md-namespace-create', 'OS::Test::Other', '--description', 'something else');
    expect(made).toMatchObject({ namespace: 'OS::Test::Other', visibility: 'private', protected: 'False' });
    expect(await glance.list('md-namespace-list')).toEqual(
      expect.arrayContaining([{ namespace: NAMESPACE }, { namespace: 'OS::Test::Other' }]),
    );
    await glance.run('md-namespace-update', 'OS::Test::Other', '--visibility', 'public', '--protected', 'True');
    expect(await glance.one('md-namespace-show', 'OS::Test::Other')).toMatchObject({
      ...{ visibility: 'public', protected: 'True', description: 'something else' },
    });
    await expect(glance.run('md-namespace-delete', 'OS::Test::Other')).rejects.toThrow(/HTTP 403/);
    await glance.run('md-namespace-update', 'OS::Test::Other', '--protected', 'False');
    await glance.run('md-namespace-delete', 'OS::Test::Other');
    await expect(glance.run('md-namespace-show', 'OS::Test::Other')).rejects.toThrow(/HTTP 404/);
    await expect(glance.run('md-namespace-create', NAMESPACE)).rejects.toThrow(/HTTP 409/);
  });
});

describe('glance md-property-…', () => {
  it('create, list, show, update, delete', async () => {
    const words = ['--name', 'cores', '--title', 'Cores', '--schema', '{"type": "integer", "minimum": 1}'];
    expect(await glance.one('md-property-create', NAMESPACE, ...words)).toMatchObject({ name: 'cores', minimum: '1' });
    expect(await glance.list('md-property-list', NAMESPACE)).toEqual([
      { name: 'cores', title: 'Cores', type: 'integer' },
    ]);
    const change = ['--name', 'threads', '--title', 'Threads', '--schema', '{"type": "integer", "minimum": 2}'];
    await glance.run('md-property-update', NAMESPACE, 'cores', ...change);
    expect(await glance.one('md-property-show', NAMESPACE, 'threads')).toMatchObject({
      title: 'Threads',
      minimum: '2',
    });
    await glance.run('md-property-delete', NAMESPACE, 'threads');
    await glance.run('md-property-create', NAMESPACE, ...words);
    await glance.run('md-namespace-properties-delete', NAMESPACE);
    expect(await glance.list('md-property-list', NAMESPACE)).toEqual([]);
  });
});

describe('glance md-object-…', () => {
  it('create, list, show, property-show, update, delete', async () => {
    const schema = '{"description": "what it has", "properties": {"disk": {"title": "Disk", "type": "string"}}}';
    await glance.run('md-object-create', NAMESPACE, '--name', 'Hardware', '--schema', schema);
    expect(await glance.list('md-object-list', NAMESPACE)).toEqual([{ name: 'Hardware', description: 'what it has' }]);
    expect(await glance.one('md-object-show', NAMESPACE, 'Hardware')).toMatchObject({ properties: '["disk"]' });
    expect(await glance.one('md-object-property-show', NAMESPACE, 'Hardware', 'disk')).toEqual({
      ...{ name: 'disk', title: 'Disk', type: 'string' },
    });
    await glance.run('md-object-update', NAMESPACE, 'Hardware', '--name', 'Parts', '--schema', schema);
    await glance.run('md-object-delete', NAMESPACE, 'Parts');
    await glance.run('md-object-create', NAMESPACE, '--name', 'Hardware', '--schema', schema);
    await glance.run('md-namespace-objects-delete', NAMESPACE);
    expect(await glance.list('md-object-list', NAMESPACE)).toEqual([]);
  });
});

describe('glance md-tag-…', () => {
  it('create-multiple, create, list, show, update, delete', async () => {
    await glance.run('md-tag-create-multiple', NAMESPACE, '--names', 'two,three');
    await glance.run('md-tag-create', NAMESPACE, '--name', 'one');
    const names = async () => (await glance.list('md-tag-list', NAMESPACE)).map(({ name }) => name).sort();
    expect(await names()).toEqual(['one', 'three', 'two']);
    await glance.run('md-tag-update', NAMESPACE, 'three', '--name', 'four');
    expect(await glance.one('md-tag-show', NAMESPACE, 'four')).toMatchObject({ name: 'four' });
    await glance.run('md-tag-delete', NAMESPACE, 'one');
    expect(await names()).toEqual(['four', 'two']);
    await glance.run('md-namespace-tags-delete', NAMESPACE);
    expect(await names()).toEqual([]);
  });
});

describe('glance md-resource-type-…', () => {
  it('list, associate, deassociate: what a property is called with a kind of thing', async () => {
    await glance.run(
      'md-property-create',
      NAMESPACE,
      '--name',
      'cores',
      '--title',
      'C',
      '--schema',
      '{"type": "integer"}',
    );
    const kind = ['--name', 'OS::Test::Kind', '--prefix', 'hw_'];
    await glance.run('md-resource-type-associate', NAMESPACE, ...kind);
    expect(await glance.list('md-resource-type-list')).toContainEqual({ name: 'OS::Test::Kind' });
    expect(await glance.list('md-namespace-resource-type-list', NAMESPACE)).toEqual([
      { name: 'OS::Test::Kind', prefix: 'hw_', properties_target: '' },
    ]);
    expect(await glance.one('md-namespace-show', NAMESPACE, '--resource-type', 'OS::Test::Kind')).toMatchObject({
      ...{ properties: '["hw_cores"]', resource_type_associations: '["OS::Test::Kind"]' },
    });
    await glance.run('md-resource-type-deassociate', NAMESPACE, 'OS::Test::Kind');
    expect(await glance.list('md-namespace-resource-type-list', NAMESPACE)).toEqual([]);
  });
});
