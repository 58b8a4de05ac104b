// SPDX-License-Identifier: Apache-2.0

// Python's string.Template with oslo's names: `$name`, `${name}`, `$group.name`, `$$`. A lone dollar stays.
const REFERENCE = /\$(?:(\$)|([_a-z][._a-z0-9]*)|\{([_a-z][._a-z0-9]*)\})/gi;

/** Whether a declared default refers to another option, as oslo looks for it in strings. */
export function hasReference(value: unknown): boolean {
  if (typeof value === 'string') return value.replaceAll('\\$', '').replaceAll('$$', '').includes('$');
  if (Array.isArray(value)) return value.some(hasReference);
  return typeof value === 'object' && value !== null && Object.values(value).some(hasReference);
}

/**
 * Puts in what is referred to; `$$` and `\$` are a dollar sign.
 * @param lookup - the text for a name, which may be `group.option`.
 */
export function substitute(text: string, lookup: (name: string) => string): string {
  if (!text.includes('$')) return text;
  return text
    .replaceAll('\\$', '$$$$')
    .replace(REFERENCE, (_whole, escaped: string | undefined, bare: string | undefined, braced: string | undefined) =>
      escaped === undefined ? lookup(bare ?? braced ?? '') : '$',
    );
}

/** `substitute` in every string of a value: items of lists, keys and values of dicts. */
export function substituteDeep(value: unknown, lookup: (name: string) => string): unknown {
  if (typeof value === 'string') return substitute(value, lookup);
  if (Array.isArray(value)) return value.map((item) => substituteDeep(item, lookup));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [substitute(key, lookup), substituteDeep(item, lookup)]),
  );
}
