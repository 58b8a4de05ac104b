// SPDX-License-Identifier: Apache-2.0

/**
 * The name that was probably meant, or undefined where none is near: one edit in four characters is.
 * Case, hyphens and underscores do not count.
 */
export function nearestName(name: string, known: Iterable<string>): string | undefined {
  const wanted = plain(name);
  let limit = Math.max(1, Math.floor(wanted.length / 4));
  let best: string | undefined;
  for (const candidate of known) {
    const distance = editDistance(wanted, plain(candidate), limit);
    if (distance > limit) continue;
    best = candidate;
    limit = distance - 1;
    if (limit < 0) break;
  }
  return best;
}

function plain(name: string): string {
  return name.toLowerCase().replaceAll('-', '_');
}

/** Insertions, deletions, replacements and swaps of neighbours (optimal string alignment); above `limit`: any number above it. */
function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit) return limit + 1;
  let [before, last]: [number[], number[]] = [[], Array.from({ length: b.length + 1 }, (_, index) => index)];
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let cost = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        cost = Math.min(cost, (before[j - 2] ?? 0) + 1);
      row.push(cost);
    }
    [before, last] = [last, row];
  }
  return last[b.length] ?? 0;
}
