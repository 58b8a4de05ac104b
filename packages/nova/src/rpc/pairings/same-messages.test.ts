// SPDX-License-Identifier: Apache-2.0
import { fileURLToPath } from 'node:url';
import { PythonPeer } from '@stackport/messaging/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { NovaContext } from '../../context.js';
import { createClients } from '../create-clients.js';
import { contextDictionary } from '../rpc-context.js';
import { recordingTransport, type Sent } from '../test-support.js';
import { buildPairs } from './build-pairs.js';
import { instancePairs } from './instance-pairs.js';
import { movePairs } from './move-pairs.js';
import { servicePairs } from './service-pairs.js';

/** As Python says what it would send. */
interface PythonSent extends Omit<Sent, 'options'> {
  readonly waits: boolean;
  readonly timeout: number | null;
  readonly call_monitor_timeout: number | null;
}

const pairs = [...instancePairs, ...movePairs, ...buildPairs, ...servicePairs];
const timeouts = { responseTimeout: 60, longTimeout: 1800 };

describe("our RPC clients and nova's RPC API classes send the same", () => {
  const context = new NovaContext({
    requestId: 'req-8367bc80-343a-421c-b17a-718abea7636f',
    userId: 'u',
    userName: 'name',
    projectId: 'p',
    roles: ['member'],
    remoteAddress: '10.0.0.9',
    serviceCatalog: [{ type: 'image', endpoints: [] }, { type: 'compute' }],
    readDeleted: 'yes',
    timestamp: new Date('2026-11-21T09:37:36.750Z'),
  });
  const sent: Sent[] = [];
  // What `object_action` is answered.
  const clients = createClients({ transport: recordingTransport(sent, () => [{}, null]), timeouts });
  let python: PythonPeer;
  beforeAll(async () => {
    python = new PythonPeer(fileURLToPath(new URL('../../../test/peer.py', import.meta.url)), []);
    await python.saying({ ready: true });
  });
  afterAll(() => python.end());

  it.each(pairs)('$api: $method', async ({ api, method, args, ours }) => {
    const asked = await python.ask({ do: 'capture', api, method, args, context: contextDictionary(context) });
    expect(asked, JSON.stringify(asked)).toHaveProperty('result');
    sent.splice(0);
    await ours(clients, context);
    const mine = sent.map(({ options, ...message }) => ({
      ...message,
      exchange: null,
      waits: options !== null,
      timeout: options === null ? null : (options.timeout ?? timeouts.responseTimeout),
      call_monitor_timeout: options?.callMonitorTimeout ?? null,
    }));
    expect(mine).toEqual(asked.result as PythonSent[]);
  });

  it('in every method that upstream has', () => {
    // 72 of compute, 3 of the conductor, 9 tasks, 6 of the scheduler.
    expect(new Set(pairs.map(({ api, method }) => `${api} ${method}`)).size).toBe(72 + 3 + 9 + 6);
  });
});
