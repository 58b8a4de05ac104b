// SPDX-License-Identifier: Apache-2.0
import { GLOBAL_REQUEST_ID_KEY, REQUEST_ID_KEY, generateRequestId, globalRequestIdFrom } from '@stackport/context';
import { type Application, type FilterFactory, Middleware, type Request, type Response } from '@stackport/wsgi';
import { filterOf } from './filter-of.js';

/**
 * `oslo_middleware.request_id:RequestId.factory`: an id for each request, in its environ and in the answer.
 * @param compatHeaders - further headers that carry it: nova's `x-compute-request-id`.
 */
export function requestId(compatHeaders: readonly string[] = []): FilterFactory {
  const names = ['x-openstack-request-id', ...compatHeaders];
  return () => filterOf((application) => new RequestId(application, names));
}

class RequestId extends Middleware {
  readonly #names: readonly string[];

  constructor(application: Application, names: readonly string[]) {
    super(application);
    this.#names = names;
  }

  override processRequest({ environ, headers }: Request): undefined {
    const global = globalRequestIdFrom(headers.get('X-Openstack-Request-Id'));
    if (global !== undefined) environ[GLOBAL_REQUEST_ID_KEY] = global;
    environ[REQUEST_ID_KEY] = generateRequestId();
  }

  override processResponse(response: Response): Response {
    const id = response.request?.environ[REQUEST_ID_KEY];
    if (typeof id !== 'string') return response;
    for (const name of this.#names) if (!response.headers.has(name)) response.headers.set(name, id);
    return response;
  }
}
