// SPDX-License-Identifier: Apache-2.0
import type { ServiceValues } from './host.js';

/**
 * Whether a service was heard of within that many seconds, and nobody has said that it is down (nova 26, servicegroup/drivers/db.py).
 * One that never gave a sign of life counts from when it was made.
 */
export function isHeardWithin(
  seconds: number,
  { forced_down: isForced, last_seen_up: seen, created_at: created }: ServiceValues,
): boolean {
  const heard = seen ?? created;
  return isForced !== true && heard !== null && Math.abs(Date.now() - heard.getTime()) <= seconds * 1000;
}
