// SPDX-License-Identifier: Apache-2.0

/** A name or a text without white space around it; null and what is not there stay. */
export function stripped(value: unknown): string | null | undefined {
  if (value === undefined || value === null) return value;
  return typeof value === 'string' ? value.trim() : JSON.stringify(value);
}
