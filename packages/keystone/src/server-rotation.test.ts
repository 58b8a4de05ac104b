// SPDX-License-Identifier: Apache-2.0
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { silentLogger } from '@stackport/config';
import { afterEach, describe, expect, it } from 'vitest';
import { ClientSession } from './client-session.js';
import { ServersFailed } from './errors.js';
import { HttpTransport } from './http-transport.js';
import { ServerRotation } from './server-rotation.js';

const running: Server[] = [];
const rotations: ServerRotation[] = [];
afterEach(async () => {
  for (const rotation of rotations.splice(0)) await rotation.close();
  for (const server of running.splice(0)) await new Promise((resolve) => server.close(resolve));
});

/** A server that answers so, and where it is. */
async function serving(status: number, body: string): Promise<string> {
  const server = createServer((request, response) => {
    request.resume().on('end', () => response.writeHead(status).end(body));
  });
  running.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function rotationOf(servers: readonly string[], retries = 1): ServerRotation {
  const session = new ClientSession({
    transport: new HttpTransport(),
    endpoint: { serviceType: 'image' },
    logger: silentLogger,
  });
  const rotation = new ServerRotation({ session, servers, retries, delay: 0, service: 'glance', logger: silentLogger });
  rotations.push(rotation);
  return rotation;
}

describe('ServerRotation', () => {
  it('asks one server after the other', async () => {
    const rotation = rotationOf([await serving(200, 'one'), await serving(404, 'two')]);
    const answers: string[] = [];
    for (let index = 0; index < 3; index += 1) answers.push(await (await rotation.request({ path: '/' })).text());
    expect(answers).toEqual(['one', 'two', 'one']);
  });

  it('tries the next one where one is down or busy', async () => {
    const down = await serving(200, '');
    await new Promise((resolve) => running.pop()?.close(resolve));
    const rotation = rotationOf([down, await serving(503, 'busy'), await serving(200, 'here')], 2);
    expect(await (await rotation.request({ path: '/' })).text()).toBe('here');
  });

  it('gives up after so many times, and says where', async () => {
    const busy = await serving(503, 'busy');
    const failure = await rotationOf([busy])
      .request({ path: '/' })
      .catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(ServersFailed);
    expect(failure).toMatchObject({ server: busy, message: 'HTTP 503: busy' });
  });

  it('sends a stream once', async () => {
    const rotation = rotationOf([await serving(503, 'busy'), await serving(200, 'here')]);
    await expect(rotation.request({ method: 'PUT', path: '/', body: Readable.from(['x']) })).rejects.toThrow(
      'HTTP 503',
    );
  });

  it('takes the catalog’s endpoint where no server is named', async () => {
    const url = await serving(200, 'from the catalog');
    const answer = await rotationOf([]).request({
      path: '/',
      onBehalfOf: {
        requestId: 'req-1',
        serviceCatalog: [{ type: 'image', endpoints: [{ interface: 'public', url }] }],
      },
    });
    expect(await answer.text()).toBe('from the catalog');
  });
});
