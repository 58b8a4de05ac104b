// SPDX-License-Identifier: Apache-2.0
import type { GivenValues } from '@stackport/config';

/** What glance puts in the place of its libraries' defaults (glance 25, common/config.py, set_config_defaults). */
export function glanceDefaultValues(): GivenValues {
  return {
    DEFAULT: { control_exchange: 'glance' },
    cors: {
      allow_headers: [
        'Content-MD5',
        'X-Image-Meta-Checksum',
        'X-Storage-Token',
        'Accept-Encoding',
        'X-Auth-Token',
        'X-Identity-Status',
        'X-Roles',
        'X-Service-Catalog',
        'X-User-Id',
        'X-Tenant-Id',
        'X-OpenStack-Request-ID',
      ],
      expose_headers: [
        'X-Image-Meta-Checksum',
        'X-Auth-Token',
        'X-Subject-Token',
        'X-Service-Token',
        'X-OpenStack-Request-ID',
      ],
      allow_methods: ['GET', 'PUT', 'POST', 'DELETE', 'PATCH'],
    },
    oslo_policy: { policy_file: 'policy.yaml' },
  };
}
