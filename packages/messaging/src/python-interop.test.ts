// SPDX-License-Identifier: Apache-2.0
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MessagingTimeout, NoSuchMethod, RemoteError, UnsupportedVersion } from './errors.js';
import { PythonError } from './failure/rebuild-error.js';
import { type Notification, NotificationListener } from './notify/listener.js';
import { Notifier } from './notify/notifier.js';
import type { RabbitOptions } from './options/index.js';
import { RpcClient } from './rpc/rpc-client.js';
import { RpcServer } from './rpc/rpc-server.js';
import { Calls, type Meeting, meetOverRabbit } from './testing/meeting.js';

const script = fileURLToPath(new URL('../test/oslo.py', import.meta.url));

/** Python's oslo.messaging in a process of its own (Debian's python3-oslo.messaging). */
class Python {
  readonly said = new Calls<Record<string, unknown>>();
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #exited: Promise<unknown>;
  #errors = '';
  #id = 0;

  constructor(role: 'server' | 'client', url: string, options: readonly string[]) {
    const given = options.flatMap((option) => ['--option', option]);
    this.#child = spawn('/usr/bin/python3', [script, role, url, ...given]);
    this.#exited = once(this.#child, 'exit');
    this.#child.stderr.setEncoding('utf8').on('data', (text: string) => (this.#errors += text));
    createInterface(this.#child.stdout).on('line', (line) =>
      this.said.add(JSON.parse(line) as Record<string, unknown>),
    );
  }

  /** What it says with a key, as soon as it does. */
  async saying(key: string, value?: unknown): Promise<Record<string, unknown>> {
    for (let count = 0; ; count += 1) {
      const found = this.said.seen.find((one) => key in one && (value === undefined || one[key] === value));
      if (found !== undefined) return found;
      await Promise.race([
        this.said.until(this.said.seen.length + 1),
        this.#exited.then(() => Promise.reject(new Error(`Python ended: ${this.#errors.slice(-2000)}`))),
      ]);
    }
  }

  async ask(request: Record<string, unknown>): Promise<Record<string, unknown>> {
    this.#id += 1;
    this.#child.stdin.write(`${JSON.stringify({ ...request, id: this.#id })}\n`);
    return this.saying('id', this.#id);
  }

  async end(): Promise<void> {
    if (this.#child.exitCode !== null) return;
    this.#child.stdin.end();
    const killer = setTimeout(() => this.#child.kill('SIGKILL'), 10_000);
    await this.#exited;
    clearTimeout(killer);
  }
}

class VolumeNotFound extends Error {
  override readonly name = 'VolumeNotFound';
}
const modules = { 'cinder.exception': { VolumeNotFound } };
const context = { user_id: 'u', project_id: 'p', is_admin: false };

const settings: readonly (readonly [string, Partial<RabbitOptions>])[] = [
  ['transient queues', {}],
  ['durable queues', { amqp_durable_queues: true }],
  ['compressed bodies', { kombu_compression: 'gzip' }],
  ['quorum queues', { rabbit_quorum_queue: true, rabbit_quorum_delivery_limit: 3 }],
];

describe.each(settings)("with Python's oslo.messaging over %s", (_name, rabbit) => {
  const options = Object.entries(rabbit).map(([name, value]) => `${name}=${String(value)}`);
  let meeting: Meeting;
  beforeAll(async () => {
    meeting = await meetOverRabbit();
  });
  afterAll(() => meeting.close());

  it('our client is served by their server', async () => {
    const python = new Python('server', meeting.url, options);
    try {
      await python.saying('ready');
      const rpc = new RpcClient(
        meeting.open({ rabbit }),
        { topic: 'python', version: '3.0' },
        { timeout: 15, allowedRemoteModules: modules },
      );
      const args = { x: 1, text: 'ü', list: [null, true, 1.5], when: new Date('2026-11-21T08:49:41Z') };
      expect(await rpc.call(context, 'echo', args)).toEqual({
        context: { ...context, client_timeout: null },
        args: { ...args, when: '2026-11-21T08:49:41.000000' },
      });
      await rpc.prepare({ server: 'py1' }).cast(context, 'note', { n: 1 });
      await rpc.prepare({ fanout: true }).cast(context, 'note', { n: 2 });
      await python.saying('noted', 1);
      await python.saying('noted', 2);

      const missing = await rpc.call(context, 'missing', { volume_id: 'v' }).catch((error: unknown) => error);
      expect(missing).toBeInstanceOf(VolumeNotFound);
      expect(missing).toMatchObject({
        name: 'VolumeNotFound_Remote',
        message: 'Volume v could not be found.',
        kwargs: { volume_id: 'v' },
      });
      const broken = await rpc.call(context, 'broken').catch((error: unknown) => error);
      expect(broken).toBeInstanceOf(PythonError);
      expect(broken).toMatchObject({ pythonClass: 'ValueError', message: 'bad' });
      const stranger = new RpcClient(meeting.open({ rabbit }), { topic: 'python' }, { timeout: 15 });
      await expect(stranger.prepare({ version: '3.0' }).call(context, 'missing', { volume_id: 'v' })).rejects.toThrow(
        RemoteError,
      );
      await expect(rpc.prepare({ version: '3.6' }).call(context, 'echo')).rejects.toThrow(UnsupportedVersion);
      await expect(rpc.call(context, 'nowhere')).rejects.toThrow(NoSuchMethod);
      expect(await rpc.call(context, 'numbers')).toEqual({ infinite: Infinity, text: 'NaN and Infinity' });
      const monitored = rpc.prepare({ callMonitorTimeout: 2 });
      expect(await monitored.call(context, 'slow', { seconds: 3 })).toBe('done');
      await expect(rpc.prepare({ timeout: 0.5 }).call(context, 'slow', { seconds: 1 })).rejects.toThrow(
        MessagingTimeout,
      );

      await new Notifier(meeting.open({ rabbit }), 'volume.host1', { drivers: ['messagingv2'] }).info(
        { ...context, auth_token: 'secret' },
        'volume.create.end',
        { size: 1 },
      );
      expect(await python.saying('notification', 'volume.create.end')).toMatchObject({
        publisher: 'volume.host1',
        payload: { size: 1 },
        context: { ...context },
      });
      expect((await python.saying('notification')).context).not.toHaveProperty('auth_token');
    } finally {
      await python.end();
    }
  }, 60_000);

  it('their client is served by our server', async () => {
    const noted = new Calls();
    const server = new RpcServer(
      meeting.open({ rabbit }),
      { topic: 'stackport', server: 'ts1' },
      [
        {
          target: { version: '3.5' },
          methods: {
            echo: async (values, args) => ({ context: values, args }),
            note: async (_context, { n }) => noted.add(n),
            missing: () => Promise.reject(new VolumeNotFound('Volume v could not be found.')),
            broken: () => Promise.reject(new RangeError('bad')),
            slow: async (_context, { seconds }) => {
              await sleep(Number(seconds) * 1000);
              return 'done';
            },
          },
        },
      ],
      { errorModules: modules },
    );
    await server.start();
    const heard = new Calls<Notification>();
    const listener = new NotificationListener(
      meeting.open({ rabbit }),
      [{ topic: 'notifications' }],
      [{ info: async (notification) => (heard.add(notification), 'handled') }],
    );
    await listener.start();
    const python = new Python('client', meeting.url, options);
    const call = (method: string, args = {}, more = {}) => python.ask({ kind: 'call', context, method, args, ...more });
    try {
      await python.saying('ready');
      const args = { x: 1, text: 'ü', list: [null, true, 1.5] };
      expect(await call('echo', args)).toMatchObject({ result: { context, args } });
      await python.ask({ kind: 'cast', context, method: 'note', args: { n: 1 } });
      await python.ask({ kind: 'cast', context, method: 'note', args: { n: 2 }, fanout: true });
      expect([...(await noted.until(2))].sort()).toEqual([1, 2]);
      expect(await call('missing')).toMatchObject({ error: 'RemoteError', type: 'VolumeNotFound' });
      expect(await call('broken')).toMatchObject({ error: 'ValueError', text: 'bad' });
      expect(await call('echo', {}, { version: '3.6' })).toMatchObject({
        error: 'UnsupportedVersion_Remote',
        module: 'oslo_messaging.rpc.dispatcher_Remote',
      });
      expect(await call('nowhere')).toMatchObject({ error: 'NoSuchMethod_Remote' });
      expect(await call('slow', { seconds: 3 }, { monitor: 2 })).toMatchObject({ result: 'done' });
      expect(await call('slow', { seconds: 2 }, { timeout: 1 })).toMatchObject({ error: 'MessagingTimeout' });
      await python.ask({ kind: 'notify', context, event: 'volume.create.end', payload: { size: 1 } });
      const [notification] = await heard.until(1);
      expect(notification).toMatchObject({
        publisherId: 'volume.py1',
        eventType: 'volume.create.end',
        payload: { size: 1 },
        context,
      });
    } finally {
      await python.end();
      await server.stop();
      await server.wait();
      await listener.stop();
    }
  }, 60_000);
});
