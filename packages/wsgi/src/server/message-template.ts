// SPDX-License-Identifier: Apache-2.0

/** Fills Python's `%(key)s` (and `%(key)d`); throws `RangeError` for a key without a value. */
export function fillTemplate(template: string, values: Readonly<Record<string, string | number>>): string {
  return template.replace(/%\((\w+)\)[sd]/g, (_all, key: string) => {
    const value = values[key];
    if (value === undefined)
      throw new RangeError(`The message names ${key}; there are ${Object.keys(values).join(', ')}`);
    return String(value);
  });
}
