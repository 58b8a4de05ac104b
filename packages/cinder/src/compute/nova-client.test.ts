// SPDX-License-Identifier: Apache-2.0
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Configuration, silentLogger } from '@stackport/config';
import { RequestContext } from '@stackport/context';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cinderOptionGroups } from '../options/index.js';
import { NovaClient } from './nova-client.js';

const asked: IncomingMessage[] = [];
const answers: { status: number; body: unknown }[] = [];
const server = createServer((request, response) => {
  asked.push(request);
  const { status, body } = answers.shift() ?? { status: 500, body: {} };
  response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
});
let context: RequestContext;
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v2.1`;
  context = new RequestContext({
    authToken: 'user token',
    serviceCatalog: [{ type: 'compute', name: 'nova', endpoints: [{ region: 'RegionOne', publicURL: url }] }],
  });
});
afterAll(() => server.close());

const nova = NovaClient.fromConfiguration(Configuration.of([...cinderOptionGroups]), silentLogger);

describe('attachmentIdOf', () => {
  it('asks with the caller’s token for what a server has', async () => {
    answers.push({ status: 200, body: { volumeAttachment: { attachment_id: 'a1' } } });
    expect(await nova.attachmentIdOf(context, 'server/1', 'volume')).toBe('a1');
    expect(asked.at(-1)?.url).toBe('/v2.1/servers/server%2F1/os-volume_attachments/volume');
    expect(asked.at(-1)?.headers).toMatchObject({
      'x-auth-token': 'user token',
      'openstack-api-version': 'compute 2.89',
      'x-openstack-request-id': context.requestId,
    });
  });

  it('knows of none where the server has it not, or there is no Compute service', async () => {
    answers.push({ status: 404, body: {} });
    expect(await nova.attachmentIdOf(context, 's', 'v')).toBeUndefined();
    expect(await nova.attachmentIdOf(context.with({ serviceCatalog: [] }), 's', 'v')).toBeUndefined();
  });

  it('rejects where the Compute service does not tell', async () => {
    answers.push({ status: 403, body: {} });
    await expect(nova.attachmentIdOf(context, 's', 'v')).rejects.toThrow('The Compute service answered 403');
  });
});
