// SPDX-License-Identifier: Apache-2.0
import { isoTime } from '../images/image-view.js';

/** A time in a payload; what has none gets the present one (upstream's common/timeutils.py, isotime). */
export function payloadTime(time: Date | null): string {
  return isoTime(time ?? new Date());
}

/** What every payload of something that is there ends with. */
export const LIVING = { deleted: false, deleted_at: null } as const;

/** The same of something that has just gone. */
export function gone(): { readonly deleted: true; readonly deleted_at: string } {
  return { deleted: true, deleted_at: payloadTime(null) };
}
