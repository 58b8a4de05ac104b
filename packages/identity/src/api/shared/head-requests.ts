// SPDX-License-Identifier: Apache-2.0
import { type Filter, HttpError, Request, Response } from '@stackport/wsgi';

/** Where a handler finds out that it answers a HEAD request. */
const HEAD = 'stackport.identity.head';

/** A HEAD request is answered as GET, without a body, unless an operation is for HEAD: what flask does for Keystone. */
export const headAsGet: Filter = (application) => async (request) => {
  if (request.method !== 'HEAD') return application(request);
  // What is mounted below takes its part off the path.
  const { scriptName, pathInfo } = request;
  try {
    return await application(request);
  } catch (error) {
    if (!(error instanceof HttpError) || (error.status !== 404 && error.status !== 405)) throw error;
  }
  const { queryString, scheme, host, remoteAddress, httpVersion, headers } = request;
  const environ = { ...request.environ, [HEAD]: true };
  const asGet = new Request({
    method: 'GET',
    scriptName,
    pathInfo,
    queryString,
    scheme,
    host,
    remoteAddress,
    httpVersion,
    headers,
    environ,
  });
  const { status, headers: answered } = await application(asGet);
  return new Response(status, answered);
};

export const isHead = ({ environ }: Request): boolean => environ[HEAD] === true;
