// SPDX-License-Identifier: Apache-2.0
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BlockStorage, PATIENCE } from '../src/block-storage.js';
import { RunningCloud } from '../src/running-cloud.js';

let cloud: RunningCloud;
let storage: BlockStorage;
beforeAll(async () => {
  cloud = await RunningCloud.start();
  storage = new BlockStorage(cloud);
});
afterAll(() => cloud.stop());

describe('openstack volume qos', () => {
  it('create, set, unset, list, show, delete', async () => {
    const words = ['--consumer', 'both', '--property', 'read_iops_sec=100', '--property', 'burst=1', 'slow'];
    const made = await storage.one('volume', 'qos', 'create', ...words);
    expect(made).toMatchObject({ consumer: 'both', properties: { read_iops_sec: '100', burst: '1' } });
    await storage.run('volume', 'qos', 'set', '--property', 'read_iops_sec=200', made.id);
    await storage.run('volume', 'qos', 'unset', '--property', 'burst', 'slow');
    expect(await storage.one('volume', 'qos', 'show', 'slow')).toMatchObject({ properties: { read_iops_sec: '200' } });
  });

  it('associate and disassociate a volume type', async () => {
    await storage.run('volume', 'type', 'create', 'kind');
    await storage.run('volume', 'qos', 'associate', 'slow', 'kind');
    expect(await storage.list('volume', 'qos', 'list')).toMatchObject([
      { Name: 'slow', Consumer: 'both', Associations: ['kind'], Properties: { read_iops_sec: '200' } },
    ]);
    await expect(storage.run('volume', 'qos', 'delete', 'slow')).rejects.toThrow(/1 of 1 QoS specifications failed/);
    await storage.run('volume', 'qos', 'disassociate', '--volume-type', 'kind', 'slow');
    await storage.run('volume', 'qos', 'delete', 'slow');
    expect(await storage.list('volume', 'qos', 'list')).toEqual([]);
  });
});

/** What the cinder client prints as a table of two columns. */
async function table(...words: readonly string[]): Promise<Record<string, string>> {
  const lines = (await cloud.cinder(...words)).matchAll(/^\| (\S+)\s+\| (\S+)/gm);
  return Object.fromEntries([...lines].map(([, name = '', value = '']) => [name, value]));
}

describe('quotas', () => {
  let demo: string;
  beforeAll(async () => {
    demo = (await storage.one('project', 'show', 'demo')).id;
    // The client looks for Compute in the catalog before it sets whatever quota.
    await storage.run('service', 'create', '--name', 'nova', 'compute');
    await storage.run('endpoint', 'create', '--region', 'RegionOne', 'nova', 'public', 'http://127.0.0.1:9/v2.1');
  });
  const asDemo = (...words: readonly string[]): Promise<string> => cloud.openstackAs('stackport-demo', ...words);

  it('openstack quota set and list', async () => {
    expect(await table('quota-show', demo)).toMatchObject({ volumes: '10', gigabytes: '1000', backups: '10' });
    const words = [
      '--volumes',
      '1',
      '--gigabytes',
      '5',
      '--snapshots',
      '3',
      '--backups',
      '4',
      '--per-volume-gigabytes',
    ];
    await storage.run('quota', 'set', ...words, '4', 'demo');
    expect(await storage.list('quota', 'list', '--volume')).toMatchObject([
      { 'Project ID': demo, Volumes: 1, Gigabytes: 5, Snapshots: 3, Backups: 4, 'Per Volume Gigabytes': 4 },
    ]);
    await storage.run('quota', 'set', '--gigabytes', '2', '--volume-type', '__DEFAULT__', 'demo');
    expect(await table('quota-show', demo)).toMatchObject({ volumes: '1', gigabytes___DEFAULT__: '2' });
  });

  it('hold: of a size, of a type, of a number', async () => {
    const make = (name: string, size: number): Promise<string> =>
      asDemo('volume', 'create', '--size', String(size), name, '-f', 'value', '-c', 'id');
    await expect(make('large', 5)).rejects.toThrow(/larger than maximum allowed limit 4G/);
    await expect(make('of-type', 3)).rejects.toThrow(/exceeds allowed gigabytes/);
    const id = (await make('first', 2)).trim();
    await expect(make('second', 1)).rejects.toThrow(/(exceeds allowed|Maximum number of volumes)/);
    expect((await cloud.cinder('quota-usage', demo)).replaceAll(/ +/g, ' ')).toMatch(/\| gigabytes \| 2 \| 0 \| 5 \|/);
    await asDemo('volume', 'delete', id);
    await expect.poll(() => asDemo('volume', 'list', '-f', 'json'), PATIENCE).toMatch(/^\[\]\s*$/);
    expect((await cloud.cinder('quota-usage', demo)).replaceAll(/ +/g, ' ')).toMatch(/\| volumes \| 0 \| 0 \| 1 \|/);
  });

  it('of a class, and back to it', async () => {
    await storage.run('quota', 'set', '--class', '--volumes', '12', 'default');
    expect(await table('quota-class-show', 'default')).toMatchObject({ volumes: '12' });
    await cloud.cinder('quota-delete', demo);
    expect(await table('quota-show', demo)).toMatchObject({ volumes: '12', gigabytes: '1000' });
  });
});
