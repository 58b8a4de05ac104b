// SPDX-License-Identifier: Apache-2.0

const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const MONTHS = [
  'January', 'February', 'March', 'April', 'May', 'June',
  'July', 'August', 'September', 'October', 'November', 'December',
]; // prettier-ignore

/** A local time as `strftime` writes it in the C locale; a directive that it does not know stays as it is. */
export function formatDate(format: string, date: Date): string {
  return format.replace(/%([a-zA-Z%])/g, (whole, directive: string) => DIRECTIVES[directive]?.(date) ?? whole);
}

/** ISO 8601 with microseconds and offset: Python's `isoformat`. */
export function isoTime(date: Date): string {
  const micros = `${pad(date.getMilliseconds(), 3)}000`;
  return formatDate(`%Y-%m-%dT%H:%M:%S.${micros}`, date) + offset(date, ':');
}

const DIRECTIVES: Readonly<Record<string, (date: Date) => string>> = {
  Y: (date) => String(date.getFullYear()),
  y: (date) => pad(date.getFullYear() % 100),
  m: (date) => pad(date.getMonth() + 1),
  d: (date) => pad(date.getDate()),
  e: (date) => String(date.getDate()).padStart(2),
  H: (date) => pad(date.getHours()),
  I: (date) => pad(date.getHours() % 12 || 12),
  M: (date) => pad(date.getMinutes()),
  S: (date) => pad(date.getSeconds()),
  p: (date) => (date.getHours() < 12 ? 'AM' : 'PM'),
  j: (date) => pad(dayOfYear(date), 3),
  a: (date) => name(DAYS, date.getDay()).slice(0, 3),
  A: (date) => name(DAYS, date.getDay()),
  b: (date) => name(MONTHS, date.getMonth()).slice(0, 3),
  h: (date) => name(MONTHS, date.getMonth()).slice(0, 3),
  B: (date) => name(MONTHS, date.getMonth()),
  z: (date) => offset(date, ''),
  Z: (date) => zoneName(date),
  s: (date) => String(Math.floor(date.getTime() / 1000)),
  D: (date) => formatDate('%m/%d/%y', date),
  F: (date) => formatDate('%Y-%m-%d', date),
  T: (date) => formatDate('%H:%M:%S', date),
  R: (date) => formatDate('%H:%M', date),
  c: (date) => formatDate('%a %b %e %H:%M:%S %Y', date),
  x: (date) => formatDate('%m/%d/%y', date),
  X: (date) => formatDate('%H:%M:%S', date),
  '%': () => '%',
};

function pad(number: number, width = 2): string {
  return String(number).padStart(width, '0');
}

function name(names: readonly string[], index: number): string {
  return names[index] ?? '';
}

function dayOfYear(date: Date): number {
  return (
    (Date.UTC(date.getFullYear(), date.getMonth(), date.getDate()) - Date.UTC(date.getFullYear(), 0, 1)) / 86_400_000 +
    1
  );
}

function offset(date: Date, separator: string): string {
  const minutes = -date.getTimezoneOffset();
  const absolute = Math.abs(minutes);
  return `${minutes < 0 ? '-' : '+'}${pad(Math.floor(absolute / 60))}${separator}${pad(absolute % 60)}`;
}

function zoneName(date: Date): string {
  const parts = new Intl.DateTimeFormat('en-US', { timeZoneName: 'short' }).formatToParts(date);
  return parts.find(({ type }) => type === 'timeZoneName')?.value ?? '';
}
