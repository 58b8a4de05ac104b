// SPDX-License-Identifier: Apache-2.0
import { pythonRepr, pythonStr } from '@stackport/config';

/** Where the value of a name comes from when a line is written. */
export type ValueOf<R> = (name: string, record: R) => unknown;

/** `%%`, or `%(name)` with flags, width, precision and conversion: Python's printf-style formatting of a mapping. */
const FIELD = /%%|%\((\w+)\)([-0 +#]*)(\d*)(?:\.(\d+))?[hlL]?([diouxXeEfFgGcrsa])/g;

/** Compiles a format once; the result fills it in. What is no field stays as it is. */
export function compileFormat<R>(format: string, valueOf: ValueOf<R>): (record: R) => string {
  const parts: (string | ((record: R) => string))[] = [];
  let end = 0;
  for (const match of format.matchAll(FIELD)) {
    if (match.index > end) parts.push(format.slice(end, match.index));
    end = match.index + match[0].length;
    const [whole, name = '', flags = '', width = '', precision, conversion = 's'] = match;
    if (whole === '%%') parts.push('%');
    else if (flags === '' && width === '' && precision === undefined && conversion === 's')
      parts.push((record) => pythonStr(valueOf(name, record)));
    else
      parts.push((record) =>
        pad(
          convert(valueOf(name, record), conversion, precision === undefined ? undefined : Number(precision)),
          flags,
          Number(width),
          conversion,
        ),
      );
  }
  if (end < format.length) parts.push(format.slice(end));
  return (record) => {
    let line = '';
    for (const part of parts) line += typeof part === 'string' ? part : part(record);
    return line;
  };
}

/** Whether a format has a field of that name. */
export function hasField(format: string, name: string): boolean {
  return format.includes(`%(${name})`);
}

function convert(value: unknown, conversion: string, precision: number | undefined): string {
  if (conversion === 's' || conversion === 'c') return pythonStr(value).slice(0, precision);
  if (conversion === 'r' || conversion === 'a') return pythonRepr(value).slice(0, precision);
  const number = Number(value);
  if (Number.isNaN(number)) return pythonStr(value);
  if ('diu'.includes(conversion)) return String(Math.trunc(number));
  if ('oxX'.includes(conversion)) {
    const text = Math.trunc(number).toString(conversion === 'o' ? 8 : 16);
    return conversion === 'X' ? text.toUpperCase() : text;
  }
  if ('eE'.includes(conversion)) return number.toExponential(precision ?? 6);
  if ('gG'.includes(conversion)) return String(Number(number.toPrecision(precision === 0 ? 1 : (precision ?? 6))));
  return number.toFixed(precision ?? 6);
}

function pad(text: string, flags: string, width: number, conversion: string): string {
  if (flags.includes('-')) return text.padEnd(width);
  if (flags.includes('0') && !'srac'.includes(conversion)) {
    const sign = text.startsWith('-') ? '-' : '';
    return sign + text.slice(sign.length).padStart(width - sign.length, '0');
  }
  return text.padStart(width);
}
