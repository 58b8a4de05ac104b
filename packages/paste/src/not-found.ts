// SPDX-License-Identifier: Apache-2.0
import { repr } from './python-text.js';
import type { MappedRequest, UrlMap } from './urlmap.js';

const TITLE = 'Not Found';
const EXPLANATION = 'The resource could not be found.';

/** The built-in answer of a URL map without a match: `paste.httpexceptions.HTTPNotFound` as an error to throw. */
export class NotFound extends Error {
  override readonly name = 'NotFound';
  readonly status = 404;
  readonly title = TITLE;
  readonly explanation = EXPLANATION;
  /** The path that nothing is mapped to. */
  readonly detail: string;
  readonly headers: Readonly<Record<string, string>>;
  /** The page: HTML for clients that accept it, plain text for others. */
  readonly body: string;

  constructor(map: UrlMap, request: MappedRequest) {
    super(EXPLANATION);
    this.detail = request.pathInfo;
    const accept = request.headers.get('accept') ?? '';
    const isHtml = accept.includes('html') || accept.includes('*/*');
    this.headers = { 'Content-Type': `text/${isHtml ? 'html' : 'plain'}; charset=utf8` };
    this.body = isHtml ? htmlPage(this.detail, comment(map, request)) : plainPage(this.detail);
  }
}

function comment(map: UrlMap, request: MappedRequest): string {
  const mapped = map.applications.map(({ domain, path }) => `(${repr(domain)}, ${repr(path)})`).join(',\n  ');
  const fields = [
    ['SCRIPT_NAME', request.scriptName],
    ['PATH_INFO', request.pathInfo],
    ['HTTP_HOST', request.host],
  ] as const;
  const lines = fields.map(([name, value]) => `\n${name}: ${repr(escapeHtml(value))}`);
  return escapeHtml(`defined apps: ${mapped}${lines.join('')}`);
}

function htmlPage(detail: string, hidden: string): string {
  const body = `${escapeHtml(EXPLANATION)}\r\n<br/>${escapeHtml(detail)}\r\n<!-- ${hidden} -->`;
  return [
    '<html>',
    `  <head><title>${TITLE}</title></head>`,
    '  <body>',
    `    <h1>${TITLE}</h1>`,
    `    <p>${body}</p>`,
    '    <hr noshade>',
    '    <div align="right">WSGI Server</div>',
    '  </body>',
    '</html>',
    '',
  ].join('\r\n');
}

function plainPage(detail: string): string {
  return `404 ${TITLE}\r\n${EXPLANATION}\r\n${detail}\r\n\r\n`;
}

function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#x27;');
}
