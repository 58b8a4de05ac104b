// SPDX-License-Identifier: Apache-2.0

/** The values that a log format may name: those of eventlet.wsgi. */
export interface AccessLogEntry {
  readonly client_ip: string;
  readonly client_port: number;
  readonly date_time: string;
  readonly request_line: string;
  readonly status_code: number;
  /** Bytes written to the client, the head of the answer included, as eventlet counts them. */
  readonly body_length: number;
  readonly wall_seconds: number;
}

/** eventlet 0.33, wsgi.py `DEFAULT_LOG_FORMAT`. */
export const defaultLogFormat =
  '%(client_ip)s - - [%(date_time)s] "%(request_line)s" %(status_code)s %(body_length)s %(wall_seconds).6f';

type Part =
  string | { readonly key: keyof AccessLogEntry; readonly precision: number | undefined; readonly width: number };

const KEYS: readonly (keyof AccessLogEntry)[] = [
  'client_ip',
  'client_port',
  'date_time',
  'request_line',
  'status_code',
  'body_length',
  'wall_seconds',
];

/**
 * A function that writes access lines in a Python format (`wsgi_log_format`): `%(name)s`, `%(name)d`, `%(name).6f`
 * with an optional width, and `%%`. Throws `RangeError` for a name that there is no value for.
 */
export function compileLogFormat(format: string): (entry: AccessLogEntry) => string {
  const parts: Part[] = [];
  let end = 0;
  for (const match of format.matchAll(/%(?:%|\((\w+)\)0?(-?\d*)(?:\.(\d+))?([sdrf]))/g)) {
    parts.push(format.slice(end, match.index));
    end = match.index + match[0].length;
    const [, name, width, precision, type] = match;
    const key = KEYS.find((one) => one === name);
    if (name === undefined) parts.push('%');
    else if (key === undefined) throw new RangeError(`The log format names ${name}; there are ${KEYS.join(', ')}`);
    else
      parts.push({
        key,
        precision: type === 'f' ? Number(precision ?? 6) : type === 'd' ? 0 : undefined,
        width: Number(width),
      });
  }
  parts.push(format.slice(end));
  return (entry) => parts.map((part) => (typeof part === 'string' ? part : formatted(entry, part))).join('');
}

function formatted(entry: AccessLogEntry, { key, precision, width }: Exclude<Part, string>): string {
  const value = entry[key];
  const text = precision !== undefined && typeof value === 'number' ? value.toFixed(precision) : String(value);
  return width < 0 ? text.padEnd(-width) : text.padStart(width);
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** Local time as Python's http.server logs it: `21/Nov/2026 10:53:46`. */
export function logTime(date: Date): string {
  const two = (value: number) => String(value).padStart(2, '0');
  const day = `${two(date.getDate())}/${MONTHS[date.getMonth()] ?? ''}/${date.getFullYear()}`;
  return `${day} ${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
}
