// SPDX-License-Identifier: Apache-2.0
import { randomInt } from 'node:crypto';

/** The values in an order of chance. */
export function shuffle<T>(values: readonly T[]): readonly T[] {
  return sample(values, values.length);
}

/** So many of the values, by chance and in an order of chance. */
export function sample<T>(values: readonly T[], count: number): readonly T[] {
  const rest = [...values];
  return Array.from({ length: Math.min(count, rest.length) }).flatMap(() => rest.splice(randomInt(rest.length), 1));
}
