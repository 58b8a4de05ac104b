// SPDX-License-Identifier: Apache-2.0

/** Values but for those of some names. */
export function without<Value>(
  values: Readonly<Record<string, Value>>,
  ...names: readonly string[]
): Readonly<Record<string, Value>> {
  return Object.fromEntries(Object.entries(values).filter(([name]) => !names.includes(name)));
}
