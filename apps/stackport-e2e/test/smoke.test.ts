// SPDX-License-Identifier: Apache-2.0
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
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
