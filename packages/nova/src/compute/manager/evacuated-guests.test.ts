// SPDX-License-Identifier: Apache-2.0
import { silentLogger } from '@stackport/config';
import { RemoteError } from '@stackport/messaging';
import { describe, expect, it } from 'vitest';
import { NovaContext } from '../../context.js';
import type { ComputeRpc } from '../../rpc/compute-rpc.js';
import { NotImplementedError } from '../drivers/errors.js';
import type { ComputeContext } from './compute-context.js';
import { EvacuatedGuests } from './evacuated-guests.js';

interface Scene {
  /** Where the server is by now; undefined for one that was deleted. */
  readonly host?: string | null | undefined;
  readonly status?: string;
  readonly mark?: () => Promise<string | undefined>;
  /** What the other host answers. */
  readonly answer?: () => Promise<boolean>;
  readonly nodes?: readonly object[];
}

const remote = (excType: string) => new RemoteError(excType, '', []);

/** The server `i` was evacuated from the host `a`, where its guest still is. */
async function cleanUp(scene: Scene) {
  const done: unknown[] = [];
  const { host = 'b', status = 'done', mark = async () => '/i/mark', answer = async () => false } = scene;
  const isDeleted = 'host' in scene && scene.host === undefined;
  const placement = {
    allocationsOf: async () => ({
      allocations: { here: { resources: {} }, below: { resources: {} }, there: { resources: {} } },
      ...{ consumer_generation: 3, project_id: 'p', user_id: 'u' },
    }),
    providersInTree: async () => [{ uuid: 'here' }, { uuid: 'below' }],
    putAllocations: async (_uuid: string, payload: { allocations: object }) => done.push(payload),
  };
  const compute = {
    host: 'a',
    logger: silentLogger,
    placement: { inRequest: () => placement },
    store: {
      evacuations: async () => [{ instance_uuid: 'i', source_node: 'a', status }],
      nodes: async () => scene.nodes ?? [{ hypervisor_hostname: 'a', uuid: 'here' }],
      instance: async () => {
        if (isDeleted) throw remote('InstanceNotFound');
        return { uuid: 'i', host };
      },
      saveMigration: async (_context: unknown, _migration: unknown, changes: object) => done.push(changes),
    },
    driver: {
      guests: async () => [{ uuid: 'i', name: 'instance-1' }],
      destroy: async ({ uuid }: { uuid: string }, options: object) => done.push(`destroy ${uuid}`, options),
      mark,
      unmark: async (path: string) => done.push(`unmark ${path}`),
    },
  };
  const hosts = { checkInstanceSharedStorage: answer };
  const guests = new EvacuatedGuests(compute as unknown as ComputeContext, hosts as unknown as ComputeRpc);
  return { away: [...(await guests.remove(new NovaContext()))], done };
}

const freed = {
  ...{ allocations: { there: { resources: {} } }, consumer_generation: 3, project_id: 'p', user_id: 'u' },
};
const settled = [freed, { status: 'completed' }];

describe('a guest that was built anew elsewhere', () => {
  it.each<[string, Scene, boolean, boolean]>([
    ['the storage is this host’s own', {}, true, true],
    ['the other host sees its files', { answer: async () => true }, true, false],
    ['the other host has no files', { answer: () => Promise.reject(remote('NotImplementedError')) }, true, true],
    ['the other host does not answer', { answer: () => Promise.reject(new Error('timeout')) }, true, false],
    ['it has no files here', { mark: async () => undefined }, false, false],
    ['this host has no files', { mark: () => Promise.reject(new NotImplementedError()) }, false, true],
    ['it is still on its way', { host: 'a', status: 'accepted' }, false, false],
  ])('goes, where %s', async (_case, scene, isMarked, destroyDisks) => {
    const { away, done } = await cleanUp(scene);
    expect(away).toEqual(['i']);
    expect(done).toEqual([...(isMarked ? ['unmark /i/mark'] : []), 'destroy i', { destroyDisks }, ...settled]);
  });

  it('goes with all it has where the server was deleted', async () => {
    const { away, done } = await cleanUp({ host: undefined });
    expect([away, done]).toEqual([['i'], ['destroy i', { destroyDisks: true }]]);
  });

  it('stays where the server came back', async () => {
    const { away, done } = await cleanUp({ host: 'a' });
    expect([away, done]).toEqual([[], [{ status: 'completed' }]]);
  });

  it('leaves what it held at a node that nobody knows', async () => {
    const { done } = await cleanUp({ nodes: [] });
    expect(done.slice(-2)).toEqual([{ destroyDisks: true }, { status: 'completed' }]);
  });
});
