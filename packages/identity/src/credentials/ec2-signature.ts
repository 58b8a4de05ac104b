// SPDX-License-Identifier: Apache-2.0
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

/** A request to an EC2 API as its service passes it on, for its signature to be checked. */
export interface Ec2Request {
  readonly access: string;
  readonly signature: string;
  readonly host: string;
  readonly verb: string;
  readonly path: string;
  readonly params: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;
  /** Of signature version 4: the SHA-256 of the body, in hexadecimal digits. */
  readonly bodyHash: string;
}

/** Whether the request is signed with the secret: signature versions 0, 1, 2 and 4. */
export function isEc2SignedWith(request: Ec2Request, secret: string): boolean {
  return equal(request.signature, signatureOf(request, secret) ?? '');
}

/** The signature that the request must have; undefined for a version that there is not. */
export function signatureOf(request: Ec2Request, secret: string): string | undefined {
  const { params, headers } = request;
  const version = params.SignatureVersion;
  if (version === '0') return base64(secret, 'sha1', (params.Action ?? '') + (params.Timestamp ?? ''));
  if (version === '1')
    return base64(
      secret,
      'sha1',
      byName(params, true)
        .map(([name, value]) => name + value)
        .join(''),
    );
  if (version === '2') return version2(request, secret);
  const isVersion4 =
    params['X-Amz-Algorithm'] !== undefined ||
    (headerOf(headers, 'authorization') ?? '').startsWith('AWS4-HMAC-SHA256');
  return isVersion4 ? version4(request, secret) : undefined;
}

function version2({ verb, host, path, params }: Ec2Request, secret: string): string {
  const digest = params.SignatureMethod === 'HmacSHA1' ? 'sha1' : 'sha256';
  return base64(secret, digest, [verb, host.toLowerCase(), path, canonicalQuery(params)].join('\n'));
}

/** AWS Signature Version 4 for the service `ec2`. */
function version4(request: Ec2Request, secret: string): string | undefined {
  const { params, headers } = request;
  const authorization = authorizationOf(headers);
  const credential = params['X-Amz-Credential'] ?? authorization.get('Credential') ?? '';
  const signedHeaders = params['X-Amz-SignedHeaders'] ?? authorization.get('SignedHeaders') ?? '';
  const date = params['X-Amz-Date'] ?? headerOf(headers, 'x-amz-date') ?? '';
  const [, day = '', region = '', service = '', end = ''] = credential.split('/');
  if (end !== 'aws4_request') return undefined;
  const canonicalHeaders = signedHeaders
    .split(';')
    .map((name) => `${name.toLowerCase()}:${headerValue(request, name)}\n`)
    .join('');
  // With the signature in a header the query is signed as it stands, otherwise without the signature itself.
  const query = params['X-Amz-Credential'] === undefined ? params : without(params, 'X-Amz-Signature');
  const canonical = [
    request.verb.toUpperCase(),
    request.path,
    request.verb.toUpperCase() === 'POST' ? '' : canonicalQuery(query),
    canonicalHeaders,
    signedHeaders,
    request.bodyHash,
  ].join('\n');
  const scope = [day, region, service, end].join('/');
  const toSign = ['AWS4-HMAC-SHA256', date, scope, createHash('sha256').update(canonical).digest('hex')].join('\n');
  return createHmac('sha256', signingKey(secret, day, region, service))
    .update(toSign)
    .digest('hex');
}

/** A key of AWS's fourth kind, for a day, region and service. */
export function signingKey(secret: string, day: string, region: string, service: string): Buffer {
  return [day, region, service, 'aws4_request'].reduce<Buffer>(
    (key, part) => createHmac('sha256', key).update(part).digest(),
    Buffer.from(`AWS4${secret}`),
  );
}

/** Whether two signatures are the same, in a time that does not tell how far. */
export function equal(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return expected !== '' && a.length === b.length && timingSafeEqual(a, b);
}

function headerValue({ headers, host }: Ec2Request, name: string): string {
  const value = headerOf(headers, name) ?? '';
  if (name.toLowerCase() !== 'host') return value.trim();
  // Old boto signs the host with its port; newer ones without.
  const agent = headerOf(headers, 'user-agent') ?? '';
  const version = /boto\/(\d+)\.(\d+)/.exec(agent);
  const old = version !== null && (Number(version[1]) < 2 || (Number(version[1]) === 2 && Number(version[2]) < 9));
  return old ? (host.split(':')[0] ?? host) : host;
}

function authorizationOf(headers: Ec2Request['headers']): Map<string, string> {
  const [, text = ''] = /^AWS4-HMAC-SHA256\s+(.*)$/s.exec(headerOf(headers, 'authorization') ?? '') ?? [];
  return new Map(text.split(',').map((pair) => pair.trim().split('=', 2) as [string, string]));
}

function headerOf(headers: Ec2Request['headers'], name: string): string | undefined {
  return Object.entries(headers).find(([key]) => key.toLowerCase() === name.toLowerCase())?.[1];
}

const canonicalQuery = (params: Ec2Request['params']): string =>
  byName(params)
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .join('&');

function byName(params: Ec2Request['params'], ignoreCase = false): [string, string][] {
  const key = ([name]: [string, string]): string => (ignoreCase ? name.toLowerCase() : name);
  return Object.entries(params).sort((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0));
}

function without(params: Ec2Request['params'], name: string): Ec2Request['params'] {
  return Object.fromEntries(Object.entries(params).filter(([key]) => key !== name));
}

const base64 = (secret: string, digest: 'sha1' | 'sha256', text: string): string =>
  createHmac(digest, secret).update(text).digest('base64');

const encode = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
