// SPDX-License-Identifier: Apache-2.0

/** The microversions that hand things of other services on (nova 26, MAX_PROXY_API_SUPPORT_VERSION). */
export const PROXIED = { min: '2.1', max: '2.35' } as const;
