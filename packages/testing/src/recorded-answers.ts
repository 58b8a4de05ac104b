// SPDX-License-Identifier: Apache-2.0

/** What a server adds in front of a socket, and what depends on the length of ids and times. */
const UNCOMPARED = new Set(['date', 'connection', 'content-length', 'transfer-encoding']);

/** The names of an answer's headers that count, sorted, as one text. */
export function headerNames(names: Iterable<string>): string {
  const all = new Set([...names].map((name) => name.toLowerCase()));
  return [...all]
    .filter((name) => !UNCOMPARED.has(name))
    .sort()
    .join(' ');
}

/** The same, with the values of the headers that clients read. @param read - their names, in lower case */
export function readHeaders(pairs: Iterable<readonly [name: string, value: string]>, read: readonly string[]): object {
  const all = [...pairs].map(([name, value]) => [name.toLowerCase(), value] as const);
  return {
    names: headerNames(all.map(([name]) => name)),
    ...Object.fromEntries(all.filter(([name]) => read.includes(name))),
  };
}

/** A body as JSON, or as it is. */
export function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
