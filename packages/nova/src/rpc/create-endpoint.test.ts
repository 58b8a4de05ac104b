// SPDX-License-Identifier: Apache-2.0
import { ClaimFailed } from '@stackport/messaging';
import { describe, expect, it } from 'vitest';
import { NovaContext } from '../context.js';
import { NoValidHost } from '../errors/instances.js';
import { objectOf } from '../object-values.js';
import { baseEndpoint, claiming, createEndpoint, type IncomingMessage } from './create-endpoint.js';
import { contextDictionary } from './rpc-context.js';

const handle = { acknowledge: async () => undefined, redelivered: false };
const dictionary = contextDictionary(new NovaContext({ userId: 'u', projectId: 'p', readDeleted: 'yes' }));
const flavor = objectOf('Flavor', { id: 1, name: 'm1', created_at: new Date('2026-01-02T03:04:05Z') });

describe('an endpoint', () => {
  it('gives handlers the context, the values and what came', async () => {
    const endpoint = createEndpoint({
      version: '6.1',
      namespace: 'space',
      handlers: { method: async (context, args, message) => [context, args, message.raw, message.redelivered] },
    });
    expect(endpoint.target).toEqual({ version: '6.1', namespace: 'space' });
    const answer = await endpoint.methods.method?.(dictionary, { flavors: [flavor] }, { ...handle, redelivered: true });
    const [context, args, raw, redelivered] = answer as [NovaContext, unknown, unknown, boolean];
    expect(context).toMatchObject({ userId: 'u', projectId: 'p', readDeleted: 'yes' });
    expect(args).toEqual({ flavors: [{ id: 1, name: 'm1', created_at: new Date('2026-01-02T03:04:05Z') }] });
    expect(raw).toEqual({ flavors: [flavor] });
    expect(redelivered).toBe(true);
  });

  it('asks for objects that are too new, or refuses them', async () => {
    const newer = { ...flavor, 'nova_object.version': '1.99' };
    const handlers = { method: async (_context: unknown, args: unknown) => args };
    const asking = createEndpoint({ version: '1.0', handlers, askBackport: async () => flavor });
    expect(await asking.methods.method?.(dictionary, { flavor: newer }, handle)).toMatchObject({
      flavor: { name: 'm1' },
    });
    const refusing = createEndpoint({ version: '1.0', handlers });
    await expect(refusing.methods.method?.(dictionary, { flavor: newer }, handle)).rejects.toThrow('1.99');
  });

  it('marks errors that callers reckon with', async () => {
    const handlers = { method: () => Promise.reject(new NoValidHost('')) };
    const endpoint = createEndpoint({ version: '1.0', handlers, expected: [NoValidHost] });
    await expect(endpoint.methods.method?.(dictionary, {}, handle)).rejects.toMatchObject({ message: 'expected' });
  });

  it('of all services pings back', async () => {
    const { methods, target } = baseEndpoint('scheduler');
    expect(target).toEqual({ version: '1.1', namespace: 'baseapi' });
    expect(await methods.ping?.(dictionary, { arg: 5 }, handle)).toEqual({ service: 'scheduler', arg: 5 });
    expect(await methods.get_backdoor_port?.(dictionary, {}, handle)).toBeNull();
  });
});

describe('a handler that claims', () => {
  const message: IncomingMessage = { ...handle, raw: {} };
  const context = new NovaContext();
  const lost = Object.assign(new Error('Server has closed the connection.'), { code: 'P1017' });

  it('has its message come again where the database did not let it', async () => {
    const handler = claiming(() => Promise.reject(lost));
    await expect(handler(context, {}, message)).rejects.toBeInstanceOf(ClaimFailed);
  });

  it('fails as it fails once it has claimed', async () => {
    const handler = claiming(async (_context, _args, incoming) => {
      await incoming.acknowledge();
      throw lost;
    });
    await expect(handler(context, {}, message)).rejects.toBe(lost);
  });
});
