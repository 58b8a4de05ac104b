// SPDX-License-Identifier: Apache-2.0
import { formatMicroversion } from '@stackport/api';
import { REQUEST_ID_KEY } from '@stackport/context';
import { HttpError, type HttpErrorOptions, type Request, Response } from '@stackport/wsgi';
import { foundVersion, MAX_VERSION, MIN_VERSION } from './microversion.js';

/** What programs may tell faults of one status by, from 1.23 (placement 8.0, errors.py). */
export const faultCodes = {
  undefined: 'placement.undefined_code',
  inventoryInUse: 'placement.inventory.inuse',
  concurrentUpdate: 'placement.concurrent_update',
  duplicateName: 'placement.duplicate_name',
  providerInUse: 'placement.resource_provider.inuse',
  cannotDeleteParent: 'placement.resource_provider.cannot_delete_parent',
  providerNotFound: 'placement.resource_provider.not_found',
  duplicateParameter: 'placement.query.duplicate_key',
  badParameter: 'placement.query.bad_value',
  missingParameter: 'placement.query.missing_value',
} as const;

export type FaultCode = (typeof faultCodes)[keyof typeof faultCodes];

/** The first microversion whose faults have a code. */
const WITH_CODES = 1023;

/** An HTTP error with a code of Placement's. */
export class Fault extends HttpError {
  readonly code: FaultCode;

  constructor(
    status: number,
    detail: string,
    code: FaultCode = faultCodes.undefined,
    options: Omit<HttpErrorOptions, 'detail'> = {},
  ) {
    super(status, undefined, { ...options, detail });
    this.code = code;
  }
}

/**
 * The answer to a failed request: Placement's JSON, unless the client asked for something else, which then is webob's page.
 */
export function renderFault(error: HttpError, request: Request): Response {
  const { headers } = error.toResponse(request);
  const type = headers.get('content-type') ?? '';
  if (!type.startsWith('application/json')) return pageResponse(error, request, type);
  const version = foundVersion(request);
  const id = request.environ[REQUEST_ID_KEY];
  const fault = {
    status: error.status,
    title: error.title,
    detail: detailOf(error, request),
    ...(version === undefined || version < WITH_CODES
      ? {}
      : { code: error instanceof Fault ? error.code : faultCodes.undefined }),
    ...(typeof id === 'string' ? { request_id: id } : {}),
    ...(error.status === 406 && version === undefined
      ? { max_version: formatMicroversion(MAX_VERSION), min_version: formatMicroversion(MIN_VERSION) }
      : {}),
  };
  return Response.json({ errors: [fault] }, error.status, { ...error.headers });
}

function pageResponse(error: HttpError, request: Request, type: string): Response {
  const heading = `${error.status} ${error.title}`;
  const page = type.startsWith('text/html')
    ? `<html>\n <head>\n  <title>${heading}</title>\n </head>\n <body>\n  <h1>${heading}</h1>\n  ${pageOf(error, request, escape)}\n </body>\n</html>`
    : `${heading}\n\n${detailOf(error, request)}`;
  return new Response(error.status, { 'Content-Type': type, ...error.headers }, page);
}

/** The text of webob's page without its tags (webob 1.8, exc.py). */
function detailOf(error: HttpError, request: Request): string {
  return pageOf(error, request, (text) => text)
    .replaceAll('\n', ' ')
    .replaceAll('\r', '')
    .replace(/<br.*?>/gi, '\n')
    .replace(/<!--|-->/g, '')
    .replace(/<.*?>/gs, '');
}

function pageOf(error: HttpError, { method, headers }: Request, quote: (text: string) => string): string {
  const { status, explanation } = error;
  const detail = quote(error.detail);
  if (status === 405) return `The method ${quote(method)} is not allowed for this resource. <br /><br />\n${detail}`;
  if (status === 406)
    return (
      'The resource could not be generated that was acceptable to your browser\n' +
      `(content of type ${quote(headers.get('accept') ?? '')}. <br /><br />\n${detail}`
    );
  if (status === 415)
    return (
      `The request media type ${quote(headers.get('content-type') ?? 'None')} is not supported by this server.\n` +
      `<br /><br />\n${detail}`
    );
  return `${quote(explanation)}<br /><br />\n${detail}\n\n`;
}

function escape(text: string): string {
  const entities: Readonly<Record<string, string>> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
    "'": '&#x27;',
  };
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character);
}
