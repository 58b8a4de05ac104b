// SPDX-License-Identifier: Apache-2.0
import type { Answer } from '../client.js';
import { parsed, readHeaders } from '../recorded-answers.js';
import { differences, type RecordedRequest } from '../recorded-requests.js';

/** Headers that clients read; of the others it is looked at whether they are there. */
const READ = ['vary', 'www-authenticate', 'content-type', 'location'];
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/;
const AUDIT_ID = /^[A-Za-z0-9_-]{22}$/;

interface Token {
  readonly token?: { readonly roles?: { readonly name: string }[] };
}
/** Where an answer differs from the recorded one; a line for each place. */
export function compare(request: RecordedRequest, answer: Answer): string[] {
  const lines = differences(
    { status: request.status, headers: readHeaders(request.response_headers, READ) },
    { status: answer.status, headers: readHeaders(answer.headers, READ) },
  );
  // A server sends no body with HEAD.
  if (request.method === 'HEAD') return lines;
  return [...lines, ...differences(steady(parsed(request.response_body)), steady(parsed(answer.text)), 'body')];
}

/** The same without what is another in every run: when a token was issued and what it is audited by. */
function steady(value: unknown): unknown {
  const roles = (value as Token | null)?.token?.roles;
  // Keystone has the roles of a token as a set.
  if (roles !== undefined) roles.sort((a, b) => a.name.localeCompare(b.name));
  if (Array.isArray(value)) return value.map(steady);
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, steady(one)]));
  if (typeof value !== 'string') return value;
  if (TIME.test(value)) return '<time>';
  return AUDIT_ID.test(value) ? '<audit id>' : value;
}
