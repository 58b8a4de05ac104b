// SPDX-License-Identifier: Apache-2.0

/**
 * The root of the v3 API for an identity URL as configurations and catalogs have it: unversioned, of v2.0, or of v3,
 * with or without a slash at its end.
 */
export function identityV3Url(url: string): string {
  return `${url.replace(/\/+$/, '').replace(/\/(v3|v2\.0)$/, '')}/v3`;
}
