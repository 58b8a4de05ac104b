// SPDX-License-Identifier: Apache-2.0
import { readdirSync, statSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { bootCinder, type BootedCinder } from './boot-cinder.js';
import type { Client } from './client.js';

const PROJECT = '3f6d0c5a9b8e4f7aa1b2c3d4e5f60718';

type Body = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

describe('Block Storage with its workers in one process', () => {
  let cinder: BootedCinder;
  let client: Client;
  beforeAll(async () => {
    cinder = await bootCinder({ workers: true });
    client = cinder.client.as(cinder.validator.issue({ project: PROJECT, roles: ['admin', 'member', 'reader'] })).with({
      'OpenStack-API-Version': 'volume 3.70',
    });
  });
  afterAll(() => cinder.close());

  const create = async (kind: string, values: object): Promise<string> => {
    const answer = await client.post(`/v3/${PROJECT}/${kind}s`, { [kind]: values });
    expect([200, 202], answer.text).toContain(answer.status);
    return String((answer.json() as Body)[kind]?.id);
  };
  const until = (kind: string, id: string, status: string): Promise<void> =>
    vi.waitFor(
      async () => {
        const answer = await client.get(`/v3/${PROJECT}/${kind}s/${id}`);
        expect((answer.json() as Body)[kind]?.status, answer.text).toBe(status);
      },
      { timeout: 10_000 },
    );
  const gone = (kind: string, id: string): Promise<void> =>
    vi.waitFor(async () => expect((await client.get(`/v3/${PROJECT}/${kind}s/${id}`)).status).toBe(404), {
      timeout: 10_000,
    });

  it('makes a volume, a snapshot of it and a copy, lets it grow, and takes all away again', async () => {
    const volume = await create('volume', { size: 1, name: 'first' });
    await until('volume', volume, 'available');
    const file = cinder.folder.file('volumes', `volume-${volume}`);
    expect(statSync(file).size).toBe(2 ** 30);
    const snapshot = await create('snapshot', { volume_id: volume, name: 'then' });
    await until('snapshot', snapshot, 'available');
    expect(((await client.get(`/v3/${PROJECT}/snapshots/${snapshot}`)).json() as Body).snapshot).toMatchObject({
      'os-extended-snapshot-attributes:progress': '100%',
      'os-extended-snapshot-attributes:project_id': PROJECT,
    });
    const copy = await create('volume', { source_volid: volume });
    await until('volume', copy, 'available');
    const restored = await create('volume', { snapshot_id: snapshot, size: 2 });
    await until('volume', restored, 'available');
    const grown = await client.post(`/v3/${PROJECT}/volumes/${volume}/action`, { 'os-extend': { new_size: 3 } });
    expect(grown.status, grown.text).toBe(202);
    await until('volume', volume, 'available');
    expect(statSync(file).size).toBe(3 * 2 ** 30);
    const limits = (await client.get(`/v3/${PROJECT}/limits`)).json() as { limits: { absolute: object } };
    expect(limits.limits.absolute).toMatchObject({ totalVolumesUsed: 3, totalGigabytesUsed: 7, totalSnapshotsUsed: 1 });
    expect((await client.delete(`/v3/${PROJECT}/snapshots/${snapshot}`)).status).toBe(202);
    await gone('snapshot', snapshot);
    for (const id of [volume, copy, restored]) {
      expect((await client.delete(`/v3/${PROJECT}/volumes/${id}`)).status).toBe(202);
      await gone('volume', id);
    }
    expect(readdirSync(cinder.folder.file('volumes')).filter((name) => !name.startsWith('.'))).toEqual([]);
    const usages = await cinder.database.client.quotaUsage.findMany({ where: { projectId: PROJECT } });
    for (const { resource, inUse, reserved } of usages) expect([inUse, reserved], resource ?? '').toEqual([0, 0]);
  }, 60_000);
});
