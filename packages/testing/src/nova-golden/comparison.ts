// SPDX-License-Identifier: Apache-2.0
import type { Answer } from '../client.js';
import { parsed, readHeaders } from '../recorded-answers.js';
import { differences, type RecordedIds, type RecordedRequest } from '../recorded-requests.js';

/** Headers that clients read; of the others it is looked at whether they are there. */
const READ = ['openstack-api-version', 'x-openstack-nova-api-version', 'vary', 'www-authenticate', 'content-type'];
/** Of what went on before the recording, which nobody can bring back: what counts is the form. */
const FORM_ONLY = new Set([368]);

/** Where an answer differs from the recorded one; a line for each place. */
export function compare(request: RecordedRequest, answer: Answer, ids: RecordedIds, imageUrl: string): string[] {
  const lines = differences(
    { status: request.status, headers: readHeaders(request.response_headers, READ) },
    { status: answer.status, headers: readHeaders(answer.headers, READ) },
  );
  // A server sends no body with HEAD.
  if (request.method === 'HEAD') return lines;
  const steadied = FORM_ONLY.has(request.seq) ? form : steady;
  const theirs = steadied(ordered(parsed(ids.translate(request.response_body))));
  const ours = steadied(ordered(parsed(answer.text.replaceAll(imageUrl, 'http://127.0.0.1:9292'))));
  return [...lines, ...differences(theirs, ours, 'body')];
}

/** By what lists are sorted that stand in no order: of who started first, of a table without one. */
const ORDERS: Readonly<Record<string, string>> = { services: 'binary', hosts: 'service', migrations: 'id' };

/** A body with its lists in an order. */
export function ordered(body: unknown): unknown {
  for (const [list, by] of Object.entries(ORDERS)) {
    const rows = (body as Readonly<Record<string, unknown>> | null)?.[list];
    if (Array.isArray(rows))
      (rows as Record<string, unknown>[]).sort((a, b) => String(a[by]).localeCompare(String(b[by])));
  }
  return body;
}

const TIME = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d+)?Z?$/;
/** Fields that are of time, or made up, and what they have to look like. */
const OF_THE_MOMENT: Readonly<Record<string, RegExp>> = {
  adminPass: /^[A-Za-z0-9]{12}$/,
  private_key: /^-----BEGIN [A-Z ]*PRIVATE KEY-----\n[^-]+-----END [A-Z ]*PRIVATE KEY-----\n$/,
  public_key: /^ssh-rsa \S+ Generated-by-Nova\n?$/,
  request_id: /^req-/,
  'OS-EXT-SRV-ATTR:reservation_id': /^r-[0-9a-z]{8}$/,
  hours: /^[0-9.e-]+$/,
  uptime: /^[0-9]+$/,
  total_hours: /^[0-9.e-]+$/,
  total_local_gb_usage: /^[0-9.e-]+$/,
  total_memory_mb_usage: /^[0-9.e-]+$/,
  total_vcpus_usage: /^[0-9.e-]+$/,
};

/** The same without what is another in every run: times, ids of requests, secrets that were made up. */
function steady(value: unknown, name = ''): unknown {
  if (Array.isArray(value)) return value.map((one) => steady(one));
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(
      Object.entries(value).map(([each, one]) => [each, derived(each, value) ?? steady(one, each)]),
    );
  }
  if (typeof value === 'string' && TIME.test(value)) return '<time>';
  if (OF_THE_MOMENT[name]?.test(String(value)) === true) return `<${name}>`;
  if (name === 'url' && typeof value === 'string') return value.replace(/token%3D[0-9a-f-]{36}$/, 'token%3D<token>');
  return value;
}

/** What a field of an object is in place of its value where that depends on something made up. */
function derived(name: string, object: object): string | undefined {
  const { public_key: key, binary, host, id } = object as Record<string, unknown>;
  if (name === 'fingerprint' && typeof key === 'string' && OF_THE_MOMENT.public_key?.test(key) === true)
    return '<fingerprint>';
  // Services are numbered in the order in which they happened to start.
  if (name === 'id' && typeof id === 'number' && (binary ?? host) !== undefined) return '<row>';
  return undefined;
}

/** The names and types of a body; lists by their first member. What can be null is a text here. */
function form(value: unknown): unknown {
  if (Array.isArray(value)) return value.slice(0, 1).map(form);
  if (value === null) return 'string';
  if (typeof value !== 'object') return typeof value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, form(one)]));
}
