// SPDX-License-Identifier: Apache-2.0

/**
 * A URL with scheme and host, and what goes before its path, of another one (nova 26, _update_link_prefix).
 * @param prefix - `compute_link_prefix` or `glance_link_prefix`; without one the URL stays as it is
 */
export function withPrefix(url: string, prefix: string | undefined): string {
  if (prefix === undefined || prefix === '') return url;
  const path = /^[^:/]+:\/\/[^/]*(.*)$/s.exec(url)?.[1] ?? url;
  return `${prefix}${path}`.replace(/\/+$/, '');
}
