// SPDX-License-Identifier: Apache-2.0

/** Whether a value reads as a UUID once braces, dashes and `urn:uuid:` are taken away (oslo.utils, is_uuid_like). */
export function isUuidLike(value: unknown): boolean {
  if (typeof value !== 'string') return false;
  return /^[0-9a-f]{32}$/.test(value.replaceAll(/urn:|uuid:|[{}-]/gi, '').toLowerCase());
}
