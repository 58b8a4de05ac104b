// SPDX-License-Identifier: Apache-2.0

/**
 * A value as Python's `str()` shows it: upstream's log lines and substitutions have it this way.
 * `undefined` and `null` are None.
 */
export function pythonStr(value: unknown): string {
  return typeof value === 'string' ? value : pythonRepr(value);
}

/** A value as Python's `repr()` shows it: strings in quotes, True, None, `['a', 'b']`, `{'a': 1}`. */
export function pythonRepr(value: unknown): string {
  if (value === undefined || value === null) return 'None';
  if (typeof value === 'string') return quoted(value);
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'number') {
    if (Number.isNaN(value)) return 'nan';
    return Number.isFinite(value) ? String(value) : value > 0 ? 'inf' : '-inf';
  }
  if (Array.isArray(value)) return `[${value.map(pythonRepr).join(', ')}]`;
  if (typeof value === 'object') {
    const items = Object.entries(value).map(([key, item]) => `${quoted(key)}: ${pythonRepr(item)}`);
    return `{${items.join(', ')}}`;
  }
  return typeof value === 'bigint' ? value.toString() : typeof value;
}

function quoted(text: string): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  const escaped = text
    .replace(/\\/g, '\\\\')
    .replace(/\n/g, '\\n')
    .replace(/\r/g, '\\r')
    .replace(/\t/g, '\\t')
    .replaceAll(quote, `\\${quote}`);
  return quote + escaped + quote;
}
