// SPDX-License-Identifier: Apache-2.0
import { formatMicroversion } from '@stackport/api';
import { InvalidAPIVersionString } from '../errors/api.js';
import { HttpError, type Request } from '@stackport/wsgi';
import { MAXIMUM_MICROVERSION, MICROVERSION_KEY, MINIMUM_MICROVERSION } from './microversion.js';

export const VERSION_HEADER = 'OpenStack-API-Version';

/** Where the text of the version is left that answers name, of an unsupported one too. */
const TEXT_KEY = 'cinder.api_version_text';

const SERVICE = 'volume';

/**
 * Finds the microversion in the request's headers and leaves it where `microversionOf` looks (cinder 21,
 * set_api_version_request). Throws `HttpError` 406 for a version that this API does not have, and 400 for what is no
 * version or names other services only.
 */
export function findRequestedVersion(request: Request): void {
  const header = request.headers.get(VERSION_HEADER);
  if (header === undefined) {
    use(request, MINIMUM_MICROVERSION);
    return;
  }
  const own = header.split(',').find((item) => item.includes(SERVICE));
  // Upstream answers a header for other services alone as a request that it does not understand.
  if (own === undefined) throw new HttpError(400);
  const [, text = '', ...more] = own.trim().split(/\s+/);
  if (text === 'latest') {
    use(request, MAXIMUM_MICROVERSION);
    return;
  }
  const [, major, minor] = /^([1-9]\d*)\.([1-9]\d*|0)$/.exec(text) ?? [];
  if (major === undefined || minor === undefined || more.length > 0)
    throw new HttpError(400, new InvalidAPIVersionString(text).message);
  request.environ[TEXT_KEY] = text;
  const version = Number(minor) < 1000 ? Number(major) * 1000 + Number(minor) : Infinity;
  if (version < MINIMUM_MICROVERSION || version > MAXIMUM_MICROVERSION)
    throw new HttpError(
      406,
      `Version ${text} is not supported by the API. Minimum is ${formatMicroversion(MINIMUM_MICROVERSION)} and ` +
        `maximum is ${formatMicroversion(MAXIMUM_MICROVERSION)}.`,
    );
  request.environ[MICROVERSION_KEY] = version;
}

/** Value of the version header of the answer; undefined where the request's could not be read. */
export function answeredVersion(request: Request): string | undefined {
  const text = request.environ[TEXT_KEY];
  return typeof text === 'string' ? `${SERVICE} ${text}` : undefined;
}

function use(request: Request, version: number): void {
  request.environ[MICROVERSION_KEY] = version;
  request.environ[TEXT_KEY] = formatMicroversion(version);
}
