// SPDX-License-Identifier: Apache-2.0
import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from '@stackport/config';
import { silentLogger } from '@stackport/config';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { MessageDeliveryFailure, MessagingTimeout, SendBufferFull } from '../errors.js';
import type { Endpoint } from '../rpc/endpoint.js';
import { RpcClient } from '../rpc/rpc-client.js';
import { RpcServer } from '../rpc/rpc-server.js';
import { Calls, type Meeting, meetAt } from '../testing/meeting.js';
import { type OwnRabbit, startRabbit } from '../testing/start-rabbit.js';

const context = { user_id: 'u' };
const durable = { rabbit: { amqp_durable_queues: true, kombu_reconnect_delay: 0 } };
const methods = (all: Endpoint['methods']): Endpoint[] => [{ target: { version: '1.0' }, methods: all }];

describe('faults of a broker', () => {
  let rabbit: OwnRabbit;
  let meeting: Meeting;
  beforeAll(async () => {
    rabbit = await startRabbit();
  }, 120_000);
  afterAll(() => rabbit.remove());
  beforeEach(() => {
    meeting = meetAt(rabbit.url, async () => undefined);
  });
  afterEach(() => meeting.close());

  const down = async (how: 'stop' | 'kill'): Promise<void> => rabbit[how]();

  it.each(['stop', 'kill'] as const)(
    'no cast to durable queues is lost when the broker goes down (%s) and comes back',
    async (how) => {
      const topic = `casts-${how}`;
      const seen = new Set<number>();
      const all = new Calls<number>();
      const note = methods({
        note: async (_context, { n }) => {
          seen.add(Number(n));
          all.add(Number(n));
        },
      });
      const server = new RpcServer(meeting.open(durable), { topic, server: 'h1' }, note);
      await server.start();
      const rpc = new RpcClient(meeting.open(durable), { topic });
      const casts: Promise<PromiseSettledResult<void>>[] = [];
      const state = { sending: true };
      const sender = (async () => {
        for (let n = 0; state.sending; n += 1) {
          casts.push(Promise.allSettled([rpc.cast(context, 'note', { n })]).then(([outcome]) => outcome));
          if (n % 4 === 0) await sleep(5);
        }
      })();
      await all.until(200);
      await down(how);
      await sleep(300);
      await rabbit.start();
      state.sending = false;
      await sender;
      const outcomes = await Promise.all(casts);
      const accepted = outcomes.flatMap(({ status }, n) => (status === 'fulfilled' ? [n] : []));
      // The buffer may have been full meanwhile: then the caller was told.
      for (const outcome of outcomes)
        if (outcome.status === 'rejected') expect(outcome.reason).toBeInstanceOf(SendBufferFull);
      expect(accepted.length).toBeGreaterThan(200);
      const end = Date.now() + 20_000;
      while (accepted.some((n) => !seen.has(n)) && Date.now() < end) await sleep(50);
      expect(accepted.filter((n) => !seen.has(n))).toEqual([]);
    },
    120_000,
  );

  it('a call under way when the broker goes down is answered afterwards, and the reply queue is there again', async () => {
    const started = new Calls();
    let release: () => void = () => undefined;
    const work = methods({
      work: async () => {
        started.add(true);
        await new Promise<void>((resolve) => (release = resolve));
        return 'answered';
      },
      quick: async () => 'quick',
    });
    const server = new RpcServer(meeting.open(durable), { topic: 'calls', server: 'h1' }, work);
    await server.start();
    const rpc = new RpcClient(meeting.open(durable), { topic: 'calls' }, { timeout: 60 });
    const call = rpc.call(context, 'work');
    await started.until(1);
    const before = await replyQueues(rabbit);
    await rabbit.stop();
    release();
    await rabbit.start();
    expect(await call).toBe('answered');
    expect(await replyQueues(rabbit)).toEqual(before);
    expect(await rpc.call(context, 'quick')).toBe('quick');
    // The message was delivered again, and was known by its id.
    expect(started.seen).toHaveLength(1);
  }, 120_000);

  it('with transient queues a call that the broker lost fails cleanly, and the next one works', async () => {
    const started = new Calls();
    const transient = { rabbit: { kombu_reconnect_delay: 0 } };
    const work = methods({
      hang: async () => (started.add(true), new Promise(() => undefined)),
      quick: async () => 'quick',
    });
    const server = new RpcServer(
      meeting.open(transient),
      { topic: 'transient', server: 'h1', exchange: 'other' },
      work,
    );
    await server.start();
    const rpc = new RpcClient(meeting.open(transient), { topic: 'transient', exchange: 'other' }, { timeout: 20 });
    const lost = rpc.prepare({ timeout: 12 }).call(context, 'hang');
    const outcome = expect(lost).rejects.toThrow(MessagingTimeout);
    await started.until(1);
    await rabbit.kill();
    await rabbit.start();
    expect(await rpc.call(context, 'quick')).toBe('quick');
    await outcome;
  }, 120_000);

  it('a full buffer refuses at once, and what is in it is sent when the broker is back', async () => {
    const calls = new Calls<number>();
    const note = methods({ note: async (_context, { n }) => calls.add(Number(n)) });
    const server = new RpcServer(meeting.open(durable), { topic: 'buffer', server: 'h1' }, note);
    await server.start();
    const rpc = new RpcClient(meeting.open({ ...durable, sendBufferSize: 5 }), { topic: 'buffer' });
    await rpc.cast(context, 'note', { n: 0 });
    await rabbit.stop();
    const taken = [1, 2, 3, 4, 5].map((n) => rpc.cast(context, 'note', { n }));
    const started = performance.now();
    await expect(rpc.cast(context, 'note', { n: 6 })).rejects.toThrow(SendBufferFull);
    expect(performance.now() - started).toBeLessThan(100);
    // The reply queue cannot be declared either: the call's own time ends it.
    await expect(rpc.prepare({ timeout: 0.5 }).call(context, 'note', { n: 7 })).rejects.toThrow(MessagingTimeout);
    await rabbit.start();
    await Promise.all(taken);
    await calls.until(6);
    expect([...calls.seen].sort()).toEqual([0, 1, 2, 3, 4, 5]);
  }, 150_000);

  it('without retries a cast to a broker that is down fails, and a call times out', async () => {
    const rpc = new RpcClient(meeting.open(durable), { topic: 'retry' });
    await rabbit.stop();
    await expect(rpc.prepare({ retry: 0 }).cast(context, 'x')).rejects.toThrow(/Unable to connect to AMQP server/);
    await expect(rpc.prepare({ retry: 1 }).cast(context, 'x')).rejects.toThrow(MessageDeliveryFailure);
    await expect(rpc.prepare({ timeout: 0.5 }).call(context, 'x')).rejects.toThrow(MessagingTimeout);
    await rabbit.start();
  }, 120_000);

  it('a broker that is silent is noticed by its missing heartbeats', async () => {
    const lines = new Calls<string>();
    const logger: Logger = { ...silentLogger, error: (message) => lines.add(message), named: () => logger };
    const options = { rabbit: { ...durable.rabbit, heartbeat_timeout_threshold: 2 }, logger };
    const server = new RpcServer(
      meeting.open(options),
      { topic: 'silent', server: 'h1' },
      methods({ x: async () => 1 }),
    );
    await server.start();
    rabbit.freeze();
    try {
      await lines.until(1);
    } finally {
      rabbit.thaw();
    }
    expect(lines.seen[0]).toMatch(/Heartbeat timeout/);
    const rpc = new RpcClient(meeting.open(durable), { topic: 'silent' }, { timeout: 30 });
    expect(await rpc.call(context, 'x')).toBe(1);
  }, 60_000);

  it('a queue that is deleted under its consumer is declared again', async () => {
    const note = new Calls();
    const server = new RpcServer(
      meeting.open(durable),
      { topic: 'deleted', server: 'h1' },
      methods({ x: async () => note.add(true) }),
    );
    await server.start();
    const rpc = new RpcClient(meeting.open(durable), { topic: 'deleted' });
    await rabbit.ctl('delete_queue', 'deleted');
    for (;;) {
      try {
        await rpc.cast(context, 'x');
        break;
      } catch {
        await sleep(100);
      }
    }
    await note.until(1);
  }, 60_000);
});

async function replyQueues(rabbit: OwnRabbit): Promise<string[]> {
  const names = (await rabbit.ctl('list_queues', 'name')).split('\n');
  return names.filter((name) => name.startsWith('reply_')).sort();
}
