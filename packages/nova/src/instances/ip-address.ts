// SPDX-License-Identifier: Apache-2.0
import { isIPv6 } from 'node:net';

/** An address in the one form that an instance keeps (RFC 5952): the shortest, in small letters. An IPv4 address is as it was. */
export function canonicalAddress(address: string): string {
  return isIPv6(address) ? new URL(`http://[${address}]`).hostname.slice(1, -1) : address;
}
