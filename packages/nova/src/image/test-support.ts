// SPDX-License-Identifier: Apache-2.0
// A neighbour over HTTP for tests: answers what it is told to, and keeps what it was asked.
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Asked {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface Answer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** A string or bytes as they are, else JSON. */
  readonly body?: unknown;
}

/** Answers given beforehand, in their order; 500 once there are none. A function answers by what is asked. */
export class NeighbourStub {
  readonly asked: Asked[] = [];
  readonly answers: (Answer | ((asked: Asked) => Answer))[] = [];
  /** Answers everything that is not answered beforehand. */
  fallback: (asked: Asked) => Answer = () => ({ status: 500, body: 'no answer was prepared' });
  readonly #server: Server;

  constructor() {
    this.#server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const asked: Asked = {
          method: request.method ?? '',
          url: request.url ?? '',
          headers: request.headers,
          body: Buffer.concat(chunks).toString(),
        };
        this.asked.push(asked);
        const next = this.answers.shift() ?? this.fallback;
        const { status = 200, headers = {}, body } = typeof next === 'function' ? next(asked) : next;
        response.writeHead(status, headers);
        response.end(
          typeof body === 'string' || Buffer.isBuffer(body) || body === undefined ? body : JSON.stringify(body),
        );
      });
    });
  }

  async listen(): Promise<this> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return this;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** The last thing that was asked. */
  get last(): Asked {
    const asked = this.asked.at(-1);
    if (asked === undefined) throw new Error('nothing was asked');
    return asked;
  }

  /** The body of the last request, as JSON. */
  get lastJson(): unknown {
    return JSON.parse(this.last.body) as unknown;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

/** A catalog with one service, in the form that contexts carry. */
export function catalogOf(type: string, publicURL: string): readonly unknown[] {
  return [{ type, name: type, endpoints: [{ region: 'RegionOne', publicURL }] }];
}

/** What Keystone answers to a request for a token, with the catalog given. */
export function tokenAnswer(catalog: readonly unknown[] = []): Answer {
  return {
    status: 201,
    headers: { 'x-subject-token': 'own token', 'content-type': 'application/json' },
    body: {
      token: {
        methods: ['password'],
        audit_ids: ['audit'],
        issued_at: '2026-11-21T08:49:52.000000Z',
        expires_at: '2099-01-01T00:00:00.000000Z',
        user: { id: 'nova', name: 'nova', domain: { id: 'default', name: 'Default' } },
        project: { id: 'service', name: 'service', domain: { id: 'default', name: 'Default' } },
        roles: [{ id: 'service', name: 'service' }],
        catalog,
      },
    },
  };
}
