// SPDX-License-Identifier: Apache-2.0

/**
 * Of the types that can be offered the one that a client likes best, the first of equals: webob's
 * `acceptable_offers`. The first for a client that says nothing; undefined for one that takes none of them.
 */
export function preferredType<const T extends string>(accept: string | undefined, offers: readonly T[]): T | undefined {
  if (accept === undefined || accept.trim() === '') return offers[0];
  const ranges = accept.split(',').map(readRange);
  let best: T | undefined;
  let quality = 0;
  for (const offer of offers) {
    // RFC 9110, 12.5.1: the most specific range that covers a type tells its quality.
    const [match] = ranges
      .filter((one) => covers(one.range, offer))
      .sort((a, b) => specificity(b.range) - specificity(a.range));
    if (match !== undefined && match.quality > quality) [best, quality] = [offer, match.quality];
  }
  return best;
}

function readRange(text: string): { range: string; quality: number } {
  const [range = '', ...parameters] = text.split(';').map((part) => part.trim().toLowerCase());
  const q = parameters.find((part) => part.startsWith('q='));
  const quality = q === undefined ? 1 : Number(q.slice(2));
  return { range, quality: Number.isFinite(quality) ? quality : 0 };
}

function covers(range: string, type: string): boolean {
  return range === type || range === '*/*' || (range.endsWith('/*') && type.startsWith(range.slice(0, -1)));
}

function specificity(range: string): number {
  return range === '*/*' ? 0 : range.endsWith('/*') ? 1 : 2;
}
