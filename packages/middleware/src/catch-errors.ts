// SPDX-License-Identifier: Apache-2.0
import type { Logger } from '@stackport/config';
import { type FilterFactory, HttpError, type Request, responseOfError } from '@stackport/wsgi';
import type { MiddlewareDependencies } from './dependencies.js';

/** `oslo_middleware:CatchErrors.factory`: 500 for any error from inside, which is logged and not shown. */
export function catchErrors({ logger }: MiddlewareDependencies): FilterFactory {
  return () => (application) => async (request) => {
    try {
      return await application(request);
    } catch (error) {
      return responseOfError(error, request) ?? hidden(error, request, logger);
    }
  };
}

function hidden(error: unknown, request: Request, logger: Logger): ReturnType<HttpError['toResponse']> {
  logger.error(`An error occurred during processing the request: ${describe(request)}`, error);
  return new HttpError(500).toResponse(request);
}

/** Request line and headers, without what opens doors. */
function describe(request: Request): string {
  const lines = [...request.headers].map(([name, value]) =>
    /^(x-\w+-token|authorization|cookie)$/i.test(name) ? `${name}: *****` : `${name}: ${value}`,
  );
  return [`${request.method} ${request.url} HTTP/${request.httpVersion}`, ...lines].join('\n');
}
