// SPDX-License-Identifier: Apache-2.0
import { formatMicroversion } from '@stackport/api';
import type { Request } from '@stackport/wsgi';

const SERVICE_TYPE = 'placement';

/** Under which the microversion of a request, 1.39 as 1039, is in its environ. */
const KEY = 'placement.microversion';

export const MIN_VERSION = 1000;
export const MAX_VERSION = 1039;

/** The header by which clients choose, and are told, a microversion. */
export const VERSION_HEADER = 'openstack-api-version';

/** A header that names no version at all. */
export class MalformedVersion extends Error {}

/** A version that this service does not have. */
export class UnacceptableVersion extends Error {}

/**
 * Finds out which microversion a request is for: the last that its header names for this service, else the oldest.
 * Throws MalformedVersion, UnacceptableVersion.
 */
export function findVersion(request: Request): void {
  const text = wantedVersion(request.headers.get(VERSION_HEADER) ?? '') ?? '1.0';
  const version = text === 'latest' ? MAX_VERSION : parse(text);
  if (version < MIN_VERSION || version > MAX_VERSION)
    throw new UnacceptableVersion(`Unacceptable version header: ${text}`);
  request.environ[KEY] = version;
}

/** The request's microversion, 1.39 as 1039. Undefined where none has been found. */
export function foundVersion(request: Request): number | undefined {
  const version = request.environ[KEY];
  return typeof version === 'number' ? version : undefined;
}

/** The request's microversion, 1.39 as 1039. */
export function versionOf(request: Request): number {
  return foundVersion(request) ?? MIN_VERSION;
}

/** As the answer's header says it: `placement 1.39`. */
export function versionHeader(version: number): string {
  return `${SERVICE_TYPE} ${formatMicroversion(version)}`;
}

function wantedVersion(header: string): string | undefined {
  for (const part of header.split(',').reverse()) {
    const [, service, version] = /^(\S+)\s+(.+)$/.exec(part.trim()) ?? [];
    if (service?.toLowerCase() === SERVICE_TYPE) return version;
  }
  return undefined;
}

/** Two whole numbers as Python reads them; what is no version of ours is some other number. */
function parse(text: string): number {
  const [major = '', minor] = text.split(/\.(.*)/s);
  const wrong = [major, minor].find((part) => part !== undefined && !/^\s*[+-]?\d+\s*$/.test(part));
  if (wrong !== undefined) throw malformed(text, `invalid literal for int() with base 10: '${wrong}'`);
  if (minor === undefined) throw malformed(text, "Version.__new__() missing 1 required positional argument: 'minor'");
  const number = Number(minor);
  return Number(major) === 1 && number >= 0 && number < 1000 ? MIN_VERSION + number : -1;
}

function malformed(text: string, why: string): MalformedVersion {
  return new MalformedVersion(`invalid version string: ${text}; ${why}`);
}
