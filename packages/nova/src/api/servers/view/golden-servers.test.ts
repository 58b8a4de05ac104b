// SPDX-License-Identifier: Apache-2.0
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { computeHost } from '../../test-hosts.js';
import { TestServers } from '../test-servers.js';

interface Recorded {
  readonly seq: number;
  readonly as: string;
  readonly path: string;
  readonly request_headers: Readonly<Record<string, string>>;
  readonly response_body: string;
}

const recorded = readFileSync(new URL('../../../../../testing/reference/golden/nova.jsonl', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Recorded);

const PROJECT = 'b91907d985964d3c887b75d638060580';
const USER = 'a9633bcf426a4b4e86bc443af853f626';
const PLAIN = '02b859b5-0bbd-4b3a-baf2-c4593a4b2ba6';
const TAGGED = 'eb3ec957-1142-4f92-9ed7-676797ab2d9c';
const at = (time: string): Date => new Date(`2026-11-21T09:39:${time}Z`);

let servers: TestServers;
beforeAll(async () => {
  servers = await TestServers.start();
  await computeHost(servers.nova, 'anchor');
  const own = { project_id: PROJECT, user_id: USER };
  await servers.server(
    {
      ...own,
      metadata: { a: 'b' },
      key_name: 'gk472d9f',
      created_at: at('45'),
      updated_at: at('45'),
      launched_at: at('45'),
    },
    PLAIN,
  );
  await servers.server(
    {
      ...own,
      display_name: 'golden-tags',
      display_description: 'descr',
      hostname: 'gh',
      created_at: at('46'),
      updated_at: at('46'),
      launched_at: at('46'),
      tags: {
        objects: [
          { resource_id: TAGGED, tag: 't2' },
          { resource_id: TAGGED, tag: 't1' },
        ],
      },
    },
    TAGGED,
  );
});
afterAll(() => servers.nova.close());

/** Without what differs from cloud to cloud: where the API is, and the numbers of servers. The order of keys counts. */
const comparable = (text: string): string =>
  JSON.stringify(JSON.parse(text), null, 1)
    .replaceAll('http://127.0.0.1:18774', 'http://host.example')
    .replaceAll(/instance-[0-9a-f]{8}/g, 'instance-N');

const shown = recorded.filter(({ seq }) => (seq >= 155 && seq <= 171) || seq === 174);

describe.each(shown)(
  'the server of the recorded answer $seq',
  ({ as, path, request_headers: headers, response_body: body }) => {
    it(`is told alike, to the letter (${headers['OpenStack-API-Version'] ?? '2.1'})`, async () => {
      const version = headers['OpenStack-API-Version']?.replace('compute ', '');
      const isOwner = as === 'demo';
      const answer = await servers.nova.ask('GET', path, {
        as: isOwner ? `${USER}:${PROJECT}` : 'admin:other',
        ...(version === undefined ? {} : { version }),
      });
      expect(answer.status).toBe(200);
      expect(comparable(answer.text)).toBe(comparable(body));
    });
  },
);

it('tells lists alike, to the letter', async () => {
  const found = recorded.find(({ seq }) => seq === 202);
  const answer = await servers.nova.ask('GET', '/v2.1/servers/detail?tags=t1', {
    as: `${USER}:${PROJECT}`,
    version: '2.26',
  });
  expect(comparable(answer.text)).toBe(comparable(found?.response_body ?? ''));
});
