// SPDX-License-Identifier: Apache-2.0
import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { S3Bucket, tagOf } from './s3-objects.js';
import { isSigned } from './s3-signature.js';

export interface S3Request {
  readonly method: string;
  readonly path: string;
  readonly query: string;
  readonly headers: IncomingMessage['headers'];
}

/** One request for an object. */
interface ObjectRequest {
  readonly bucket: S3Bucket;
  readonly key: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
  readonly response: ServerResponse;
}

/**
 * A small S3 for tests: buckets and objects in memory, path style, objects in parts and ranges of them, and every
 * request's signature (AWS4-HMAC-SHA256), payload hash and Content-MD5 checked as the service does.
 */
export class S3TestServer {
  readonly accessKey = 'AKIDTEST';
  readonly secretKey = 'secret/of+the-test';
  readonly buckets = new Map<string, S3Bucket>();
  readonly requests: S3Request[] = [];
  /** Answers of these requests are cut off in the middle of the body, one after the other. */
  cutDownloads = 0;
  /** Requests that are answered 503 first. */
  failures = 0;
  /** Answered 500 whenever it comes, as `PUT` or `PUT partNumber`: the method, and a parameter that the query has. */
  broken: string | undefined;
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

  get host(): string {
    return `127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  get url(): string {
    return `http://${this.host}`;
  }

  /** The objects of a bucket, by name; undefined where there is no such bucket. */
  objects(bucket: string): Map<string, Buffer> | undefined {
    return this.buckets.get(bucket)?.objects;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    // A client that goes away in the middle of its request gets no answer.
    const body = await buffer(request).catch(() => undefined);
    if (body === undefined) return;
    const { method = '', headers } = request;
    const url = new URL(request.url ?? '/', this.url);
    this.requests.push({ method, path: url.pathname, query: url.search, headers });
    const refusal = this.#refusal(request, url, body);
    if (refusal !== undefined) {
      fail(response, ...refusal);
      return;
    }
    const [, bucket = '', ...rest] = url.pathname.split('/').map(decodeURIComponent);
    const key = rest.join('/');
    if (bucket === '') answer(response, '<ListAllMyBucketsResult><Buckets/></ListAllMyBucketsResult>');
    else if (key === '') this.#bucket(method, bucket, url, response);
    else {
      const there = this.buckets.get(bucket);
      if (there === undefined) fail(response, 404, 'NoSuchBucket');
      else this.#object(method, { bucket: there, key, query: url.searchParams, headers, body, response });
    }
  }

  #refusal(request: IncomingMessage, url: URL, body: Buffer): [number, string] | undefined {
    if (this.failures > 0) {
      this.failures -= 1;
      return [503, 'SlowDown'];
    }
    const [method, parameter] = this.broken?.split(' ') ?? [];
    if (method === request.method && (parameter === undefined || url.searchParams.has(parameter)))
      return [500, 'InternalError'];
    if (!isSigned(request, url, body, this)) return [403, 'SignatureDoesNotMatch'];
    const md5 = request.headers['content-md5'];
    const isDamaged = md5 !== undefined && md5 !== createHash('md5').update(body).digest('base64');
    return isDamaged ? [400, 'BadDigest'] : undefined;
  }

  #bucket(method: string, name: string, url: URL, response: ServerResponse): void {
    const bucket = this.buckets.get(name);
    if (method === 'PUT') {
      this.buckets.set(name, new S3Bucket());
      answer(response, '');
    } else if (bucket === undefined) fail(response, 404, 'NoSuchBucket');
    else if (method === 'HEAD') answer(response, '');
    else answer(response, this.#list(bucket, url.searchParams));
  }

  #list({ objects }: S3Bucket, query: URLSearchParams): string {
    const prefix = query.get('prefix') ?? '';
    const after = query.get('continuation-token') ?? '';
    const names = [...objects.keys()].filter((name) => name.startsWith(prefix) && name > after).sort();
    const page = names.slice(0, this.pageSize);
    const more = names.length > page.length;
    const contents = page.map((name) => `<Contents><Key>${name}</Key></Contents>`).join('');
    const next = more ? `<NextContinuationToken>${page.at(-1) ?? ''}</NextContinuationToken>` : '';
    return `<?xml version="1.0"?><ListBucketResult><IsTruncated>${more}</IsTruncated>${contents}${next}</ListBucketResult>`;
  }

  #object(method: string, request: ObjectRequest): void {
    const { bucket, key, query, body, response } = request;
    const uploadId = query.get('uploadId');
    if (method === 'POST' && query.has('uploads'))
      answer(
        response,
        `<InitiateMultipartUploadResult><UploadId>${bucket.begin()}</UploadId></InitiateMultipartUploadResult>`,
      );
    else if (uploadId !== null) this.#upload(method, uploadId, request);
    else if (method === 'PUT') {
      bucket.objects.set(key, body);
      response.setHeader('ETag', tagOf(body));
      answer(response, '');
    } else if (method === 'DELETE') {
      bucket.objects.delete(key);
      response.writeHead(204).end();
    } else this.#read(method, request);
  }

  #upload(method: string, id: string, { bucket, key, query, body, response }: ObjectRequest): void {
    const parts = bucket.uploads.get(id);
    if (parts === undefined) fail(response, 404, 'NoSuchUpload');
    else if (method === 'DELETE') {
      bucket.uploads.delete(id);
      response.writeHead(204).end();
    } else if (method === 'PUT') {
      parts.set(Number(query.get('partNumber')), body);
      response.setHeader('ETag', tagOf(body));
      answer(response, '');
    } else {
      const named = [...body.toString().matchAll(/<Part>(.*?)<\/Part>/gs)].map(([, part = '']) => ({
        number: Number(/<PartNumber>(\d+)</.exec(part)?.[1]),
        tag: (/<ETag>(.*?)</.exec(part)?.[1] ?? '').replaceAll('&quot;', '"'),
      }));
      if (bucket.complete(id, key, named)) answer(response, '<CompleteMultipartUploadResult/>');
      else fail(response, 400, 'InvalidPart');
    }
  }

  #read(method: string, { bucket, key, headers, response }: ObjectRequest): void {
    const data = bucket.objects.get(key);
    if (data === undefined) {
      fail(response, 404, 'NoSuchKey');
      return;
    }
    const [, first, last] = /^bytes=(\d+)-(\d+)$/.exec(headers.range ?? '') ?? [];
    const part = first === undefined ? data : data.subarray(Number(first), Number(last) + 1);
    response.writeHead(first === undefined ? 200 : 206, {
      'content-length': part.length,
      ...(first !== undefined && {
        'content-range': `bytes ${first}-${Number(first) + part.length - 1}/${data.length}`,
      }),
    });
    if (method === 'HEAD' || this.cutDownloads === 0) {
      response.end(part);
      return;
    }
    this.cutDownloads -= 1;
    response.write(part.subarray(0, part.length >> 1), () => response.destroy());
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
