// SPDX-License-Identifier: Apache-2.0
import type { IncomingHttpHeaders } from 'undici/types/header.js';

/** Bytes that an answer announces; undefined without a Content-Length. */
export function contentLength(headers: IncomingHttpHeaders): number | undefined {
  const text = headers['content-length'];
  return typeof text === 'string' && /^\d+$/.test(text) ? Number(text) : undefined;
}

export interface ContentRange {
  /** First and last byte, inclusive; 0 and -1 where the header names only the total. */
  readonly first: number;
  readonly last: number;
  /** undefined for `*` */
  readonly total: number | undefined;
}

/** Reads a Content-Range header, with or without a range (RFC 9110, section 14.4); undefined for anything else. */
export function contentRange(headers: IncomingHttpHeaders): ContentRange | undefined {
  const match = /^bytes (?:(\d+)-(\d+)|\*)\/(\d+|\*)$/i.exec(String(headers['content-range'] ?? ''));
  if (match === null) return undefined;
  const [, first = '0', last = '-1', total] = match;
  return { first: Number(first), last: Number(last), total: total === '*' ? undefined : Number(total) };
}
