// SPDX-License-Identifier: Apache-2.0
import { formatMicroversion } from '@stackport/api';
import type { Logger } from '@stackport/config';
import { contextFromRequest, type LoggingHandle } from '@stackport/context';
import { requestId } from '@stackport/middleware';
import type { Filter, Request, Response } from '@stackport/wsgi';
import { foundVersion } from '../microversion.js';

/** Gives each request an id, and writes a line for it at its end (placement 8.0, requestlog.py). */
export function requestLog(logger: Logger, run: LoggingHandle['run']): Filter {
  const withId = requestId()();
  return (application) =>
    withId((request) =>
      run(contextFromRequest(request), async () => {
        const { method, remoteAddress } = request;
        const uri = uriOf(request);
        logger.debug(`Starting request: ${remoteAddress} "${method} ${uri}"`);
        // Whoever does not say what to answer with gets faults in JSON as well.
        if (['', '*/*'].includes(request.headers.get('accept') ?? ''))
          request.headers.set('Accept', 'application/json');
        const response = await application(request);
        logger.info(
          `${remoteAddress} "${method} ${uri}" status: ${response.status} len: ${lengthOf(response)} ` +
            `microversion: ${versionText(request)}`,
        );
        return response;
      }),
    );
}

function uriOf({ scriptName, pathInfo, queryString }: Request): string {
  return `${scriptName}${pathInfo}${queryString === '' ? '' : `?${queryString}`}`;
}

function lengthOf({ headers, body }: Response): string {
  if (body === null) return '0';
  return headers.get('content-length') ?? (body instanceof Uint8Array ? String(body.length) : '-');
}

function versionText(request: Request): string {
  const version = foundVersion(request);
  return version === undefined ? '-' : formatMicroversion(version);
}
