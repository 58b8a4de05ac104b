// SPDX-License-Identifier: Apache-2.0
// One side of the measurement of the bus, in a process of its own.
//
//   messaging-peer.mjs server <transport_url>
//   messaging-peer.mjs client <transport_url> <seconds> <in flight>   (fake:// serves itself)
import { performance } from 'node:perf_hooks';
import { FakeBroker, RpcClient, RpcServer, defaultTransportOptions, getTransport } from '@stackport/messaging';

const [role, url, seconds = '3', inFlight = '64'] = process.argv.slice(2);
const fakeBroker = new FakeBroker();
const config = defaultTransportOptions({ rabbit: { amqp_durable_queues: true } });
const open = () => getTransport({ url, exchange: 'bench', config, fakeBroker });
// What a request's context has in it, about.
const context = {
  user_id: 'c379bcb1a47d417295d070c8be57fc0b',
  project_id: 'edff08f001ac454a965d26619027b341',
  roles: ['member', 'reader'],
  is_admin: false,
  request_id: 'req-43a38db0-11f2-453e-9406-8306394c4f1d',
};

async function serve() {
  const methods = { echo: async (_context, args) => args, note: async () => null };
  const server = new RpcServer(open(), { topic: 'bench', server: 'one' }, [{ target: { version: '1.0' }, methods }]);
  await server.start();
}

/** How often a second `send` ends, so many of them at once; the first second does not count. */
async function rate(send) {
  const begin = performance.now() + 1000;
  const end = begin + Number(seconds) * 1000;
  let count = 0;
  const loop = async () => {
    for (let now = performance.now(); now < end;) {
      await send();
      now = performance.now();
      if (now >= begin && now < end) count += 1;
    }
  };
  await Promise.all(Array.from({ length: Number(inFlight) }, loop));
  return count / Number(seconds);
}

if (role === 'server') {
  await serve();
  process.send({ ready: true });
} else {
  if (url.startsWith('fake:')) await serve();
  const client = new RpcClient(open(), { topic: 'bench', version: '1.0' });
  const args = { volume_id: 'fe0843e5-a70d-404d-b4e2-18cde2c719f0', size: 1 };
  const calls = await rate(() => client.call(context, 'echo', args));
  const casts = await rate(() => client.cast(context, 'note', args));
  process.send({ calls, casts });
  process.exit(0);
}
