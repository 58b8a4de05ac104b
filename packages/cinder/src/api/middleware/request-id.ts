// SPDX-License-Identifier: Apache-2.0
import { CONTEXT_KEY } from '@stackport/api';
import { GLOBAL_REQUEST_ID_KEY, type LoggingHandle, REQUEST_ID_KEY } from '@stackport/context';
import { requestId } from '@stackport/middleware';
import type { FilterFactory, Request } from '@stackport/wsgi';
import { CinderContext } from '../../context.js';

/** Runs what follows so that its log lines carry the ids of a context. */
export type RunInContext = LoggingHandle['run'];

/**
 * `cinder.api.middleware.request_id:RequestId.factory`: an id for each request, and a context that knows nothing else
 * yet, so that what the filters behind it log has the id. First in every pipeline.
 */
export function requestIdFilter(run: RunInContext): FilterFactory {
  const withId = requestId()();
  return () => (application) =>
    withId((request) => {
      const context = new CinderContext({
        requestId: textOf(request, REQUEST_ID_KEY),
        globalRequestId: textOf(request, GLOBAL_REQUEST_ID_KEY),
      });
      request.environ[CONTEXT_KEY] = context;
      return run(context, () => application(request));
    });
}

function textOf(request: Request, key: string): string | undefined {
  const value = request.environ[key];
  return typeof value === 'string' ? value : undefined;
}
