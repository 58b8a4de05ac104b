// SPDX-License-Identifier: Apache-2.0
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Configuration, silentLogger } from '@stackport/config';
import { RequestContext } from '@stackport/context';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cinderOptionGroups } from '../options/index.js';
import { NovaClient } from './nova-client.js';

const asked: IncomingMessage[] = [];
const bodies: string[] = [];
const answers: { status: number; body: unknown }[] = [];
const server = createServer((request, response) => {
  let sent = '';
  request.on('data', (chunk: Buffer) => (sent += chunk.toString()));
  request.on('end', () => {
    asked.push(request);
    bodies.push(sent);
    const { status, body } = answers.shift() ?? { status: 500, body: {} };
    response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
  });
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

describe('hostOf', () => {
  it('is where the server runs, none before it does, and an error where that is not told', async () => {
    answers.push({ status: 200, body: { server: { 'OS-EXT-SRV-ATTR:host': 'node-1' } } });
    expect(await nova.hostOf(context, 's/1')).toBe('node-1');
    expect(asked.at(-1)).toMatchObject({ method: 'GET', url: '/v2.1/servers/s%2F1' });
    answers.push({ status: 200, body: { server: { 'OS-EXT-SRV-ATTR:host': null } } });
    expect(await nova.hostOf(context, 's')).toBeNull();
    answers.push({ status: 200, body: { server: {} } });
    await expect(nova.hostOf(context, 's')).rejects.toThrow('Hint "local_to_instance" not supported.');
    answers.push({ status: 404, body: {} });
    await expect(nova.hostOf(context, 's')).rejects.toThrow('The Compute service answered 404');
  });
});

describe('what servers are told of their volumes', () => {
  it('is to take another one in its place', async () => {
    answers.push({ status: 202, body: {} });
    await nova.replaceVolume(context, 's/1', 'old', 'new');
    expect([asked.at(-1)?.method, asked.at(-1)?.url]).toEqual(['PUT', '/v2.1/servers/s%2F1/os-volume_attachments/old']);
    expect(JSON.parse(bodies.at(-1) ?? '')).toEqual({ volumeAttachment: { volumeId: 'new' } });
    answers.push({ status: 409, body: {} });
    await expect(nova.replaceVolume(context, 's', 'old', 'new')).rejects.toThrow('The Compute service answered 409');
  });

  it('is what happened to it, and whether they heard it', async () => {
    answers.push({ status: 207, body: { events: [{ code: 200 }, { code: 404 }] } });
    expect(await nova.volumeExtended(context, ['s1', 's2'], 'v')).toBe(true);
    expect(asked.at(-1)).toMatchObject({ method: 'POST', url: '/v2.1/os-server-external-events' });
    expect(asked.at(-1)?.headers['openstack-api-version']).toBe('compute 2.51');
    expect(JSON.parse(bodies.at(-1) ?? '')).toEqual({
      events: [
        { name: 'volume-extended', server_uuid: 's1', tag: 'v' },
        { name: 'volume-extended', server_uuid: 's2', tag: 'v' },
      ],
    });
    answers.push({ status: 200, body: { events: [{}] } });
    expect(await nova.volumeReimaged(context, ['s1'], 'v')).toBe(false);
    expect(asked.at(-1)?.headers['openstack-api-version']).toBe('compute 2.93');
    answers.push({ status: 404, body: {} });
    expect(await nova.volumeReimaged(context, ['s1'], 'v')).toBe(false);
    expect(await nova.volumeReimaged(context.with({ serviceCatalog: [] }), ['s1'], 'v')).toBe(false);
  });
});
