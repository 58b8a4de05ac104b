// SPDX-License-Identifier: Apache-2.0

/** Whether a value means yes, as oslo's `strutils.bool_from_string` has it: `true`, `t`, `1`, `yes`, `y`, `on`. */
export function isTrue(value: unknown): boolean {
  if (typeof value !== 'string' && typeof value !== 'number') return value === true;
  return /^\s*(true|t|1|yes|y|on)\s*$/i.test(String(value));
}
