// SPDX-License-Identifier: Apache-2.0
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BlockStorage, type Shown } from '../src/block-storage.js';
import { RunningCloud } from '../src/running-cloud.js';

let cloud: RunningCloud;
let storage: BlockStorage;
let volume: Shown;
beforeAll(async () => {
  cloud = await RunningCloud.start();
  storage = new BlockStorage(cloud);
  volume = await storage.volume('data', '--size', '1');
});
afterAll(() => cloud.stop());

const asDemo = (...words: readonly string[]): Promise<string> => cloud.openstackAs('stackport-demo', ...words);

describe('openstack volume transfer request', () => {
  it('create, list, show, delete', async () => {
    const made = await storage.one('volume', 'transfer', 'request', 'create', '--name', 'gift', volume.id);
    expect(made).toMatchObject({
      name: 'gift',
      volume_id: volume.id,
      auth_key: expect.stringMatching(/^[0-9a-f]{16}$/) as string,
    });
    await storage.until('volume', volume.id, 'awaiting-transfer');
    const shown = await storage.one('volume', 'transfer', 'request', 'show', 'gift');
    expect(shown).toMatchObject({ id: made.id, volume_id: volume.id });
    expect(shown).not.toHaveProperty('auth_key');
    const listed = await storage.list('volume', 'transfer', 'request', 'list');
    expect(listed).toEqual([{ ID: made.id, Name: 'gift', Volume: volume.id }]);
    expect((await asDemo('volume', 'transfer', 'request', 'list', '-f', 'value')).trim()).toBe('');
    await storage.run('volume', 'transfer', 'request', 'delete', made.id);
    await storage.until('volume', volume.id, 'available');
  });

  it('accept, from another project, which has the volume and its bytes then', async () => {
    storage.write(volume.id, Buffer.from('for you'), 0);
    const snapshot = await storage.snapshot('with-it', volume.id);
    const made = await storage.one('volume', 'transfer', 'request', 'create', volume.id);
    const accept = ['volume', 'transfer', 'request', 'accept', made.id, '--auth-key'] as const;
    await expect(asDemo(...accept, '0000000000000000')).rejects.toThrow(/auth key/i);
    await asDemo(...accept, String(made.auth_key));
    const { id: demo } = await storage.one('project', 'show', 'demo');
    const theirs = JSON.parse(await asDemo('volume', 'show', volume.id, '-f', 'json')) as Shown;
    expect(theirs).toMatchObject({ name: 'data', status: 'available' });
    expect(JSON.parse(await asDemo('volume', 'snapshot', 'list', '-f', 'json'))).toMatchObject([{ ID: snapshot.id }]);
    expect(storage.bytesOf(volume.id, 7).toString()).toBe('for you');
    const whose = await storage.one('volume', 'show', volume.id);
    expect(whose).toMatchObject({ 'os-vol-tenant-attr:tenant_id': demo });
    const usage = (await cloud.cinder('quota-usage', demo)).replaceAll(/ +/g, ' ');
    expect(usage).toMatch(/\| volumes \| 1 \| 0 \|/);
    expect(usage).toMatch(/\| snapshots \| 1 \| 0 \|/);
  });
});
