// SPDX-License-Identifier: Apache-2.0
import { HttpError } from '@stackport/wsgi';

/** Bytes from `offset`, `length` of them. */
export interface RequestedBytes {
  readonly offset: number;
  readonly length: number;
}

/**
 * What of `size` bytes a Range header asks for, or the Content-Range that old clients send in its place; undefined for
 * all of them. Throws `HttpError` 416 for one that cannot be served, and 400 for several ranges (upstream's wsgi.py,
 * get_range_from_request, and webob's byterange.py).
 */
export function requestedBytes(
  headers: { readonly range: string | undefined; readonly contentRange: string | undefined },
  size: number,
): RequestedBytes | undefined {
  if (headers.range !== undefined) return fromRange(headers.range, size);
  if (headers.contentRange !== undefined) return fromContentRange(headers.contentRange, size);
  return undefined;
}

function fromRange(header: string, size: number): RequestedBytes {
  if (header.includes(','))
    throw new HttpError(
      400,
      'Requests with multiple ranges are not supported in Glance. You may make multiple single-range requests instead.',
    );
  // As webob, this does not look at what follows.
  const [, first = '', last = ''] = /^bytes *= *(\d*) *- *(\d*)/i.exec(header.trim()) ?? [];
  if (first === '' && last === '') throw unsatisfiable('Invalid Range header.');
  if (first === '') {
    if (size === 0) throw unsatisfiable('Invalid Range header.');
    // A suffix of nothing, or of more than there is, is all of it.
    const length = Number(last) === 0 ? size : Math.min(Number(last), size);
    return { offset: size - length, length };
  }
  const offset = Number(first);
  if (last !== '' && Number(last) < offset) throw unsatisfiable('Invalid Range header.');
  if (offset >= size)
    throw unsatisfiable(
      `Invalid start position in Range header. Start position MUST be in the inclusive range [0, ${size - 1}].`,
    );
  const end = last === '' ? size : Math.min(Number(last) + 1, size);
  return { offset, length: end - offset };
}

function fromContentRange(header: string, size: number): RequestedBytes {
  const [, first, last, total] = /^bytes (\d+)-(\d+)\/(\d+|\*)/.exec(header) ?? [];
  const [offset, end, length] = [Number(first), Number(last) + 1, total === '*' ? Infinity : Number(total)];
  if (first === undefined || offset >= end || end > length) throw unsatisfiable('Invalid Content-Range header.');
  const bounds = `MUST be in the inclusive range [0, ${size - 1}].`;
  if (offset >= size) throw unsatisfiable(`Invalid start position in Content-Range header. Start position ${bounds}`);
  // Zed lets this pass where a total was given, and promises bytes that do not exist.
  if (end > size) throw unsatisfiable(`Invalid stop position in Content-Range header. The stop position ${bounds}`);
  return { offset, length: end - offset };
}

function unsatisfiable(detail: string): HttpError {
  return new HttpError(416, undefined, { detail });
}
