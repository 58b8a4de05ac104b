// SPDX-License-Identifier: Apache-2.0
import { afterEach, describe, expect, it } from 'vitest';
import { type BootNovaInit, type BootedNova, bootNova } from './boot-nova.js';
import type { Answer, Client } from './client.js';

const booted: BootedNova[] = [];
afterEach(async () => {
  for (const nova of booted.splice(0)) await nova.close();
});

const ROLES = ['admin', 'member', 'reader'];

const IMAGE = {
  id: '5179480b-deab-4c09-8f72-7be3d2ca49f8',
  ...{ name: 'image', status: 'active', disk_format: 'raw', container_format: 'bare', checksum: null, size: 1024 },
  ...{ min_disk: 0, min_ram: 0, owner: 'abc', is_public: true, deleted: false, deleted_at: null, properties: {} },
  ...{ created_at: '2026-11-21T08:49:52.000000', updated_at: '2026-11-21T08:49:52.000000' },
};
const images = { show: (_context: unknown, id: string) => Promise.resolve({ ...IMAGE, id }) } as never;

async function boot(init?: BootNovaInit): Promise<{ nova: BootedNova; admin: Client }> {
  const nova = await bootNova(init);
  booted.push(nova);
  const token = nova.validator.issue({ project: 'abc', roles: ROLES });
  return { nova, admin: nova.client.as(token).with({ 'OpenStack-API-Version': 'compute 2.93' }) };
}

async function createFlavor(admin: Client): Promise<string> {
  const answer = await admin.post('/v2.1/flavors', { flavor: { name: 'small', ram: 64, vcpus: 1, disk: 1 } });
  return (answer.json() as { flavor: { id: string } }).flavor.id;
}

const server = (answer: Answer): Record<string, unknown> =>
  (answer.json() as { server: Record<string, unknown> }).server;

describe('bootNova', () => {
  it('serves the API alone, and what it sends can be looked at', async () => {
    const { nova, admin } = await boot({ neighbours: { images } });
    const flavorRef = await createFlavor(admin);
    const answer = await admin.post('/v2.1/servers', {
      server: { name: 'one', flavorRef, imageRef: IMAGE.id, networks: 'none' },
    });
    expect(answer.status, answer.text).toBe(202);
    const [sent] = nova.bus.of('schedule_and_build_instances');
    expect(sent).toMatchObject({ kind: 'cast', target: { topic: 'conductor' }, context: { project_id: 'abc' } });
    expect(await admin.get('/v2.1/servers')).toMatchObject({ status: 200 });
  });

  it('runs hosts and placement too', async () => {
    const { nova, admin } = await boot({ hosts: ['a', 'b'], neighbours: { images } });
    const flavorRef = await createFlavor(admin);
    const answer = await admin.post('/v2.1/servers', {
      server: { name: 'one', flavorRef, imageRef: IMAGE.id, networks: 'none' },
    });
    expect(answer.status, answer.text).toBe(202);
    const path = `/v2.1/servers/${String(server(answer).id)}`;
    await expect
      .poll(async () => server(await admin.get(path)), { timeout: 20_000 })
      .toMatchObject({ status: 'ACTIVE', 'OS-EXT-STS:task_state': null });
    const { client, validator } = nova.placement as NonNullable<BootedNova['placement']>;
    const usages = await client.as(validator.issue({ roles: ROLES })).get('/usages?project_id=abc');
    expect(usages.json()).toMatchObject({ usages: { unknown: { VCPU: 1, MEMORY_MB: 64 } } });
    expect(nova.bus.sent).toEqual([]);
  });
});
