// SPDX-License-Identifier: Apache-2.0

const CHUNKS = 4;
const CHUNK_LENGTH = 255;
const PREFIX = 'password_';

/** Characters of the longest password, encrypted, that fits into a server's system metadata. */
export const LONGEST_PASSWORD = CHUNKS * CHUNK_LENGTH;

/** What a guest has set, from its server's system metadata (nova 26, api/metadata/password.py); undefined for nothing. */
export function passwordOf(metadata: Readonly<Record<string, string>>): string | undefined {
  const text = Object.keys(metadata)
    .filter((name) => name.startsWith(PREFIX))
    .sort()
    .map((name) => metadata[name])
    .join('');
  return text === '' ? undefined : text;
}

/** The same as system metadata, all four of them. */
export function passwordAsMetadata(password: string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Array.from({ length: CHUNKS }, (_none, index) => [
      PREFIX + String(index),
      password.slice(index * CHUNK_LENGTH, (index + 1) * CHUNK_LENGTH),
    ]),
  );
}
