// SPDX-License-Identifier: Apache-2.0
import { silentLogger } from '@stackport/config';
import { RemoteError } from '@stackport/messaging';
import { expect, it } from 'vitest';
import { NovaContext } from '../../context.js';
import { KeyedLock } from '../drivers/keyed-lock.js';
import type { ComputeContext } from './compute-context.js';
import { NetworkHealing } from './network-healing.js';

const context = new NovaContext();
const settled = { host: 'a', vm_state: 'active', task_state: null };

/** A host `a` with servers, whose ports are looked at. */
function healing(servers: Record<string, object>, isThere = true) {
  const done: string[] = [];
  const compute = {
    host: 'a',
    logger: silentLogger,
    locks: new KeyedLock(),
    networks: {
      isThere: () => isThere,
      bindTo: async (_context: unknown, { uuid }: { uuid: string }, host: string) => done.push(`${uuid} to ${host}`),
      networkInfo: async (_context: unknown, { uuid }: { uuid: string }) => {
        if (uuid === 'bad') throw new Error('neutron is away');
        return [{ id: `port of ${uuid}` }];
      },
    },
    store: {
      instancesOnHost: async () => Object.entries(servers).map(([uuid, values]) => ({ ...settled, uuid, ...values })),
      instance: async (_context: unknown, uuid: string) => {
        const found = servers[uuid];
        if (found === undefined) throw new RemoteError('InstanceNotFound', uuid, []);
        return { ...settled, uuid, ...found };
      },
      saveNetworkInfo: async (_context: unknown, _uuid: string, info: string) => done.push(info),
    },
  };
  return { next: new NetworkHealing(compute as unknown as ComputeContext), done };
}

const healed = (uuid: string): string[] => [`${uuid} to a`, `[{"id":"port of ${uuid}"}]`];

it('comes to one server after the other, and begins anew', async () => {
  const servers: Record<string, object> = {
    one: {},
    busy: { task_state: 'rebooting' },
    building: { vm_state: 'building' },
  };
  const { next, done } = healing({ ...servers, two: {} });
  for (const uuid of ['one', 'two', 'one']) {
    await next.healNext(context);
    expect(done.splice(0)).toEqual(healed(uuid));
  }
});

it('passes over what is gone, elsewhere or busy meanwhile', async () => {
  const servers: Record<string, object> = { one: {}, gone: {}, moved: {}, busy: {}, two: {} };
  const { next, done } = healing(servers);
  await next.healNext(context);
  delete servers.gone;
  servers.moved = { host: 'b' };
  servers.busy = { task_state: 'deleting' };
  await next.healNext(context);
  expect(done).toEqual([...healed('one'), ...healed('two')]);
});

it('goes on after what fails', async () => {
  const { next, done } = healing({ bad: {}, two: {} });
  await next.healNext(context);
  expect(done.splice(0)).toEqual(['bad to a']);
  await next.healNext(context);
  expect(done).toEqual(healed('two'));
});

it('does nothing where there is nobody to ask', async () => {
  const { next, done } = healing({ one: {} }, false);
  await next.healNext(context);
  expect(done).toEqual([]);
});
