// SPDX-License-Identifier: Apache-2.0
import { existsSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { type BootCinderInit, type BootedCinder, bootCinder } from './boot-cinder.js';
import type { Client } from './client.js';

const booted: BootedCinder[] = [];
afterEach(async () => {
  for (const cinder of booted.splice(0)) await cinder.close();
});

async function boot(init?: BootCinderInit): Promise<{ cinder: BootedCinder; member: Client }> {
  const cinder = await bootCinder(init);
  booted.push(cinder);
  const member = cinder.client.as(cinder.validator.issue({ project: 'abc' }));
  return { cinder, member };
}

async function createVolume(client: Client): Promise<string> {
  const answer = await client.post('/v3/abc/volumes', { volume: { size: 1 } });
  expect(answer.status).toBe(202);
  return (answer.json() as { volume: { id: string } }).volume.id;
}

describe('bootCinder', () => {
  it('serves the API alone, and what it sends can be looked at', async () => {
    const { cinder, member } = await boot();
    const id = await createVolume(member);
    const [sent] = cinder.bus.of('create_volume');
    expect(sent).toMatchObject({ kind: 'cast', target: { topic: 'cinder-scheduler' }, context: { project_id: 'abc' } });
    expect(sent?.args.volume).toMatchObject({ 'versioned_object.data': { id } });
    expect(await cinder.database.client.volume.findUnique({ where: { id } })).toMatchObject({ status: 'creating' });
    expect(cinder.lines.some((line) => line.includes('Failed to load extension'))).toBe(false);
  });

  it('shows what an API does where nobody answers, or the bus takes nothing', async () => {
    const { cinder, member } = await boot();
    const admin = cinder.client.as(cinder.validator.issue({ project: 'abc', roles: ['admin'] }));
    expect((await admin.get('/v3/scheduler-stats/get_pools')).status).toBe(500);
    cinder.bus.respond('get_pools', () => [{ name: 'h@file#file', capabilities: {} }]);
    expect((await admin.get('/v3/scheduler-stats/get_pools')).json()).toEqual({ pools: [{ name: 'h@file#file' }] });
    cinder.bus.fail('create_volume', new Error('the bus is gone'));
    expect((await member.post('/v3/abc/volumes', { volume: { size: 1 } })).status).toBe(500);
    expect(cinder.bus.of('create_volume')).toEqual([]);
  });

  it('runs the workers too', async () => {
    const { cinder, member } = await boot({ workers: true });
    const id = await createVolume(member);
    const status = async (): Promise<unknown> =>
      ((await member.get(`/v3/volumes/${id}`)).json() as { volume: { status: string } }).volume.status;
    for (let i = 0; i < 200 && (await status()) === 'creating'; i++) await sleep(25);
    expect(await status()).toBe('available');
    expect(existsSync(cinder.folder.file('volumes'))).toBe(true);
    expect(cinder.bus.sent).toEqual([]);
  });
});
