// SPDX-License-Identifier: Apache-2.0

/** Services that are no RPC services: nobody hears of them, so that they would always seem down. */
const API_SERVICES = ['nova-osapi_compute', 'nova-metadata'];

export function isApiService({ binary }: { readonly binary: string | null }): boolean {
  return API_SERVICES.includes(binary ?? '');
}
