// SPDX-License-Identifier: Apache-2.0
/** A query's parameters without some. */
export function without(
  parameters: Readonly<Record<string, string>>,
  ...names: readonly string[]
): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(parameters).filter(([name]) => !names.includes(name)));
}
