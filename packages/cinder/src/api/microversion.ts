// SPDX-License-Identifier: Apache-2.0
import type { Request } from '@stackport/wsgi';

/** Where the edge leaves the microversion that it found in the request's headers. */
export const MICROVERSION_KEY = 'cinder.api_version';

/** Oldest and newest microversion of Zed, as `parseMicroversion` has them. */
export const MINIMUM_MICROVERSION = 3000;
export const MAXIMUM_MICROVERSION = 3070;

/** The microversion that a request is answered in, as major × 1000 + minor: 3070 for 3.70. 3000 where none was asked for. */
export function microversionOf(request: Request): number {
  const version = request.environ[MICROVERSION_KEY];
  return typeof version === 'number' ? version : MINIMUM_MICROVERSION;
}
