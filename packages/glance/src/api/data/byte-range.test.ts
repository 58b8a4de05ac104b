// SPDX-License-Identifier: Apache-2.0
import { HttpError } from '@stackport/wsgi';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { requestedBytes } from './byte-range.js';

const range = (header: string, size = 10) => requestedBytes({ range: header, contentRange: undefined }, size);
const contentRange = (header: string, size = 10) => requestedBytes({ range: undefined, contentRange: header }, size);

function refusal(action: () => unknown): [number, string] {
  try {
    action();
  } catch (error) {
    if (error instanceof HttpError) return [error.status, error.detail || error.explanation];
  }
  throw new Error('not refused');
}

/** What glance-api of Zed answered for an image of ten bytes. */
describe('requestedBytes', () => {
  it.each([
    ['bytes=0-4', 0, 5],
    ['bytes=-3', 7, 3],
    ['bytes=-0', 0, 10],
    ['bytes=-99', 0, 10],
    ['bytes=5-', 5, 5],
    ['bytes=9-9', 9, 1],
    ['bytes=0-99', 0, 10],
    [' bytes = 1 - 2', 1, 2],
    ['BYTES=1-2', 1, 2],
  ])('Range: %s', (header, offset, length) => {
    expect(range(header)).toEqual({ offset, length });
  });

  it.each(['bytes=3-2', 'bytes=', 'bytes', 'lines=0-1', 'bytes=a-b', ''])('refuses Range: %s', (header) => {
    expect(refusal(() => range(header))).toEqual([416, 'Invalid Range header.']);
  });

  it.each([
    ['bytes=10-', 10, '[0, 9]'],
    ['bytes=0-1', 0, '[0, -1]'],
  ])('refuses Range: %s of %i bytes', (header, size, bounds) => {
    expect(refusal(() => range(header, size))).toEqual([
      416,
      `Invalid start position in Range header. Start position MUST be in the inclusive range ${bounds}.`,
    ]);
  });

  it('refuses several ranges', () => {
    expect(refusal(() => range('bytes=0-1,3-4'))[0]).toBe(400);
  });

  it.each([
    ['bytes 0-4/10', 0, 5],
    ['bytes 0-4/*', 0, 5],
    ['bytes 5-9/10', 5, 5],
  ])('Content-Range: %s', (header, offset, length) => {
    expect(contentRange(header)).toEqual({ offset, length });
  });

  it.each([
    ['bytes 0-99/10', 'Invalid Content-Range header.'],
    ['bytes 4-2/10', 'Invalid Content-Range header.'],
    ['bytes */10', 'Invalid Content-Range header.'],
    ['bytes=0-4', 'Invalid Content-Range header.'],
    ['x', 'Invalid Content-Range header.'],
    [
      'bytes 10-11/12',
      'Invalid start position in Content-Range header. Start position MUST be in the inclusive range [0, 9].',
    ],
    [
      'bytes 0-10/11',
      'Invalid stop position in Content-Range header. The stop position MUST be in the inclusive range [0, 9].',
    ],
    [
      'bytes 0-10/*',
      'Invalid stop position in Content-Range header. The stop position MUST be in the inclusive range [0, 9].',
    ],
  ])('refuses Content-Range: %s', (header, detail) => {
    expect(refusal(() => contentRange(header))).toEqual([416, detail]);
  });

  it('prefers Range, and gives all where neither is asked for', () => {
    expect(requestedBytes({ range: 'bytes=0-1', contentRange: 'bytes 0-4/10' }, 10)).toEqual({ offset: 0, length: 2 });
    expect(requestedBytes({ range: undefined, contentRange: undefined }, 10)).toBeUndefined();
  });

  it('never promises bytes that are not there', () => {
    fc.assert(
      fc.property(
        fc.nat(50),
        fc.oneof(fc.string(), fc.stringMatching(/^bytes[= ]\d{0,3}-\d{0,3}(\/(\d{1,3}|\*))?$/)),
        (size, header) => {
          for (const read of [range, contentRange])
            try {
              const bytes = read(header, size);
              if (bytes === undefined) throw new Error('not read');
              expect(bytes.offset).toBeGreaterThanOrEqual(0);
              expect(bytes.length).toBeGreaterThan(0);
              expect(bytes.offset + bytes.length).toBeLessThanOrEqual(size);
            } catch (error) {
              if (!(error instanceof HttpError)) throw error;
              expect([400, 416]).toContain(error.status);
            }
        },
      ),
      { numRuns: 2000 },
    );
  });
});
