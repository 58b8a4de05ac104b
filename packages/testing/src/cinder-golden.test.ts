// SPDX-License-Identifier: Apache-2.0
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { bootCinder, type BootedCinder } from './boot-cinder.js';
import type { Answer, Client } from './client.js';
import { knownDifferences } from './golden-differences.js';
import { agreement, idleReasons, unexplained } from './golden-report.js';
import { headerNames, parsed } from './recorded-answers.js';
import {
  differences,
  type RecordedIds as Ids,
  RecordedIds,
  recordedCinderRequests,
  type RecordedRequest,
  steady,
} from './recorded-requests.js';
import {
  ADMIN_PROJECT,
  DEFAULT_TYPE_BEFORE,
  DEMO_PROJECT,
  GOLDEN_1,
  leaveTraces,
  setDefaultType,
  type UnrecordedRequest,
  unrecordedRequests,
} from './unrecorded-requests.js';

const DEFAULT_TYPE = '148b152d-4da3-43c9-b16f-a6398cbed515';
const USERS = {
  demo: { project: DEMO_PROJECT, user: 'a9633bcf426a4b4e86bc443af853f626', roles: ['member', 'reader'] },
  reader: { project: DEMO_PROJECT, user: 'bebde14f46ed4bc4814410dff752df12', roles: ['reader'] },
  admin: { project: ADMIN_PROJECT, user: 'c379bcb1a47d417295d070c8be57fc0b', roles: ['admin', 'member', 'reader'] },
};
/** Of work that goes on after the answer. */
const UNDER_WAY = ['creating', 'deleting', 'extending', 'retyping', 'reverting', 'uploading', 'backing-up', 'managing'];

const recorded = recordedCinderRequests();

/** An Image service that takes what is uploaded, and an Identity service that has every project. */
function otherServices(): Promise<Server> {
  const server = createServer((request, response) => {
    const [, project] = /^\/v3\/projects\/([^/?]+)/.exec(request.url ?? '') ?? [];
    request.resume().on('end', () => {
      if (project !== undefined)
        response.end(JSON.stringify({ project: { id: project, name: project, enabled: true } }));
      else if (request.method === 'PUT') response.writeHead(204).end();
      else {
        response.writeHead(request.method === 'POST' ? 201 : 200, { 'Content-Type': 'application/json' });
        const id = '4c5f27dc-87d2-4183-a7a9-459953ff5eb4';
        const image = { name: 'golden-up', status: 'queued', container_format: 'bare', disk_format: 'raw', size: null };
        response.end(JSON.stringify({ id, ...image, protected: false, visibility: 'shared', min_disk: 0, min_ram: 0 }));
      }
    });
  }).listen(0, '127.0.0.1');
  return new Promise((resolve) => server.once('listening', () => resolve(server)));
}

describe('what Python’s cinder was recorded to answer', () => {
  let cinder: BootedCinder;
  let others: Server;
  const ids: Ids = new RecordedIds();
  const clients = new Map<string, Client>();
  /** What differs, by the number of the request. */
  const found = new Map<number, readonly string[]>();
  beforeAll(async () => {
    others = await otherServices();
    const url = `http://127.0.0.1:${(others.address() as AddressInfo).port}`;
    cinder = await bootCinder({
      workers: true,
      values: {
        DEFAULT: {
          host: 'anchor',
          enabled_backends: ['fake'],
          default_volume_type: '__DEFAULT__',
          glance_api_servers: [url],
        },
        keystone_authtoken: { auth_type: 'password', auth_url: url, username: 'cinder', password: 'secret' },
        fake: { volume_driver: 'cinder.tests.fake_driver.FakeLoggingVolumeDriver', volume_backend_name: 'fake' },
      },
    });
    await cinder.database.client.volumeType.updateMany({ data: { id: DEFAULT_TYPE, updatedAt: new Date() } });
    await leaveTraces(cinder);
    for (const [name, wish] of Object.entries(USERS)) clients.set(name, cinder.client.as(cinder.validator.issue(wish)));
    clients.set('bogus', cinder.client.as('bogus'));
    for (const request of recorded) found.set(request.seq, await replay(request));
  }, 240_000);
  afterAll(async () => {
    await cinder.close();
    await new Promise((resolve) => others.close(resolve));
  });

  async function replay(request: RecordedRequest): Promise<readonly string[]> {
    for (const step of unrecordedRequests.filter(({ before }) => before === request.seq)) await act(step);
    if (request.seq === DEFAULT_TYPE_BEFORE) await setDefaultType(cinder, ids);
    const answer = await ask(request);
    learn(request, answer);
    await settle();
    return compare(request, answer);
  }

  async function ask({ as, method, path, request_headers: given, request_body: body }: RecordedRequest) {
    const client = as === null ? cinder.client : (clients.get(as) as Client);
    const headers = Object.fromEntries(Object.entries(given).filter(([name]) => name !== 'X-Auth-Token'));
    return client.send(method, ids.translate(path), {
      headers: { Host: '127.0.0.1:18776', ...headers },
      ...(body === null ? {} : { body: bodyOf(body) }),
    });
  }

  /** Of a body that is too large to be recorded its beginning and length were. */
  function bodyOf(recordedBody: string): string {
    const [, length] = /^<(\d+) bytes: /.exec(recordedBody) ?? [];
    if (length === undefined) return ids.translate(recordedBody);
    return JSON.stringify({ volume: { size: 1, description: 'x'.repeat(Number(length) - 42) } });
  }

  async function act({ as, method, path, version, body, status, creates }: UnrecordedRequest): Promise<void> {
    const answer = await (clients.get(as) as Client).send(method, `/v3${ids.translate(path)}`, {
      headers: version === undefined ? {} : { 'OpenStack-API-Version': `volume ${version}` },
      ...(body === undefined ? {} : { json: JSON.parse(ids.translate(JSON.stringify(body))) }),
    });
    expect(answer.status, `${method} ${path}: ${answer.text}`).toBe(status);
    if (creates !== undefined)
      ids.set(creates[1], (answer.json() as Record<string, { id: string }>)[creates[0]]?.id ?? '');
    await settle();
  }

  function learn({ response_body: body }: RecordedRequest, answer: Answer): void {
    const [theirs, ours] = [parsed(body), parsed(answer.text)];
    if (typeof theirs === 'object') ids.learn(theirs, ours);
  }

  /** Waits for the workers, and puts volumes into the order that they were recorded in: by second, then by id. */
  async function settle(): Promise<void> {
    const { client } = cinder.database;
    const going = { deleted: false, status: { in: UNDER_WAY } };
    await vi.waitFor(
      async () => {
        const counts = [client.volume.count({ where: going }), client.snapshot.count({ where: going })];
        counts.push(client.group.count({ where: going }), client.backup.count({ where: going }));
        expect(await Promise.all(counts)).toEqual([0, 0, 0, 0]);
      },
      { timeout: 20_000, interval: 10 },
    );
    const volumes = ids.known.filter(([id]) => createdAt.has(id)).sort(([a], [b]) => a.localeCompare(b));
    for (const [rank, [id, ours]] of volumes.entries())
      await client.volume.updateMany({
        where: { id: ours },
        data: { createdAt: new Date((createdAt.get(id) ?? 0) + rank) },
      });
  }

  function compare(request: RecordedRequest, answer: Answer): readonly string[] {
    const lines = differences(
      { status: request.status, headers: headerNames(request.response_headers.map(([name]) => name)) },
      { status: answer.status, headers: headerNames(answer.headers.names()) },
    );
    // A server sends no body with HEAD.
    if (request.method === 'HEAD') return lines;
    const theirs = ordered(parsed(steady(ids.translate(request.response_body))));
    return [...lines, ...differences(theirs, ordered(parsed(steady(answer.text))), 'body')];
  }

  it('is what we answer; what is not has a reason', () => {
    const { share, words } = agreement(found);
    console.log(words);
    expect(unexplained(found, knownDifferences, recorded)).toBe('');
    expect(share).toBeGreaterThanOrEqual(97);
  });

  it('has no difference in its list that is none any more', () => {
    expect(idleReasons(found, knownDifferences)).toEqual([]);
    expect(ids.known.map(([id]) => id)).toContain(GOLDEN_1);
  });
});

/** When volumes were made, in milliseconds, by recorded id. */
const createdAt = new Map<string, number>();
for (const { response_body: body } of recorded)
  for (const [, id, at] of body.matchAll(
    /"id": "([0-9a-f-]{36})", "status": "[a-z-]+", "size": \d+, "availability_zone": "nova", "created_at": "([^"]+)"/g,
  )) {
    const exact = at?.endsWith('.000000') === true;
    const second = Math.floor(Date.parse(`${at ?? ''}Z`) / 1000) * 1000;
    if (id !== undefined && (exact || !createdAt.has(id))) createdAt.set(id, second);
  }

/** Lists of what stands in no order: upstream's is that of files in a folder, and of who came first. */
function ordered(body: unknown): unknown {
  const { extensions, services } = (body ?? {}) as Record<string, Record<string, string>[] | undefined>;
  extensions?.sort((a, b) => (a.alias ?? '').localeCompare(b.alias ?? ''));
  // A cinder-backup, which did not run where the answers were recorded, comes last.
  services?.sort((a, b) => (b.binary ?? '').localeCompare(a.binary ?? ''));
  return body;
}
