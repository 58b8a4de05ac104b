// SPDX-License-Identifier: Apache-2.0
import { Readable } from 'node:stream';
import { type Application, Response } from '@stackport/wsgi';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Client } from './client.js';
import { ListeningApplication } from './listening-application.js';

/** Answers with what it was asked. */
const mirror: Application = async (request) => {
  const { method, pathInfo, queryString, headers } = request;
  const body = (await request.bytes()).toString();
  return Response.json(
    { method, pathInfo, queryString, body, type: headers.get('content-type'), token: headers.get('x-auth-token') },
    201,
    { 'X-Own': 'yes' },
  );
};

let server: ListeningApplication;
beforeEach(async () => {
  server = await ListeningApplication.start(mirror);
});
afterEach(() => server.stop());

describe('Client', () => {
  it.each([
    ['an application in this process', () => Client.of(mirror)],
    ['a service behind a socket', () => server.client],
  ])('asks %s', async (_what, make) => {
    const client = make();
    const answer = await client.as('secret').post('/a/b?c=d', { e: 1 });
    expect(answer.status).toBe(201);
    expect(answer.headers.get('x-own')).toBe('yes');
    expect(answer.json()).toEqual({
      method: 'POST',
      pathInfo: '/a/b',
      queryString: 'c=d',
      body: '{"e":1}',
      type: 'application/json',
      token: 'secret',
    });
    expect((await client.put('/x', Readable.from(['by ', 'pieces'], { objectMode: false }))).json()).toMatchObject({
      body: 'by pieces',
      type: 'application/octet-stream',
    });
    expect((await client.get('/x')).field('method')).toBe('GET');
    expect(() => answer.field('e')).toThrow('No text under e');
  });

  it('tells when nobody answers', async () => {
    const { client } = server;
    await server.stop();
    await expect(client.get('/')).rejects.toThrow('ECONNREFUSED');
  });
});
