// SPDX-License-Identifier: Apache-2.0
import type { Logger } from '@stackport/config';
import type { RequestContext } from '@stackport/context';
import { StageHostRefusal, StageHostUnavailable } from '../errors.js';
import type { Image } from '../images/image.js';
import { STAGE_HOST } from './image-staging.js';

/** A request that is to be answered by the worker that holds an image's staged data. */
export interface StageHostRequest {
  readonly method: 'POST' | 'DELETE';
  /** From the root of the service. */
  readonly path: string;
  readonly body?: unknown;
}

/** Milliseconds; upstream's. */
const TIMEOUT = 60_000;

/** Passes requests on to the worker where an image is staged (upstream's `_proxy_request_to_stage_host`). */
export class StageHost {
  readonly #selfUrl: string | undefined;
  readonly #logger: Logger;

  /** @param selfUrl - of this worker, as it writes it on the images that are staged here. */
  constructor(selfUrl: string | undefined, logger: Logger) {
    this.#selfUrl = selfUrl;
    this.#logger = logger;
  }

  /** The other worker's URL; undefined for an image that is staged here or nowhere. */
  hostOf(image: Image): string | undefined {
    const host = image.fields.properties[STAGE_HOST];
    return typeof host === 'string' && host !== this.#selfUrl ? host : undefined;
  }

  /**
   * Asks with the caller's token. Resolves to the id that the request has there. Throws `StageHostUnavailable`, and
   * `StageHostRefusal` for an answer that is no success.
   */
  async ask(
    host: string,
    context: RequestContext,
    { method, path, body }: StageHostRequest,
  ): Promise<string | undefined> {
    this.#logger.info(`Proxying ${method} request to host ${host} which has image staged`);
    const headers = {
      ...(context.authToken === undefined ? {} : { 'X-Auth-Token': context.authToken }),
      ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
    };
    const answer = await this.#send(`${host.replace(/\/+$/, '')}${path}`, {
      method,
      headers,
      redirect: 'manual',
      signal: AbortSignal.timeout(TIMEOUT),
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!answer.ok) throw new StageHostRefusal(answer.status >= 400 ? answer.status : 502, answer.statusText);
    return answer.headers.get('x-openstack-request-id') ?? undefined;
  }

  async #send(url: string, init: RequestInit): Promise<Response> {
    try {
      const answer = await fetch(url, init);
      await answer.arrayBuffer();
      return answer;
    } catch (error) {
      this.#logger.error(`Failed to proxy to ${url}: ${String(error)}`);
      throw new StageHostUnavailable(isUnreachable(error), { cause: error });
    }
  }
}

/** No connection came about; upstream tells that (504) from all other failures (502). */
function isUnreachable(error: unknown): boolean {
  const { cause, name } = error as { readonly cause?: { readonly code?: string }; readonly name?: string };
  return (
    name === 'TimeoutError' ||
    ['ECONNREFUSED', 'ENOTFOUND', 'EHOSTUNREACH', 'ETIMEDOUT', 'UND_ERR_CONNECT_TIMEOUT'].includes(cause?.code ?? '')
  );
}
