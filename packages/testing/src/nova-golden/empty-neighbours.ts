// SPDX-License-Identifier: Apache-2.0
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { FakeTokenValidator } from '../fake-token-validator.js';

/** What the network service of the recording answered: it had nothing. */
const NETWORK_SERVICE: Readonly<Record<string, unknown>> = {
  '/v2.0/ports': { ports: [] },
  '/v2.0/networks': { networks: [] },
  '/v2.0/subnets': { subnets: [] },
  '/v2.0/floatingips': { floatingips: [] },
  '/v2.0/security-groups': { security_groups: [] },
  '/v2.0/extensions': { extensions: [] },
};
const UNLIMITED = { network: -1, subnet: -1, port: -1, router: -1, floatingip: -1 };
const NOT_FOUND = {
  NeutronError: { type: 'HTTPNotFound', message: 'The resource could not be found.', detail: '' },
};

/** A network service without networks, and an identity service that has every project and gives tokens to services. */
export class EmptyNeighbours {
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
  }

  static async start(validator: FakeTokenValidator): Promise<EmptyNeighbours> {
    const server = createServer((request, response) => {
      request.resume().on('end', () => void answer(request, response, validator));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new EmptyNeighbours(server);
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

async function answer(
  { method, url }: IncomingMessage,
  response: ServerResponse,
  validator: FakeTokenValidator,
): Promise<void> {
  const path = (url ?? '').split('?')[0] ?? '';
  const send = (status: number, body: unknown, headers: Record<string, string> = {}): void => {
    response.writeHead(status, { 'Content-Type': 'application/json', ...headers }).end(JSON.stringify(body));
  };
  const [, project] = /^\/v3\/projects\/([^/]+)$/.exec(path) ?? [];
  if (method === 'POST' && path === '/v3/auth/tokens') {
    const token = validator.issue({ project: 'service', user: 'nova', roles: ['service', 'admin'] });
    send(201, { token: await validator.validate(token) }, { 'X-Subject-Token': token });
  } else if (project !== undefined) send(200, { project: { id: project, name: project, enabled: true } });
  else if (path.startsWith('/v2.0/quotas/')) send(200, { quota: { ...UNLIMITED, security_group: 10 } });
  else if (path in NETWORK_SERVICE) send(200, NETWORK_SERVICE[path]);
  else send(404, NOT_FOUND);
}
