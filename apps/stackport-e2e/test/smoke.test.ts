// SPDX-License-Identifier: Apache-2.0
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { BlockStorage } from '../src/block-storage.js';
import { Compute } from '../src/compute.js';
import { RunningCloud } from '../src/running-cloud.js';

// The one round with an unmodified client that every test run makes; `npm run e2e` has the rest.
it('a fresh cloud answers the openstack client: identity and image', async () => {
  const cloud = await RunningCloud.start();
  try {
    expect(existsSync(join(cloud.stateDir, 'openrc'))).toBe(true);
    expect(await cloud.json('token', 'issue')).toHaveProperty('project_id');
    expect(await cloud.json('image', 'list')).toMatchObject([{ Name: 'stackport-tiny', Status: 'active' }]);
  } finally {
    expect(await cloud.stop()).toBe(0);
  }
}, 120_000);

// Four services of the process have to do with it: Compute asks Image and Block Storage with a service token, and Placement.
it('a fresh cloud answers the openstack client: a server gets a volume, and gives it back', async () => {
  const cloud = await RunningCloud.start();
  const compute = new Compute(cloud);
  const storage = new BlockStorage(cloud);
  try {
    const { id } = await compute.server('one');
    const volume = await storage.volume('data', '--size', '1');
    await compute.run('server', 'add', 'volume', id, volume.id);
    expect(await storage.until('volume', volume.id, 'in-use')).toMatchObject({ attachments: [{ server_id: id }] });
    await compute.run('server', 'remove', 'volume', id, volume.id);
    await storage.until('volume', volume.id, 'available');
    await compute.run('server', 'delete', '--wait', id);
  } finally {
    expect(await cloud.stop()).toBe(0);
  }
}, 240_000);
