// SPDX-License-Identifier: Apache-2.0
import { hostname, networkInterfaces } from 'node:os';
import type { GivenValues } from '@stackport/config';

/**
 * What cinder puts in the place of its libraries' defaults (cinder 21, common/config.py, set_external_library_defaults),
 * and the defaults that a machine gives: its name and its address.
 */
export function cinderDefaultValues(): GivenValues {
  return {
    DEFAULT: { host: hostname(), my_ip: ownAddress() },
    cors: {
      allow_headers: [
        'X-Auth-Token',
        'X-Identity-Status',
        'X-Roles',
        'X-Service-Catalog',
        'X-User-Id',
        'X-Tenant-Id',
        'X-OpenStack-Request-ID',
        'X-Trace-Info',
        'X-Trace-HMAC',
        'OpenStack-API-Version',
      ],
      expose_headers: [
        'X-Auth-Token',
        'X-Subject-Token',
        'X-Service-Token',
        'X-OpenStack-Request-ID',
        'OpenStack-API-Version',
      ],
      allow_methods: ['GET', 'PUT', 'POST', 'DELETE', 'PATCH', 'HEAD'],
    },
    oslo_policy: { policy_file: 'policy.yaml' },
  };
}

/** The first IPv4 address that others may reach, as oslo.utils' get_my_ipv4 finds it. */
function ownAddress(): string {
  const addresses = Object.values(networkInterfaces()).flatMap((all) => all ?? []);
  return addresses.find(({ family, internal }) => family === 'IPv4' && !internal)?.address ?? '127.0.0.1';
}
