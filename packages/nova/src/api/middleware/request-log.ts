// SPDX-License-Identifier: Apache-2.0
import type { Logger } from '@stackport/config';
import type { FilterFactory, Request, Response } from '@stackport/wsgi';
import { answeredVersion } from '../requested-version.js';

export interface RequestLogOptions {
  /** `[api] use_forwarded_for` */
  readonly useForwardedFor: boolean;
  readonly logger: Logger;
}

/**
 * `nova.api.openstack.requestlog:RequestLog.factory`: a line for each request, with its microversion. Upstream's is silent
 * under a server that logs each request itself, as ours does; here it is a word for those who debug.
 */
export function requestLog({ useForwardedFor, logger }: RequestLogOptions): FilterFactory {
  return () => (application) => async (request) => {
    const begun = performance.now();
    let response: Response | undefined;
    try {
      return (response = await application(request));
    } finally {
      logger.debug(lineFor(request, response, (performance.now() - begun) / 1000, useForwardedFor));
    }
  };
}

function lineFor(request: Request, response: Response | undefined, seconds: number, useForwardedFor: boolean): string {
  const forwarded = useForwardedFor ? request.headers.get('X-Forwarded-For') : undefined;
  const query = request.queryString === '' ? '' : `?${request.queryString}`;
  const length = response?.body instanceof Uint8Array ? response.body.length : 0;
  return (
    `${forwarded ?? request.remoteAddress} "${request.method} ${request.scriptName}${request.pathInfo}${query}" ` +
    `status: ${response?.status ?? 500} len: ${length} microversion: ${answeredVersion(request) ?? '-'} ` +
    `time: ${seconds.toFixed(6)}`
  );
}
