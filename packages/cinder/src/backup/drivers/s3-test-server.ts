// SPDX-License-Identifier: Apache-2.0
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { collect } from './collect.js';

export interface S3Request {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
}

/**
 * A small S3 for tests: buckets and objects in memory, path style, and every request's signature (AWS4-HMAC-SHA256),
 * payload hash and Content-MD5 checked as the service does.
 */
export class S3TestServer {
  readonly accessKey = 'AKIDTEST';
  readonly secretKey = 'secret-of-the-test';
  readonly buckets = new Map<string, Map<string, Buffer>>();
  readonly requests: S3Request[] = [];
  /** Answers of these requests are cut off in the middle of the body, one after the other. */
  cutDownloads = 0;
  /** Requests that are answered 503 first. */
  failures = 0;
  /** Names in one page of a list. */
  pageSize = 1000;
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
  }

  static async start(): Promise<S3TestServer> {
    const server = createServer();
    const s3 = new S3TestServer(server);
    server.on('request', (request, response) => void s3.#serve(request, response));
    await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', () => resolve()));
    return s3;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await collect(request);
    const url = new URL(request.url ?? '/', this.url);
    this.requests.push({ method: request.method ?? '', path: url.pathname, headers: request.headers });
    if (this.failures > 0) {
      this.failures -= 1;
      fail(response, 503, 'SlowDown');
      return;
    }
    if (!this.#isSigned(request, url, body)) {
      fail(response, 403, 'SignatureDoesNotMatch');
      return;
    }
    const md5 = request.headers['content-md5'];
    if (md5 !== undefined && md5 !== createHash('md5').update(body).digest('base64')) {
      fail(response, 400, 'BadDigest');
      return;
    }
    const [, bucket = '', ...rest] = url.pathname.split('/').map(decodeURIComponent);
    const key = rest.join('/');
    if (bucket === '') {
      answer(response, '<ListAllMyBucketsResult><Buckets/></ListAllMyBucketsResult>');
      return;
    }
    if (key === '') {
      this.#bucket(request.method ?? '', bucket, url, response);
      return;
    }
    this.#object(request.method ?? '', bucket, key, body, response);
  }

  #bucket(method: string, bucket: string, url: URL, response: ServerResponse): void {
    const objects = this.buckets.get(bucket);
    if (method === 'PUT') {
      this.buckets.set(bucket, new Map());
      answer(response, '');
      return;
    }
    if (objects === undefined) {
      fail(response, 404, 'NoSuchBucket');
      return;
    }
    if (method === 'HEAD') {
      answer(response, '');
      return;
    }
    const prefix = url.searchParams.get('prefix') ?? '';
    const after = url.searchParams.get('continuation-token') ?? '';
    const names = [...objects.keys()].filter((name) => name.startsWith(prefix) && name > after).sort();
    const page = names.slice(0, this.pageSize);
    const more = names.length > page.length;
    const contents = page.map((name) => `<Contents><Key>${name}</Key></Contents>`).join('');
    const next = more ? `<NextContinuationToken>${page.at(-1) ?? ''}</NextContinuationToken>` : '';
    answer(
      response,
      `<?xml version="1.0"?><ListBucketResult><IsTruncated>${more}</IsTruncated>${contents}${next}</ListBucketResult>`,
    );
  }

  #object(method: string, bucket: string, key: string, body: Buffer, response: ServerResponse): void {
    const objects = this.buckets.get(bucket);
    if (objects === undefined) {
      fail(response, 404, 'NoSuchBucket');
      return;
    }
    if (method === 'PUT') {
      objects.set(key, body);
      answer(response, '');
      return;
    }
    if (method === 'DELETE') {
      objects.delete(key);
      response.writeHead(204).end();
      return;
    }
    const data = objects.get(key);
    if (data === undefined) {
      fail(response, 404, 'NoSuchKey');
      return;
    }
    response.writeHead(200, { 'content-length': data.length });
    if (this.cutDownloads === 0) {
      response.end(data);
      return;
    }
    this.cutDownloads -= 1;
    response.write(data.subarray(0, data.length >> 1), () => response.destroy());
  }

  /** The signature of version 4, worked out from the request as it came. */
  #isSigned(request: IncomingMessage, url: URL, body: Buffer): boolean {
    const match =
      /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8}\/[^/]+\/s3\/aws4_request), ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})$/.exec(
        request.headers.authorization ?? '',
      );
    const [, accessKey, scope = '', names = '', signature = ''] = match ?? [];
    if (accessKey !== this.accessKey) return false;
    const payload = String(request.headers['x-amz-content-sha256']);
    if (payload !== 'UNSIGNED-PAYLOAD' && payload !== sha256(body)) return false;
    const headers = names.split(';').map((name) => `${name}:${String(request.headers[name]).trim()}\n`);
    const query = [...url.searchParams]
      .map(([name, value]) => `${encode(name)}=${encode(value)}`)
      .sort()
      .join('&');
    const path = url.pathname
      .split('/')
      .map((part) => encode(decodeURIComponent(part)))
      .join('/');
    const canonical = [request.method, path, query, headers.join(''), names, payload].join('\n');
    const text = ['AWS4-HMAC-SHA256', request.headers['x-amz-date'], scope, sha256(canonical)].join('\n');
    const key = scope
      .split('/')
      .reduce<Buffer>((secret, part) => hmac(secret, part), Buffer.from(`AWS4${this.secretKey}`));
    return timingSafeEqual(hmac(key, text), Buffer.from(signature, 'hex'));
  }
}

function answer(response: ServerResponse, xml: string): void {
  response.writeHead(200, { 'content-type': 'application/xml' }).end(xml);
}

function fail(response: ServerResponse, status: number, code: string): void {
  response
    .writeHead(status, { 'content-type': 'application/xml' })
    .end(`<?xml version="1.0"?><Error><Code>${code}</Code><Message>${code}</Message></Error>`);
}

function sha256(data: Buffer | string): string {
  return createHash('sha256').update(data).digest('hex');
}

function hmac(key: Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}

function encode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
