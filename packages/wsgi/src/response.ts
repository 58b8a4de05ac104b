// SPDX-License-Identifier: Apache-2.0
import { Readable } from 'node:stream';
import { HeaderMap } from './header-map.js';
import type { Request } from './request.js';

export type ResponseBody = Uint8Array | Readable | null;

/** An answer on its way back through the filters: webob's Response. */
export class Response {
  status: number;
  readonly headers: HeaderMap;
  /** Bytes, a stream that is pulled as the client reads, or nothing. */
  body: ResponseBody;
  /** The request that this answers; set before a middleware's `processResponse` sees it. */
  request: Request | undefined;

  constructor(status = 200, headers: HeaderMap | Record<string, string> = {}, body: ResponseBody | string = null) {
    this.status = status;
    this.headers = headers instanceof HeaderMap ? headers : new HeaderMap(headers);
    this.body = typeof body === 'string' ? Buffer.from(body) : body;
  }

  /** An answer with a JSON body: `application/json`, UTF-8. */
  static json(value: unknown, status = 200, headers: Record<string, string> = {}): Response {
    return new Response(status, { 'Content-Type': 'application/json', ...headers }, JSON.stringify(value));
  }

  static text(value: string, status = 200, headers: Record<string, string> = {}): Response {
    return new Response(status, { 'Content-Type': 'text/plain; charset=UTF-8', ...headers }, value);
  }

  /** The body as text: for tests and for filters that rewrite small answers. Consumes a stream. */
  async text(): Promise<string> {
    if (this.body === null) return '';
    if (!(this.body instanceof Readable)) return Buffer.from(this.body).toString('utf8');
    const chunks: Buffer[] = [];
    for await (const chunk of this.body) chunks.push(Buffer.from(chunk as Uint8Array));
    return Buffer.concat(chunks).toString('utf8');
  }

  async json(): Promise<unknown> {
    return JSON.parse(await this.text()) as unknown;
  }
}
