// SPDX-License-Identifier: Apache-2.0
import http from 'node:http';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { type Application, HeaderMap, Request } from '@stackport/wsgi';

/** What a service answered, read to its end. */
export class Answer {
  readonly status: number;
  readonly headers: HeaderMap;
  readonly bytes: Buffer;

  constructor(status: number, headers: HeaderMap, bytes: Buffer) {
    this.status = status;
    this.headers = headers;
    this.bytes = bytes;
  }

  get text(): string {
    return this.bytes.toString();
  }

  /** The body as the test knows it to be. Throws `SyntaxError` for no JSON. */
  json(): unknown {
    return JSON.parse(this.text);
  }

  /** A field of the JSON object that is a string: ids, mostly. Throws `TypeError` where there is none. */
  field(name: string): string {
    const value = (this.json() as Record<string, unknown>)[name];
    if (typeof value !== 'string') throw new TypeError(`No text under ${name} in ${this.text}`);
    return value;
  }
}

export interface Call {
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array | Readable;
  /** A body as JSON; its type is application/json where no header says otherwise. */
  readonly json?: unknown;
}

interface Message {
  readonly method: string;
  /** With the query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array | Readable | undefined;
}

type Transport = (message: Message) => Promise<Answer>;

/** A small HTTP client for tests, to a service behind a socket or to an application in this process. */
export class Client {
  readonly #transport: Transport;
  readonly #headers: Readonly<Record<string, string>>;

  private constructor(transport: Transport, headers: Readonly<Record<string, string>> = {}) {
    this.#transport = transport;
    this.#headers = headers;
  }

  /** Calls an application without a socket. */
  static of(application: Application): Client {
    return new Client((message) => call(application, message));
  }

  /** @param url - of the service's root. @param agent - keeps connections; without one, each request has its own. */
  static to(url: string, agent?: http.Agent): Client {
    return new Client((message) => send(url, agent, message));
  }

  /** The same with headers that go with each request. */
  with(headers: Readonly<Record<string, string>>): Client {
    return new Client(this.#transport, { ...this.#headers, ...headers });
  }

  as(token: string): Client {
    return this.with({ 'X-Auth-Token': token });
  }

  send(method: string, path: string, { headers = {}, body, json }: Call = {}): Promise<Answer> {
    const type: Record<string, string> = json === undefined ? {} : { 'Content-Type': 'application/json' };
    return this.#transport({
      method,
      path,
      headers: { ...type, ...this.#headers, ...headers },
      body: json === undefined ? body : JSON.stringify(json),
    });
  }

  get(path: string, call: Call = {}): Promise<Answer> {
    return this.send('GET', path, call);
  }

  post(path: string, json: unknown, call: Call = {}): Promise<Answer> {
    return this.send('POST', path, { ...call, json });
  }

  /** Sends bytes: `application/octet-stream` where no header says otherwise. */
  put(path: string, body: NonNullable<Call['body']>, call: Call = {}): Promise<Answer> {
    return this.send('PUT', path, {
      ...call,
      body,
      headers: { 'Content-Type': 'application/octet-stream', ...call.headers },
    });
  }

  delete(path: string, call: Call = {}): Promise<Answer> {
    return this.send('DELETE', path, call);
  }
}

async function call(application: Application, { method, path, headers, body }: Message): Promise<Answer> {
  const request = Request.blank(path, {
    method,
    headers: new HeaderMap(headers),
    ...(body === undefined ? {} : { body }),
  });
  const response = await application(request);
  const bytes = response.body instanceof Readable ? await buffer(response.body) : Buffer.from(response.body ?? '');
  return new Answer(response.status, response.headers, bytes);
}

function send(url: string, agent: http.Agent | undefined, { method, path, headers, body }: Message): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(url);
    // A URL would lose the dots of the path, and with them what some tests are about.
    const request = http.request({ hostname, port, path, method, headers, agent: agent ?? false });
    request.on('error', reject);
    request.on('response', (response) => {
      buffer(response).then(
        (bytes) => resolve(new Answer(response.statusCode ?? 0, HeaderMap.fromRaw(response.rawHeaders), bytes)),
        reject,
      );
    });
    if (body instanceof Readable) body.on('error', (error) => request.destroy(error)).pipe(request);
    else request.end(body);
  });
}
