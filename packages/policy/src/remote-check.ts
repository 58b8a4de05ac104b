// SPDX-License-Identifier: Apache-2.0
import { readFileSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { request as httpsRequest, type RequestOptions } from 'node:https';
import type { Values } from '@stackport/config';
import type { policyOptions } from './options.js';

type PolicySettings = Values<typeof policyOptions.options>;

export interface RemoteQuestion {
  readonly url: string;
  /** The rule that was asked for, not the one that the check stands in. */
  readonly rule: string;
  readonly target: unknown;
  readonly credentials: unknown;
}

const PATIENCE_MS = 60_000;

/**
 * Posts rule, target and credentials; the answer `True` allows. Rejects when the server cannot be asked.
 * (oslo.policy 4.0, _external.py)
 */
export async function askRemote(question: RemoteQuestion, settings: PolicySettings): Promise<boolean> {
  const { url, ...parts } = question;
  const body = encode(parts, settings.remote_content_type);
  const headers = { 'Content-Type': settings.remote_content_type, 'Content-Length': Buffer.byteLength(body) };
  const options: RequestOptions = { method: 'POST', headers, signal: AbortSignal.timeout(PATIENCE_MS) };
  const answer = await post(url, url.startsWith('https:') ? { ...options, ...tlsOptions(settings) } : options, body);
  return answer.replace(/^"+|"+$/g, '') === 'True';
}

function encode(parts: Omit<RemoteQuestion, 'url'>, contentType: string): string {
  if (contentType === 'application/json') return JSON.stringify(parts);
  const { rule, target, credentials } = parts;
  const fields = {
    rule: JSON.stringify(rule),
    target: JSON.stringify(target),
    credentials: JSON.stringify(credentials),
  };
  return new URLSearchParams(fields).toString();
}

function post(url: string, options: RequestOptions, body: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const send = url.startsWith('https:') ? httpsRequest : httpRequest;
    const request = send(url, options, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => resolve(Buffer.concat(chunks).toString('utf8')));
    });
    request.on('error', reject);
    request.end(body);
  });
}

function tlsOptions(settings: PolicySettings): RequestOptions {
  const certificate = settings.remote_ssl_client_crt_file;
  const key = settings.remote_ssl_client_key_file ?? certificate;
  const authority = settings.remote_ssl_verify_server_crt ? settings.remote_ssl_ca_crt_file : undefined;
  return {
    rejectUnauthorized: settings.remote_ssl_verify_server_crt,
    ...(certificate ? { cert: readPem(certificate, 'ssl cert_file ') } : {}),
    ...(key ? { key: readPem(key, 'ssl key_file') } : {}),
    ...(authority ? { ca: readPem(authority, 'ca cert_file ') } : {}),
  };
}

function readPem(path: string, what: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    const isMissing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    throw new Error(`Unable to ${isMissing ? 'find' : 'access'} ${what} : ${path}`, { cause: error });
  }
}
