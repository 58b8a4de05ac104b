// SPDX-License-Identifier: Apache-2.0
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Readable } from 'node:stream';
import type { Agent, Dispatcher } from 'undici';
import { ServiceUnreachable } from './errors.js';

export interface TlsOptions {
  readonly cafile?: string | undefined;
  readonly certfile?: string | undefined;
  readonly keyfile?: string | undefined;
  readonly insecure?: boolean | undefined;
}

export interface HttpTransportInit {
  readonly tls?: TlsOptions | undefined;
  /** Seconds from the request to the last byte of the headers of its answer; 30 by default. */
  readonly timeout?: number | undefined;
  /** How often a request is repeated whose connection failed; 0 by default. */
  readonly connectRetries?: number | undefined;
  /** How often a request is repeated that was answered with one of `retryStatuses`; 0 by default. */
  readonly statusRetries?: number | undefined;
  /** 503 by default, as in keystoneauth. */
  readonly retryStatuses?: readonly number[] | undefined;
  /** Seconds before the first repetition, doubling up to 60; 0.5 by default, as in keystoneauth. */
  readonly retryDelay?: number | undefined;
}

export interface TransportRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array | Readable | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** An answer whose body was not read yet: it must be, or be dumped, so that the connection can be used again. */
export type TransportResponse = Dispatcher.ResponseData;

/** Failures before anything was sent: such a request may be repeated whatever its method. */
const NOT_SENT = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);
/** Failures after which the server may have acted. */
const MAYBE_SENT = new Set(['ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'UND_ERR_SOCKET', 'UND_ERR_HEADERS_TIMEOUT']);
const SAFE_TO_REPEAT = new Set(['GET', 'HEAD', 'PUT', 'DELETE', 'OPTIONS']);
const LONGEST_DELAY = 60;

/** The library is loaded by the first request: a service whose partners are in its own process needs it late or never. */
const undici = () => import('undici');

/** Pooled HTTP connections with repetition of what failed: keystoneauth's Session without its authentication. */
export class HttpTransport {
  readonly #init: HttpTransportInit;
  #agent: Promise<Agent> | undefined;

  constructor(init: HttpTransportInit = {}) {
    this.#init = init;
  }

  /**
   * Sends a request and, where that may help, sends it again.
   * @param idempotent - whether it may be repeated although the server may have acted; by its method otherwise.
   * @throws ServiceUnreachable when there was no answer.
   */
  async send(what: TransportRequest, idempotent = SAFE_TO_REPEAT.has(what.method)): Promise<TransportResponse> {
    const { connectRetries = 0, statusRetries = 0, retryStatuses = [503] } = this.#init;
    const repeatable = what.body === undefined || typeof what.body === 'string' || what.body instanceof Uint8Array;
    for (let answers = 0, failures = 0; ;) {
      try {
        const response = await this.#sendOnce(what);
        if (!repeatable || !idempotent || answers >= statusRetries || !retryStatuses.includes(response.statusCode))
          return response;
        answers += 1;
        await response.body.dump();
      } catch (error) {
        const code = (error as { code?: unknown }).code;
        const known = typeof code === 'string' && (NOT_SENT.has(code) || (idempotent && MAYBE_SENT.has(code)));
        // A kept connection that the server has just closed is not a failure of the server: one repetition is free.
        const allowed = code === 'UND_ERR_SOCKET' ? Math.max(1, connectRetries) : connectRetries;
        if (!repeatable || !known || failures >= allowed || what.signal?.aborted === true)
          throw new ServiceUnreachable(what.url, error);
        failures += 1;
      }
      await sleep(
        this.#delay(answers + failures - 1),
        undefined,
        what.signal === undefined ? {} : { signal: what.signal },
      );
    }
  }

  /** Closes the connections; requests that are under way end first. */
  async close(): Promise<void> {
    const agent = this.#agent;
    this.#agent = undefined;
    await (await agent)?.close();
  }

  async #sendOnce({ method, url, headers, body, signal }: TransportRequest): Promise<TransportResponse> {
    const { request } = await undici();
    return request(url, {
      dispatcher: await (this.#agent ??= this.#connect()),
      method,
      headers,
      body: body ?? null,
      ...(signal === undefined ? {} : { signal }),
    });
  }

  /** Seconds to milliseconds, doubling. */
  #delay(attempt: number): number {
    return Math.min(LONGEST_DELAY, (this.#init.retryDelay ?? 0.5) * 2 ** attempt) * 1000;
  }

  async #connect(): Promise<Agent> {
    const { Agent } = await undici();
    const { timeout = 30, tls = {} } = this.#init;
    const read = (path: string | undefined): Buffer | undefined =>
      path === undefined ? undefined : readFileSync(path);
    const files = { ca: read(tls.cafile), cert: read(tls.certfile), key: read(tls.keyfile ?? tls.certfile) };
    return new Agent({
      headersTimeout: timeout * 1000,
      bodyTimeout: timeout * 1000,
      connect: {
        timeout: timeout * 1000,
        rejectUnauthorized: tls.insecure !== true,
        ...Object.fromEntries(Object.entries(files).filter(([, content]) => content !== undefined)),
      },
    });
  }
}
