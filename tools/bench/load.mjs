// SPDX-License-Identifier: Apache-2.0
// The client's side of the measurements, in a process of its own. It gets one job as a message, answers with what it saw, and ends.
import { Agent, request } from 'node:http';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { performance } from 'node:perf_hooks';

/**
 * @typedef {object} Step - one request. `{id}` in its path is the id that the step before was answered with
 * @property {string} method
 * @property {string} url
 * @property {Record<string, string>} headers
 * @property {string} [body]
 * @property {number} status - the only one that is right
 */

/**
 * @typedef {object} RequestJob
 * @property {'requests'} kind
 * @property {readonly Step[]} steps - one after the other; all together count as one
 * @property {number} seconds - of measuring
 * @property {number} warmUpSeconds - before it
 * @property {number} concurrency - connections
 */

/**
 * @typedef {object} TransferJob
 * @property {'upload' | 'download'} kind
 * @property {string} url
 * @property {Record<string, string>} headers
 * @property {number} bytes
 */

async function send(agent, step, id) {
  const outgoing = request(step.url.replace('{id}', id), {
    agent,
    method: step.method,
    headers: step.headers,
  });
  outgoing.end(step.body);
  const [incoming] = await once(outgoing, 'response');
  const chunks = [];
  incoming.on('data', (chunk) => chunks.push(chunk));
  await once(incoming, 'end');
  if (incoming.statusCode !== step.status)
    throw new Error(
      `${step.method} ${step.url}: ${incoming.statusCode} instead of ${step.status}: ${Buffer.concat(chunks).toString().slice(0, 500)}`,
    );
  return chunks;
}

/** @param {RequestJob} job */
async function measureRequests({ steps, seconds, warmUpSeconds, concurrency }) {
  const agent = new Agent({ keepAlive: true, maxSockets: concurrency });
  const begin = performance.now() + warmUpSeconds * 1000;
  const end = begin + seconds * 1000;
  const latencies = [];
  const client = async () => {
    for (let started = performance.now(); started < end;) {
      let id = '';
      for (const [index, step] of steps.entries()) {
        const chunks = await send(agent, step, id);
        if (index < steps.length - 1) id = JSON.parse(Buffer.concat(chunks).toString()).id;
      }
      const ended = performance.now();
      // What was begun while warming up counts too: else slow requests would be left out more often than fast ones.
      if (ended >= begin && ended <= end) latencies.push(ended - started);
      started = ended;
    }
  };
  await Promise.all(Array.from({ length: concurrency }, client));
  agent.destroy();
  latencies.sort((one, other) => one - other);
  const percentile = (share) => latencies[Math.min(latencies.length - 1, Math.floor(share * latencies.length))];
  return { perSecond: latencies.length / seconds, p50: percentile(0.5), p99: percentile(0.99) };
}

/** @param {TransferJob} job - the body is one buffer over and over, so that the client's own work does not count */
async function upload({ url, headers, bytes }) {
  const buffer = randomBytes(1 << 20);
  const started = performance.now();
  const outgoing = request(url, {
    method: 'PUT',
    headers: { ...headers, 'Content-Type': 'application/octet-stream', 'Content-Length': bytes },
  });
  const response = once(outgoing, 'response');
  // Seen where it is awaited: an answer that comes early must not be an unhandled rejection while the body is still on its way.
  response.catch(() => {});
  for (let sent = 0; sent < bytes; sent += buffer.length) {
    const isRoom = outgoing.write(sent + buffer.length <= bytes ? buffer : buffer.subarray(0, bytes - sent));
    if (!isRoom) await Promise.race([once(outgoing, 'drain'), response]);
  }
  outgoing.end();
  const [incoming] = await response;
  incoming.resume();
  await once(incoming, 'end');
  if (incoming.statusCode !== 204) throw new Error(`PUT ${url}: ${incoming.statusCode}`);
  return { seconds: (performance.now() - started) / 1000 };
}

/** @param {TransferJob} job */
async function download({ url, headers, bytes }) {
  const started = performance.now();
  const outgoing = request(url, { headers });
  outgoing.end();
  const [incoming] = await once(outgoing, 'response');
  let received = 0;
  incoming.on('data', (chunk) => (received += chunk.length));
  await once(incoming, 'end');
  if (incoming.statusCode !== 200 || received !== bytes)
    throw new Error(`GET ${url}: ${incoming.statusCode}, ${received} of ${bytes} bytes`);
  return { seconds: (performance.now() - started) / 1000 };
}

const jobs = { requests: measureRequests, upload, download };

process.once('message', async (job) => {
  try {
    process.send({ result: await jobs[job.kind](job) });
  } catch (error) {
    process.send({ error: error.message });
  }
  process.disconnect();
});
