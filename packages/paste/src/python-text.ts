// SPDX-License-Identifier: Apache-2.0

// What Python's str.strip, str.split and \s take for blank; JavaScript's trim also takes U+FEFF and misses U+001C to U+001F and U+0085.
const BLANK = '\\t-\\r\\u001c- \\u0085\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000';
const LEADING = new RegExp(`^[${BLANK}]+`);
const TRAILING = new RegExp(`[${BLANK}]+$`);
const BETWEEN_WORDS = new RegExp(`[${BLANK}]+`);

/** `str.strip()`. */
export function strip(text: string): string {
  return stripEnd(text).replace(LEADING, '');
}

/** `str.rstrip()`. */
export function stripEnd(text: string): string {
  return text.replace(TRAILING, '');
}

/** How many blanks a line begins with. */
export function indentation(line: string): number {
  return LEADING.exec(line)?.[0].length ?? 0;
}

export function isBlank(character: string | undefined): boolean {
  return character !== undefined && LEADING.test(character);
}

/** `str.split()`: the words between blanks. */
export function words(text: string): string[] {
  const stripped = strip(text);
  return stripped === '' ? [] : stripped.split(BETWEEN_WORDS);
}

/** `repr()` of a string or None, as upstream's messages quote names. */
export function repr(value: string | undefined): string {
  if (value === undefined) return 'None';
  const quote = value.includes("'") && !value.includes('"') ? '"' : "'";
  let quoted = '';
  for (const character of value) quoted += quotedCharacter(character, quote);
  return quote + quoted + quote;
}

const SHORT_ESCAPES: Readonly<Record<string, string>> = {
  '\\': '\\\\',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
};
const NOT_PRINTABLE = /[\p{C}\p{Z}]/u;

function quotedCharacter(character: string, quote: string): string {
  if (character === quote) return `\\${character}`;
  const short = SHORT_ESCAPES[character];
  if (short !== undefined) return short;
  if (character === ' ' || !NOT_PRINTABLE.test(character)) return character;
  const code = character.codePointAt(0) ?? 0;
  if (code <= 0xff) return `\\x${code.toString(16).padStart(2, '0')}`;
  return code <= 0xffff ? `\\u${code.toString(16).padStart(4, '0')}` : `\\U${code.toString(16).padStart(8, '0')}`;
}

/** `urllib.parse.unquote`: percent-encoded UTF-8; what is no such sequence stays. */
export function unquote(text: string): string {
  return text.replace(/(?:%[0-9a-f]{2})+/gi, (run) => Buffer.from(run.replaceAll('%', ''), 'hex').toString('utf8'));
}
