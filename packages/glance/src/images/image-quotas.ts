// SPDX-License-Identifier: Apache-2.0
import { LimitExceeded } from '../errors.js';

/** Configured limits of one image; a negative one is none. */
export interface ImageQuotas {
  readonly properties: number;
  readonly tags: number;
  readonly locations: number;
  readonly members: number;
}

/** Properties that the service itself keeps on an image; users neither set nor pay for them. */
export const RESERVED_NAMESPACE = 'os_glance';

/** Throws `LimitExceeded` when `attempted` is above the limit. */
export function requireQuota(
  kind: 'properties' | 'tags' | 'locations' | 'members for this image',
  attempted: number,
  maximum: number,
): void {
  if (maximum < 0 || attempted <= maximum) return;
  throw new LimitExceeded(
    `The limit has been exceeded on the number of allowed image ${kind}. Attempted: ${attempted}, Maximum: ${maximum}`,
  );
}

/** Number of properties that count. */
export function countedProperties(properties: Readonly<Record<string, unknown>>): number {
  return Object.keys(properties).filter((name) => !name.startsWith(RESERVED_NAMESPACE)).length;
}
