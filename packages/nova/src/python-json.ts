// SPDX-License-Identifier: Apache-2.0

/** JSON as Python writes it, for texts that clients see as they are: a blank after each comma and colon, and ASCII only. */
export function pythonJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(pythonJson).join(', ')}]`;
  if (typeof value === 'object' && value !== null)
    return `{${Object.entries(value)
      .map(([name, one]) => `${pythonJson(name)}: ${pythonJson(one)}`)
      .join(', ')}}`;
  return JSON.stringify(value).replace(
    /[^ -~]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
