// SPDX-License-Identifier: Apache-2.0
import { pythonStr } from '@stackport/config';

const ESCAPES: Readonly<Record<string, string>> = {
  n: '\n',
  r: '\r',
  t: '\t',
  '\\': '\\',
  "'": "'",
  '"': '"',
  '\n': '',
};

/**
 * The left side of a check as Python's `ast.literal_eval` takes it, in the form that `str()` gives: `'Member'` → Member,
 * `0x10` → 16, `1e3` → 1000.0, True, None. Undefined for what is no literal, but a path into the credentials.
 */
export function literalText(source: string): string | undefined {
  if (source === 'True' || source === 'False' || source === 'None') return source;
  const quoted = /^(?:'((?:[^'\\\n]|\\[^])*)'|"((?:[^"\\\n]|\\[^])*)")$/.exec(source);
  if (quoted !== null) return unescaped(quoted[1] ?? quoted[2] ?? '');
  return numberText(source);
}

function unescaped(text: string): string {
  return text.replace(/\\([^])/g, (both, escaped: string) => ESCAPES[escaped] ?? both);
}

function numberText(source: string): string | undefined {
  const digits = source.replace(/(?<=[0-9a-f])_(?=[0-9a-f])/gi, '');
  const [, sign = '', rest = ''] = /^([+-]?)(.*)$/.exec(digits) ?? [];
  const minus = sign === '-' ? '-' : '';
  if (/^(?:0+|[1-9]\d*|0x[0-9a-f]+|0o[0-7]+|0b[01]+)$/i.test(rest)) {
    const value = BigInt(/^0+$/.test(rest) ? '0' : rest);
    return value === 0n ? '0' : minus + value.toString();
  }
  if (!/^(?:\d+\.\d*|\.\d+|\d+(?=e))(?:e[+-]?\d+)?$/i.test(rest)) return undefined;
  return minus + floatText(Number(rest));
}

/** `str()` of a float: a point always, exponents of two digits from 1e16 on and below 1e-4. */
function floatText(value: number): string {
  if (!Number.isFinite(value)) return pythonStr(value);
  if (value !== 0 && (value >= 1e16 || value < 1e-4)) {
    return value.toExponential().replace(/e([+-])(\d)$/, 'e$10$2');
  }
  return Number.isInteger(value) ? `${value}.0` : String(value);
}
