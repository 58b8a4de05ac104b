// SPDX-License-Identifier: Apache-2.0
import { createHash, randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RunningCloud } from '../src/running-cloud.js';

let cloud: RunningCloud;
beforeAll(async () => {
  cloud = await RunningCloud.start();
});
afterAll(() => cloud.stop());

describe("Debian's openstack client", () => {
  it('gets a token and the catalog', async () => {
    expect(await cloud.json('token', 'issue')).toHaveProperty('id');
    const catalog = (await cloud.json('catalog', 'list')) as { Name: string }[];
    expect(catalog.map(({ Name }) => Name)).toEqual(expect.arrayContaining(['keystone', 'glance']));
  });

  it('stores an image, changes it, and gets the same bytes back', async () => {
    const bytes = randomBytes(5 * 1024 * 1024 + 17);
    const [source, copy] = [join(cloud.stateDir, 'source.img'), join(cloud.stateDir, 'copy.img')];
    writeFileSync(source, bytes);
    const words = ['--disk-format', 'raw', '--container-format', 'bare', '--property', 'colour=blue', '--tag', 'e2e'];
    const created = (await cloud.json('image', 'create', 'disk', '--file', source, ...words)) as { id: string };
    expect(await cloud.json('image', 'list')).toContainEqual({ ID: created.id, Name: 'disk', Status: 'active' });
    const shown = (await cloud.json('image', 'show', 'disk')) as Record<string, unknown>;
    expect(shown).toMatchObject({
      status: 'active',
      size: bytes.length,
      checksum: createHash('md5').update(bytes).digest('hex'),
    });
    expect(shown.properties).toMatchObject({
      colour: 'blue',
      os_hash_value: createHash('sha512').update(bytes).digest('hex'),
    });
    await cloud.openstack(
      'image',
      'set',
      created.id,
      '--name',
      'renamed',
      '--property',
      'colour=red',
      '--min-ram',
      '64',
    );
    await cloud.openstack('image', 'unset', created.id, '--tag', 'e2e');
    expect(await cloud.json('image', 'show', created.id)).toMatchObject({ name: 'renamed', min_ram: 64, tags: [] });
    await cloud.openstack('image', 'save', created.id, '--file', copy);
    expect(readFileSync(copy).equals(bytes)).toBe(true);
    await cloud.openstack('image', 'delete', created.id);
    await expect(cloud.openstack('image', 'show', created.id)).rejects.toThrow(/No Image found|Could not find/i);
  });

  it('shares an image with another project, which accepts it', async () => {
    const image = (await cloud.json(
      'image',
      'create',
      'shared',
      '--shared',
      '--disk-format',
      'raw',
      '--container-format',
      'bare',
    )) as { id: string };
    const project = (await cloud.json('project', 'show', 'demo')) as { id: string };
    await cloud.openstack('image', 'add', 'project', image.id, project.id);
    expect(
      await cloud.openstackAs('stackport-demo', 'image', 'list', '--shared', '-f', 'value', '-c', 'ID'),
    ).not.toContain(image.id);
    await cloud.openstackAs('stackport-demo', 'image', 'set', '--accept', image.id);
    expect(await cloud.openstackAs('stackport-demo', 'image', 'list', '--shared', '-f', 'value', '-c', 'ID')).toContain(
      image.id,
    );
    await cloud.openstack('image', 'delete', image.id);
  });

  it('keeps users, projects and roles', async () => {
    await cloud.openstack('project', 'create', 'crew', '--description', 'all of us');
    await cloud.openstack('user', 'create', 'ann', '--password', 'pass phrase', '--project', 'crew');
    await cloud.openstack('role', 'add', '--user', 'ann', '--project', 'crew', 'member');
    const assignments = (await cloud.json('role', 'assignment', 'list', '--user', 'ann', '--names')) as {
      Role: string;
      Project: string;
    }[];
    expect(assignments).toMatchObject([{ Role: 'member', Project: 'crew@Default' }]);
    expect(await cloud.json('user', 'list', '--project', 'crew')).toMatchObject([{ Name: 'ann' }]);
    await cloud.openstack('user', 'delete', 'ann');
    await cloud.openstack('project', 'delete', 'crew');
  });

  it('creates services and endpoints, which the catalog shows', async () => {
    await cloud.openstack('service', 'create', '--name', 'swift', 'object-store');
    await cloud.openstack('endpoint', 'create', '--region', 'RegionOne', 'swift', 'public', 'http://127.0.0.1:8080/v1');
    const catalog = (await cloud.json('catalog', 'show', 'swift')) as { endpoints: unknown };
    expect(JSON.stringify(catalog.endpoints)).toContain('http://127.0.0.1:8080/v1');
    await cloud.openstack('service', 'delete', 'swift');
  });
});
