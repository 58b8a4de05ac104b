// SPDX-License-Identifier: Apache-2.0
import { formatMicroversion } from '@stackport/api';
import { type HeaderMap, HttpError, type Request } from '@stackport/wsgi';
import { InvalidAPIVersionString, InvalidGlobalAPIVersion } from '../errors/api.js';
import { MAXIMUM_MICROVERSION, MICROVERSION_KEY, MINIMUM_MICROVERSION } from './microversion.js';

export const VERSION_HEADER = 'OpenStack-API-Version';
export const FORMER_VERSION_HEADER = 'X-OpenStack-Nova-API-Version';

/** Where the text of the version is left that answers name, of an unsupported one too. */
const TEXT_KEY = 'nova.api_version_text';

const SERVICE = 'compute';

/**
 * Finds the microversion in the request's headers and leaves it where `microversionOf` looks (nova 26,
 * set_api_version_request). Throws `HttpError` 406 for a version that this API does not have, and 400 for what is none.
 */
export function findRequestedVersion(request: Request): void {
  const text = requestedText(request.headers);
  if (text === undefined || text === 'latest') {
    const version = text === undefined ? MINIMUM_MICROVERSION : MAXIMUM_MICROVERSION;
    request.environ[MICROVERSION_KEY] = version;
    request.environ[TEXT_KEY] = formatMicroversion(version);
    return;
  }
  const [, major, minor] = /^([1-9]\d*)\.([1-9]\d*|0)$/.exec(text) ?? [];
  if (major === undefined || minor === undefined) throw new HttpError(400, new InvalidAPIVersionString(text).message);
  request.environ[TEXT_KEY] = text;
  const version = Number(minor) < 1000 ? Number(major) * 1000 + Number(minor) : Infinity;
  if (version < MINIMUM_MICROVERSION || version > MAXIMUM_MICROVERSION) {
    const [minimum, maximum] = [formatMicroversion(MINIMUM_MICROVERSION), formatMicroversion(MAXIMUM_MICROVERSION)];
    throw new HttpError(406, new InvalidGlobalAPIVersion(text, minimum, maximum).message);
  }
  request.environ[MICROVERSION_KEY] = version;
}

/** The version that answers name; undefined where the request's could not be read, or nobody looked for it. */
export function answeredVersion(request: Request): string | undefined {
  const text = request.environ[TEXT_KEY];
  return typeof text === 'string' ? text : undefined;
}

/** Of the standard header the last word on this service; of the former one the last word. */
function requestedText(headers: HeaderMap): string | undefined {
  for (const item of headers.get(VERSION_HEADER)?.split(',').reverse() ?? []) {
    const [, service = '', version = ''] = /^\s*(\S+)\s+(\S.*?)\s*$/.exec(item) ?? [];
    if (service.toLowerCase() === SERVICE) return version;
  }
  return headers.get(FORMER_VERSION_HEADER)?.split(',').at(-1)?.trim();
}
