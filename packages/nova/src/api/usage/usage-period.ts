// SPDX-License-Identifier: Apache-2.0
import { HttpError } from '@stackport/wsgi';
import type { UsagePeriod } from '../../usage/project-usage.js';

/** Seconds with or without a fraction; between date and time a T, or a space where there is a fraction. In UTC. */
const TIME =
  /^(\d{4}-\d{1,2}-\d{1,2})(?:T(\d{1,2}:\d{1,2}:\d{1,2}(?:\.\d{1,6})?)| (\d{1,2}:\d{1,2}:\d{1,2}\.\d{1,6}))$/;

/**
 * The period of a request for usage; both ends are now where they are not said, and none is in the future.
 * Throws `HttpError` 400.
 */
export function usagePeriod(query: URLSearchParams): UsagePeriod {
  const now = new Date();
  const [start, stop] = [timeOf(query.get('start'), now), timeOf(query.get('end'), new Date(now.getTime() + 1))];
  if (start >= stop) throw new HttpError(400, 'Invalid start time. The start time cannot occur after the end time.');
  return { start, stop: stop > now ? now : stop };
}

function timeOf(text: string | null, otherwise: Date): Date {
  if (text === null || text === '') return otherwise;
  const [, date = '', first, second] = TIME.exec(text) ?? [];
  const parts = `${date}:${first ?? second ?? ''}`.split(/[-:.]/);
  const [year = NaN, month = NaN, day = NaN, hour = NaN, minute = NaN, seconds = NaN] = parts.map(Number);
  const time = new Date(Date.UTC(year, month - 1, day, hour, minute, seconds));
  const isReal =
    !Number.isNaN(time.getTime()) &&
    time.getUTCMonth() === month - 1 &&
    time.getUTCDate() === day &&
    time.getUTCHours() === hour &&
    time.getUTCMinutes() === minute;
  if (!isReal) throw new HttpError(400, 'Invalid datetime string: Datetime is in invalid format');
  return time;
}
