// SPDX-License-Identifier: Apache-2.0
import { type Filter, HttpError, Response } from '@stackport/wsgi';
import { renderFault } from './faults.js';

// What flask answers of itself for a path that no route has (keystone/server/flask, Zed).
const PAGE =
  '<!doctype html>\n<html lang=en>\n<title>404 Not Found</title>\n<h1>Not Found</h1>\n<p>The requested URL was not found on the ' +
  'server. If you entered the URL manually please check your spelling and try again.</p>\n';

/** Answers what the routers leave open: an unknown path, a method that a path does not have. OPTIONS tells the methods. */
export const unroutedAnswers: Filter = (application) => async (request) => {
  try {
    return await application(request);
  } catch (error) {
    if (!(error instanceof HttpError)) throw error;
    if (error.status === 404) return new Response(404, { 'Content-Type': 'text/html; charset=utf-8' }, PAGE);
    if (error.status !== 405) return renderFault(error, request);
    const allow = methodsOf(error.headers.Allow ?? '');
    if (request.method === 'OPTIONS')
      return new Response(200, { 'Content-Type': 'text/html; charset=utf-8', Allow: allow });
    return renderFault(
      new HttpError(405, 'The method is not allowed for the requested URL.', { headers: { Allow: allow } }),
      request,
    );
  }
};

function methodsOf(allow: string): string {
  const methods = new Set(allow.split(', ').filter((method) => method !== ''));
  // Where there is nothing but POST upstream names nothing else.
  if (methods.size === 1 && methods.has('POST')) return 'POST';
  if (methods.has('GET')) methods.add('HEAD');
  return [...methods.add('OPTIONS')].join(', ');
}
