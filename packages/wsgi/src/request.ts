// SPDX-License-Identifier: Apache-2.0
import { Readable } from 'node:stream';
import { HeaderMap } from './header-map.js';
import { HttpError } from './http-error.js';

export interface RequestInit {
  readonly method?: string;
  /** The part of the path that led to this application, percent-decoded; `''` at the root. */
  readonly scriptName?: string;
  /** The rest of the path, percent-decoded. */
  readonly pathInfo?: string;
  /** Without the question mark, as it came. */
  readonly queryString?: string;
  readonly scheme?: string;
  /** Name or address with the port where one was given; the Host header by default. */
  readonly host?: string;
  readonly remoteAddress?: string;
  readonly httpVersion?: string;
  readonly headers?: HeaderMap;
  readonly body?: Readable | Uint8Array | string;
  readonly environ?: Record<string, unknown>;
}

/**
 * One HTTP request on its way through a pipeline: webob's Request over WSGI's environ. Filters may change
 * `scriptName`, `pathInfo`, `headers`, `scheme`, `host` and put what they find into `environ` under upstream's keys
 * (`openstack.request_id`, `api.version`, `paste.urlmap_object`, …).
 */
export class Request {
  readonly method: string;
  scriptName: string;
  pathInfo: string;
  queryString: string;
  scheme: string;
  host: string;
  remoteAddress: string;
  readonly httpVersion: string;
  readonly headers: HeaderMap;
  readonly environ: Record<string, unknown>;
  /** What the route's placeholders matched, decoded; set by the Router. */
  params: Readonly<Record<string, string>> = {};
  #body: Readable | Uint8Array | string | undefined;
  #query: URLSearchParams | undefined;
  #queryOf: string | undefined;
  #bytes: Promise<Buffer> | undefined;
  #json: Promise<unknown> | undefined;

  constructor(init: RequestInit = {}) {
    this.method = init.method ?? 'GET';
    this.scriptName = init.scriptName ?? '';
    this.pathInfo = init.pathInfo ?? '/';
    this.queryString = init.queryString ?? '';
    this.headers = init.headers ?? new HeaderMap();
    this.scheme = init.scheme ?? 'http';
    this.host = init.host ?? this.headers.get('host') ?? 'localhost';
    this.remoteAddress = init.remoteAddress ?? '127.0.0.1';
    this.httpVersion = init.httpVersion ?? '1.1';
    this.environ = init.environ ?? {};
    this.#body = init.body;
  }

  /**
   * A request for a path with query, as a client writes it: `Request.blank('/v2/images?limit=1', { method: 'GET' })`.
   * A string or bytes body gets its Content-Length.
   */
  static blank(path: string, init: Omit<RequestInit, 'pathInfo' | 'queryString'> = {}): Request {
    const mark = path.indexOf('?');
    const headers = init.headers ?? new HeaderMap();
    if ((typeof init.body === 'string' || init.body instanceof Uint8Array) && !headers.has('content-length'))
      headers.set('Content-Length', String(Buffer.byteLength(init.body)));
    return new Request({
      ...init,
      headers,
      pathInfo: decodePath(mark < 0 ? path : path.slice(0, mark)),
      queryString: mark < 0 ? '' : path.slice(mark + 1),
    });
  }

  /**
   * The bytes as they arrive; reading it pulls from the client, so memory does not grow with the body. Its stream
   * fails with `ClientDisconnectedError` where the client went away before the end. A filter may put another stream
   * in its place (a size limit, a meter) before anybody has read it.
   */
  get body(): Readable {
    if (!(this.#body instanceof Readable)) this.#body = toReadable(this.#body);
    return this.#body;
  }

  set body(stream: Readable) {
    this.#body = stream;
    this.#bytes = undefined;
    this.#json = undefined;
  }

  /** The query string's parameters, decoded; in a name given twice, all values in their order. */
  get query(): URLSearchParams {
    if (this.#query === undefined || this.#queryOf !== this.queryString) {
      this.#query = new URLSearchParams(this.queryString);
      this.#queryOf = this.queryString;
    }
    return this.#query;
  }

  /** Scheme and host, without a path: webob's `host_url`. */
  get hostUrl(): string {
    return `${this.scheme}://${this.host}`;
  }

  /** URL of this application, without a slash at its end: webob's `application_url`. */
  get applicationUrl(): string {
    return this.hostUrl + encodePath(this.scriptName);
  }

  /** URL without the query: webob's `path_url`. */
  get pathUrl(): string {
    return this.applicationUrl + encodePath(this.pathInfo);
  }

  get url(): string {
    return this.queryString === '' ? this.pathUrl : `${this.pathUrl}?${this.queryString}`;
  }

  /** Declared length of the body in bytes; undefined where none was declared (chunked, or no body). */
  get contentLength(): number | undefined {
    const value = this.headers.get('content-length');
    return value !== undefined && /^\d+$/.test(value) ? Number(value) : undefined;
  }

  /** Media type in lower case without its parameters; `''` where none was sent. */
  get contentType(): string {
    return (this.headers.get('content-type') ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';
  }

  /** Whether there is anything to read: a declared length above zero, or a chunked body. */
  get hasBody(): boolean {
    return (this.contentLength ?? 0) > 0 || this.headers.has('transfer-encoding');
  }

  /**
   * The whole body, read once and kept. Errors of the body stream (a size limit, a torn connection) pass through.
   * @param limit - bytes. Rejects with `HttpError` 413 for a longer body: at once where its length was announced.
   */
  bytes(limit = Infinity): Promise<Buffer> {
    this.#bytes ??= this.#readBytes(limit);
    return this.#bytes;
  }

  /**
   * The body as JSON, parsed once and kept; undefined for an empty body. Rejects with `HttpError` 400 for no JSON.
   * @param limit - as of `bytes`.
   */
  json(limit = Infinity): Promise<unknown> {
    this.#json ??= this.bytes(limit).then((bytes) => {
      if (bytes.length === 0) return undefined;
      try {
        return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) as unknown;
      } catch {
        throw new HttpError(400, 'Malformed JSON in request body.');
      }
    });
    return this.#json;
  }

  async #readBytes(limit: number): Promise<Buffer> {
    if ((this.contentLength ?? 0) > limit) throw tooLarge(limit);
    if (this.#body instanceof Readable) return readAll(this.#body, limit);
    const bytes = Buffer.from(this.#body ?? '');
    if (bytes.length > limit) throw tooLarge(limit);
    return bytes;
  }
}

/**
 * Percent-decodes a path. A percent sign without two hexadecimal digits stays as it is (Python's `unquote`); bytes
 * that are no UTF-8 are an `HttpError` 400.
 */
export function decodePath(path: string): string {
  if (!path.includes('%')) return path;
  return path.replace(/(?:%[0-9a-fA-F]{2})+/g, (run) => {
    try {
      return decodeURIComponent(run);
    } catch {
      throw new HttpError(400, 'The URL path is not valid UTF-8.');
    }
  });
}

/** Percent-encodes a decoded path, leaving what RFC 3986 allows in one. */
export function encodePath(path: string): string {
  return encodeURI(path.toWellFormed()).replace(/[?#]/g, encodeURIComponent);
}

function toReadable(body: Readable | Uint8Array | string | undefined): Readable {
  if (body instanceof Readable) return body;
  const bytes = typeof body === 'string' ? Buffer.from(body) : body;
  return Readable.from(bytes === undefined || bytes.length === 0 ? [] : [bytes], { objectMode: false });
}

async function readAll(stream: Readable, limit: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of stream) {
    const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : (chunk as Buffer);
    length += bytes.length;
    if (length > limit) throw tooLarge(limit);
    chunks.push(bytes);
  }
  return chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks);
}

function tooLarge(limit: number): HttpError {
  return new HttpError(413, `Request is too large. Larger than ${limit} bytes.`);
}
