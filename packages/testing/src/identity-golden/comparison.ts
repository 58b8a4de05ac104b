// SPDX-License-Identifier: Apache-2.0
import type { Answer } from '../client.js';
import { differences, type RecordedRequest } from '../recorded-requests.js';

/** Headers that clients read; of the others it is looked at whether they are there. */
const READ = ['vary', 'www-authenticate', 'content-type', 'location'];
/** What a server adds in front of a socket. */
const UNCOMPARED = new Set(['date', 'connection', 'content-length', 'transfer-encoding']);
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/;
const AUDIT_ID = /^[A-Za-z0-9_-]{22}$/;

interface Token {
  readonly token?: { readonly roles?: { readonly name: string }[] };
}
type Pairs = Iterable<readonly [name: string, value: string]>;

/** Where an answer differs from the recorded one; a line for each place. */
export function compare(request: RecordedRequest, answer: Answer): string[] {
  const lines = differences(
    { status: request.status, headers: headersOf(request.response_headers) },
    { status: answer.status, headers: headersOf(answer.headers) },
  );
  // A server sends no body with HEAD.
  if (request.method === 'HEAD') return lines;
  return [...lines, ...differences(steady(parsed(request.response_body)), steady(parsed(answer.text)), 'body')];
}

function headersOf(pairs: Pairs): object {
  const all = [...pairs].map(([name, value]) => [name.toLowerCase(), value] as const);
  const names = [...new Set(all.map(([name]) => name))].filter((name) => !UNCOMPARED.has(name)).sort();
  return { names: names.join(' '), ...Object.fromEntries(all.filter(([name]) => READ.includes(name))) };
}

/** A body as JSON, or as it is. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
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
