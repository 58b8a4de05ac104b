// SPDX-License-Identifier: Apache-2.0
import { ValidationError } from '../errors.js';

/** `2026-01-31T12:00:00.000000Z`: how Identity writes times. */
export function isoTime(date: Date): string {
  return `${date.toISOString().slice(0, 23)}000Z`;
}

/** As `isoTime` without a fraction's worth of meaning: tokens are issued in whole seconds. */
export function wholeSeconds(milliseconds: number): number {
  return Math.floor(milliseconds / 1000) * 1000;
}

const ISO = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.(\d{1,6}))?(Z|[+-]\d\d:?\d\d)?$/;

/** A time as clients write it; UTC where it names no zone. Throws `ValidationError` for anything else. */
export function parseTime(text: string): Date {
  const [, year, month, day, hour, minute, second, fraction = '', zone = 'Z'] = ISO.exec(text) ?? [];
  const time =
    year === undefined
      ? NaN
      : Date.parse(`${year}-${month ?? ''}-${day ?? ''}T${hour ?? ''}:${minute ?? ''}:${second ?? ''}${zone}`);
  if (Number.isNaN(time))
    throw new ValidationError(
      'Timestamp not in expected format. The server could not comply with the request since it is either malformed or otherwise ' +
        'incorrect. The client is assumed to be in error.',
    );
  return new Date(time + Number(fraction.padEnd(3, '0').slice(0, 3)));
}

/** As `parseTime`, for the end of something: it may not lie in the past. */
export function parseExpiration(text: string, now: number): Date {
  const date = parseTime(text);
  if (date.getTime() < now)
    throw new ValidationError(
      "The 'expires_at' must not be before now. The server could not comply with the request since it is either malformed or " +
        'otherwise incorrect. The client is assumed to be in error.',
    );
  return date;
}

/** As `parseExpiration`, with the microseconds that were given: `2026-01-31T12:00:00.123456`, UTC. */
export function preciseExpiration(text: string, now: number): string {
  const date = parseExpiration(text, now);
  const [, fraction = ''] = /\.(\d{1,6})/.exec(text) ?? [];
  return `${date.toISOString().slice(0, 19)}.${fraction.padEnd(6, '0')}`;
}
