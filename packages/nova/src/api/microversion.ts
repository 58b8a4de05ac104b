// SPDX-License-Identifier: Apache-2.0
import { parseMicroversion } from '@stackport/api';
import type { Request } from '@stackport/wsgi';

/** Where the edge leaves the microversion that it found in the request's headers. */
export const MICROVERSION_KEY = 'nova.api_version';

/** Where the filter of the former API leaves its mark. */
const LEGACY_KEY = 'openstack.legacy_v2';

/** Oldest and newest microversion of Zed, as `parseMicroversion` has them. */
export const MINIMUM_MICROVERSION = 2001;
export const MAXIMUM_MICROVERSION = 2093;

/** The microversion that a request is answered in, as major × 1000 + minor: 2093 for 2.93. 2001 where none was asked for. */
export function microversionOf(request: Request): number {
  const version = request.environ[MICROVERSION_KEY];
  return typeof version === 'number' ? version : MINIMUM_MICROVERSION;
}

/** Whether a request is answered in a microversion or a newer one: `isSince(request, '2.53')`. */
export function isSince(request: Request, version: string): boolean {
  return microversionOf(request) >= parseMicroversion(version);
}

/** Whether the request came by `/v2`, as to the former API: names with spaces and unknown fields are taken. */
export function isLegacyV2(request: Request): boolean {
  return request.environ[LEGACY_KEY] === true;
}

export function setLegacyV2(request: Request): void {
  request.environ[LEGACY_KEY] = true;
}
