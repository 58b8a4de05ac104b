// SPDX-License-Identifier: Apache-2.0
import { STATUS_CODES } from 'node:http';
import type { Request } from './request.js';
import { Response } from './response.js';

export interface HttpErrorOptions {
  readonly headers?: Record<string, string>;
  /** Text under the explanation in webob's page. */
  readonly detail?: string;
  /** The page holds the explanation alone: webob's body_template of `${explanation}`. */
  readonly isBare?: boolean;
  readonly cause?: unknown;
}

/** An error with an HTTP status that any application may throw: webob's `WSGIHTTPException`. */
export class HttpError extends Error {
  override readonly name = 'HttpError';
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly detail: string;
  readonly isBare: boolean;

  /**
   * @param status - 400 to 599, or a redirect.
   * @param explanation - what the client is told; webob's text for the status by default.
   */
  constructor(status: number, explanation?: string, options: HttpErrorOptions = {}) {
    super(
      explanation ?? EXPLANATIONS[status] ?? '',
      options.cause === undefined ? undefined : { cause: options.cause },
    );
    this.status = status;
    this.headers = options.headers ?? {};
    this.detail = options.detail ?? '';
    this.isBare = options.isBare ?? false;
  }

  get explanation(): string {
    return this.message;
  }

  /** Reason phrase. */
  get title(): string {
    return TITLES[this.status] ?? STATUS_CODES[this.status] ?? 'Unknown';
  }

  /** The answer in webob's form: HTML, JSON or plain text, by the request's Accept header. */
  toResponse(request?: Request): Response {
    const page = webobPage(this, request);
    return new Response(this.status, { 'Content-Type': page.contentType, ...this.headers }, page.body);
  }
}

/** webob 1.8, exc.py: where it differs from the registered phrases or has a text of its own. */
const TITLES: Record<number, string> = {
  413: 'Request Entity Too Large',
  414: 'Request-URI Too Long',
  416: 'Request Range Not Satisfiable',
  422: 'Unprocessable Entity',
};
const EXPLANATIONS: Record<number, string> = {
  400: 'The server could not comply with the request since it is either malformed or otherwise incorrect.',
  401:
    'This server could not verify that you are authorized to access the document you requested. Either you supplied ' +
    'the wrong credentials (e.g., bad password), or your browser does not understand how to supply the credentials required.',
  403: 'Access was denied to this resource.',
  404: 'The resource could not be found.',
  409: 'There was a conflict when trying to complete your request.',
  410: 'This resource is no longer available.  No forwarding address is given.',
  413: 'The body of your request was too large for this server.',
  415: 'The request media type is not supported by this server.',
  416: 'The Range requested is not available.',
  500: 'The server has either erred or is incapable of performing the requested operation.',
  501: 'The request method is not implemented by this server.',
  503: 'The server is currently unavailable. Please try again at a later time.',
};

function webobPage(error: HttpError, request: Request | undefined): { contentType: string; body: string } {
  const heading = `${error.status} ${error.title}`;
  const format = preferred(request?.headers.get('accept'));
  if (format === 'html')
    return {
      contentType: 'text/html; charset=UTF-8',
      body: `<html>\n <head>\n  <title>${heading}</title>\n </head>\n <body>\n  <h1>${heading}</h1>\n  ${pageText(error, request, escape)}\n </body>\n</html>`,
    };
  if (format === 'json') {
    const message = pageText(error, request, (text) => text);
    return {
      contentType: 'application/json',
      body: JSON.stringify({ message, code: heading, title: error.title }),
    };
  }
  return {
    contentType: 'text/plain; charset=UTF-8',
    body: `${heading}\n\n${error.explanation}\n\n${error.detail}\n\n`,
  };
}

/** Two statuses speak of the request where no explanation was given; all others of the error. */
function pageText(error: HttpError, request: Request | undefined, quote: (text: string) => string): string {
  if (error.isBare) return quote(error.explanation);
  const detail = quote(error.detail);
  if (error.explanation === (EXPLANATIONS[error.status] ?? '')) {
    if (error.status === 405)
      return `The method ${quote(request?.method ?? '')} is not allowed for this resource. <br /><br />\n${detail}`;
    if (error.status === 415)
      return `The request media type ${quote(request?.headers.get('content-type') ?? '')} is not supported by this server.\n<br /><br />\n${detail}`;
  }
  return `${quote(error.explanation)}<br /><br />\n${detail}\n\n`;
}

/** Of text/html and application/json the one the client likes better (html first when equal); plain where neither. */
function preferred(accept: string | undefined): 'html' | 'json' | 'plain' {
  if (accept === undefined || accept.trim() === '') return 'html';
  const quality = { html: 0, json: 0 };
  const rank = { html: -1, json: -1 };
  for (const part of accept.split(',')) {
    const [range = '', ...parameters] = part.split(';').map((word) => word.trim().toLowerCase());
    const q = Number(parameters.find((word) => word.startsWith('q='))?.slice(2) ?? 1);
    for (const [key, type] of [
      ['html', 'text/html'],
      ['json', 'application/json'],
    ] as const) {
      const specificity =
        range === type ? 2 : range === `${type.split('/', 1)[0] ?? ''}/*` ? 1 : range === '*/*' ? 0 : -1;
      if (specificity > rank[key]) [rank[key], quality[key]] = [specificity, Number.isFinite(q) ? q : 0];
    }
  }
  if (quality.html === 0 && quality.json === 0) return 'plain';
  return quality.json > quality.html ? 'json' : 'html';
}

function escape(text: string): string {
  return text
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/"/g, '&quot;')
    .replace(/'/g, '&#x27;');
}
