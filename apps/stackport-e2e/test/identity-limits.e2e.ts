// SPDX-License-Identifier: Apache-2.0
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

describe('openstack registered limit', () => {
  it('create, list, show, set, delete', async () => {
    const words = ['--service', 'glance', '--default-limit', '10', '--region', 'RegionOne', '--description', 'at most'];
    const made = await identity.one('registered', 'limit', 'create', ...words, 'image_count_total');
    expect(made).toMatchObject({
      ...{ resource_name: 'image_count_total', default_limit: 10, region_id: 'RegionOne', description: 'at most' },
      service_id: await identity.id('service', 'show', 'glance'),
    });
    const id = String(made.id);
    await expect(identity.run('registered', 'limit', 'create', ...words, 'image_count_total')).rejects.toThrow(
      /HTTP 409/,
    );
    await identity.run('registered', 'limit', 'set', id, '--default-limit', '20');
    expect(await identity.list('registered', 'limit', 'list', '--service', 'glance')).toEqual([
      {
        ...{ ID: id, 'Service ID': made.service_id, 'Resource Name': 'image_count_total', 'Default Limit': 20 },
        ...{ Description: 'at most', 'Region ID': 'RegionOne' },
      },
    ]);
    expect(await identity.one('registered', 'limit', 'show', id)).toMatchObject({ id, default_limit: 20 });
    await identity.run('registered', 'limit', 'delete', id);
    expect(await identity.list('registered', 'limit', 'list')).toEqual([]);
  });
});

describe('openstack limit', () => {
  it('create, list, show, set, delete: of a project, for what a default was registered', async () => {
    const where = ['--service', 'glance', '--region', 'RegionOne'];
    const make = ['limit', 'create', ...where, '--project', 'demo', '--resource-limit', '5', 'image_size_total'];
    await expect(identity.run(...make)).rejects.toThrow(/no corresponding registered limit. .*HTTP 403/);
    const registered = await identity.id(
      ...['registered', 'limit', 'create', ...where, '--default-limit', '10', 'image_size_total'],
    );
    const made = await identity.one(...make, '--description', 'small');
    const project = await identity.id('project', 'show', 'demo');
    expect(made).toMatchObject({ project_id: project, resource_name: 'image_size_total', resource_limit: 5 });
    const id = String(made.id);
    await expect(identity.run(...make)).rejects.toThrow(/HTTP 409/);
    // With the token of a project one sees its limits, whoever one is.
    expect(await identity.list('limit', 'list')).toEqual([]);
    expect(JSON.parse(await cloud.openstackAs('stackport-demo', 'limit', 'list', '-f', 'json'))).toMatchObject([
      { ID: id, 'Resource Limit': 5 },
    ]);
    await expect(cloud.openstackAs('stackport-demo', 'limit', 'set', id, '--resource-limit', '50')).rejects.toThrow(
      /HTTP 403/,
    );
    await identity.run('limit', 'set', id, '--resource-limit', '7');
    expect(await identity.one('limit', 'show', id)).toMatchObject({ id, resource_limit: 7, description: 'small' });
    // A default that projects have a limit of is needed.
    await expect(identity.run('registered', 'limit', 'delete', registered)).rejects.toThrow(/failed to delete/);
    await identity.run('limit', 'delete', id);
    await identity.run('registered', 'limit', 'delete', registered);
    expect(JSON.parse(await cloud.openstackAs('stackport-demo', 'limit', 'list', '-f', 'json'))).toEqual([]);
  });
});
