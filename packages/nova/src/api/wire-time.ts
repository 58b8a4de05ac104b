// SPDX-License-Identifier: Apache-2.0
/** A time as the API writes it: `2026-11-27T00:00:00.000000`; null where there is none. */
export function wireTime(time: Date | null | undefined): string | null {
  return time === null || time === undefined ? null : time.toISOString().replace(/\.(\d{3})Z$/, '.$1000');
}
