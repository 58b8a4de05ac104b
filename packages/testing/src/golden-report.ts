// SPDX-License-Identifier: Apache-2.0
import type { KnownDifference } from './golden-differences.js';
import type { RecordedRequest } from './recorded-requests.js';

/** What differs from recorded answers, a line for each place, by the number of the request. */
export type FoundDifferences = ReadonlyMap<number, readonly string[]>;

/** How many of the recorded answers were given again, in per cent, and in words. */
export function agreement(found: FoundDifferences): { readonly share: number; readonly words: string } {
  const differing = [...found.values()].filter((lines) => lines.length > 0).length;
  const share = (1 - differing / found.size) * 100;
  return { share, words: `${found.size - differing} of ${found.size} recorded answers agree: ${share.toFixed(1)} %` };
}

/** The differences that nobody has given a reason for, as a text; an empty one where there are none. */
export function unexplained(
  found: FoundDifferences,
  known: readonly KnownDifference[],
  recorded: readonly RecordedRequest[],
): string {
  return [...found]
    .map(([seq, lines]) => ({ seq, lines: lines.filter((line) => !known.some((one) => one.covers(seq, line))) }))
    .filter(({ lines }) => lines.length > 0)
    .map(({ seq, lines }) => {
      const request = recorded.find((one) => one.seq === seq);
      return `${seq} ${request?.method ?? ''} ${request?.path ?? ''}\n  ${lines.join('\n  ')}`;
    })
    .join('\n');
}

/** Reasons for differences that are none any more. */
export function idleReasons(found: FoundDifferences, known: readonly KnownDifference[]): readonly string[] {
  const lines = [...found].flatMap(([seq, all]) => all.map((line) => [seq, line] as const));
  return known.filter((one) => !lines.some(([seq, line]) => one.covers(seq, line))).map(({ reason }) => reason);
}
