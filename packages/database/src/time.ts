// SPDX-License-Identifier: Apache-2.0

/**
 * The time without milliseconds. MySQL's DATETIME columns of upstream's schemas hold whole seconds and a written fraction is dropped there, so
 * a filter with the written value would miss the row. Write and compare these.
 */
export function now(): Date {
  return toSeconds(new Date());
}

/** The time with its milliseconds cut off, as MariaDB does. */
export function toSeconds(time: Date): Date {
  return new Date(Math.floor(time.getTime() / 1000) * 1000);
}
