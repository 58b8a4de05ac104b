// SPDX-License-Identifier: Apache-2.0
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { silentLogger } from '@stackport/config';
import { type GlanceDatabase, openGlanceDatabase } from '@stackport/glance';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { bootGlance, type BootedGlance } from './boot-glance.js';
import type { Answer, Client } from './client.js';
import { furnish } from './glance-golden/furnished.js';
import { knownDifferences } from './glance-golden/known-differences.js';
import { type UnrecordedStep, unrecordedSteps } from './glance-golden/unrecorded-steps.js';
import { agreement, idleReasons, unexplained } from './golden-report.js';
import { headerNames, parsed } from './recorded-answers.js';
import { differences, recordedGlanceRequests, RecordedIds, type RecordedRequest, steady } from './recorded-requests.js';

const DEMO = 'b91907d985964d3c887b75d638060580';
const USERS = {
  demo: { project: DEMO, user: 'a9633bcf426a4b4e86bc443af853f626', roles: ['member', 'reader'] },
  reader: { project: DEMO, user: 'bebde14f46ed4bc4814410dff752df12', roles: ['reader'] },
  admin: { project: 'edff08f001ac454a965d26619027b341', user: 'admin', roles: ['admin', 'member', 'reader'] },
  bench: { project: '04157c980492479397fe5773ca5cb6c9', user: 'bench', roles: ['admin', 'member', 'reader'] },
};
/** Where the file that is imported was; what was in it nobody knows. */
const FILES = 'http://127.0.0.1:9696';

const recorded = recordedGlanceRequests();

describe('what Python’s glance was recorded to answer', () => {
  let glance: BootedGlance;
  let database: GlanceDatabase;
  let files: Server;
  let filesUrl: string;
  const ids = new RecordedIds();
  const steps = [...unrecordedSteps];
  const clients = new Map<string, Client>();
  /** What differs, by the number of the request. */
  const found = new Map<number, readonly string[]>();
  beforeAll(async () => {
    files = createServer((_request, response) => void response.end(Buffer.alloc(4_194_304)));
    await new Promise<void>((resolve) => void files.listen(0, '127.0.0.1', () => resolve()));
    const { port } = files.address() as AddressInfo;
    filesUrl = `http://127.0.0.1:${port}`;
    glance = await bootGlance({
      values: { import_filtering_opts: { allowed_hosts: ['127.0.0.1'], allowed_ports: [String(port)] } },
    });
    database = await openGlanceDatabase(`sqlite:///${glance.folder.file('glance.sqlite')}`, { logger: silentLogger });
    await furnish(database, recorded);
    for (const [name, wish] of Object.entries(USERS)) clients.set(name, glance.client.as(glance.validator.issue(wish)));
    clients.set('not-a-token', glance.client.as('not-a-token'));
    for (const request of recorded) found.set(request.seq, await replay(request));
  }, 240_000);
  afterAll(async () => {
    await database.close();
    await glance.close();
    await new Promise((resolve) => files.close(resolve));
  });

  async function replay(request: RecordedRequest): Promise<readonly string[]> {
    while (steps[0] !== undefined && steps[0].before <= request.seq) await act(steps.shift() as UnrecordedStep);
    const answer = await ask(request);
    const [theirs, ours] = [parsed(request.response_body), parsed(answer.text)];
    if (typeof theirs === 'object') ids.learn(theirs, ours);
    await settle();
    return compare(request, answer);
  }

  function ask({ as, method, path, request_headers: given, request_body: body }: RecordedRequest): Promise<Answer> {
    const client = as === null ? glance.client : (clients.get(as) as Client);
    const headers = Object.fromEntries(Object.entries(given).filter(([name]) => name !== 'X-Auth-Token'));
    return client.send(method, ids.translate(path), {
      headers: { Host: '127.0.0.1:9292', ...headers },
      ...(body === null ? {} : { body: ids.translate(body).replace(FILES, filesUrl) }),
    });
  }

  async function act({ method, path, body, data, status }: UnrecordedStep): Promise<void> {
    const type = method === 'PATCH' ? 'application/openstack-images-v2.1-json-patch' : 'application/json';
    const answer = await (clients.get('demo') as Client).send(method, `/v2${ids.translate(path)}`, {
      headers: { 'Content-Type': data === undefined ? type : 'application/octet-stream' },
      ...(body === undefined ? {} : { json: body }),
      ...(data === undefined ? {} : { body: data }),
    });
    expect(answer.status, `${method} ${path}: ${answer.text}`).toBe(status);
    await settle();
  }

  /** Waits for imports, and puts images into the order that they were recorded in: by second, then by id. */
  async function settle(): Promise<void> {
    const { client } = database;
    await vi.waitFor(
      async () => {
        expect(await client.task.count({ where: { status: { in: ['pending', 'processing'] } } })).toBe(0);
        const locks = { name: 'os_glance_import_task', deleted: false };
        expect(await client.imageProperty.count({ where: locks })).toBe(0);
      },
      { timeout: 20_000, interval: 10 },
    );
    for (const [id, createdAt] of dates) {
      const ours = ids.translate(id);
      await client.image.updateMany({ where: { id: ours }, data: { createdAt } });
    }
  }

  function compare(request: RecordedRequest, answer: Answer): readonly string[] {
    const lines = differences(
      { status: request.status, headers: headerNames(request.response_headers.map(([name]) => name)) },
      { status: answer.status, headers: headerNames(answer.headers.names()) },
    );
    const theirs = ordered(parsed(steadied(ids.translate(request.response_body))));
    const isSchema = request.path.startsWith('/v2/schemas/');
    const below = differences(theirs, ordered(parsed(steadied(answer.text))), 'body');
    return [...lines, ...below.filter((line) => !isSchema || !DESCRIPTIONS.test(line))];
  }

  it('is what we answer; what is not has a reason', () => {
    const { share, words } = agreement(found);
    console.log(words);
    expect(unexplained(found, knownDifferences, recorded)).toBe('');
    expect(share).toBeGreaterThanOrEqual(97);
  });

  it('has no difference in its list that is none any more', () => {
    expect(idleReasons(found, knownDifferences)).toEqual([]);
    expect(recorded.length).toBe(175);
  });
});

/** When images were made, in the order of the recorded ids within a second: a millisecond each. */
const seconds = new Map(
  recorded.flatMap(({ response_body: body }) =>
    [...body.matchAll(/"id": "([0-9a-f-]{36})", "created_at": "([^"]+)"/g)].map(
      ([, id = '', at = '']) => [id, Date.parse(at)] as const,
    ),
  ),
);
const dates = new Map(
  [...seconds.keys()].sort().map((id, rank) => [id, new Date((seconds.get(id) ?? 0) + rank)] as const),
);

/** Without times, and without the schema that Python's jsonschema prints after its message: ours ends with the message. */
function steadied(text: string): string {
  return steady(text.replace(/(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)Z"/g, '$1"')).replace(
    /\\n\\nFailed validating .*?(?=<br \/>)/,
    '',
  );
}

/** What schemas say of their parts to people is said in our words. */
const DESCRIPTIONS = /^body\/(.*\/)?description: /;

/** Tags are a set in Python and stand in no order; associations of resource types were made within one second. */
function ordered(body: unknown): unknown {
  if (typeof body !== 'object' || body === null) return body;
  const { tags, resource_type_associations: types } = body as Record<string, unknown>;
  if (Array.isArray(tags) && tags.every((tag) => typeof tag === 'string')) tags.sort();
  if (Array.isArray(types)) types.sort((a: { name: string }, b: { name: string }) => a.name.localeCompare(b.name));
  for (const value of Object.values(body)) ordered(value);
  return body;
}
