// SPDX-License-Identifier: Apache-2.0
import type { GivenValues } from '@stackport/config';

/** What Placement puts in the place of its libraries' defaults (placement 8.0, wsgi.py, _set_middleware_defaults). */
export function placementDefaultValues(): GivenValues {
  return {
    cors: {
      allow_headers: [
        'X-Auth-Token',
        'X-Openstack-Request-Id',
        'X-Identity-Status',
        'X-Roles',
        'X-Service-Catalog',
        'X-User-Id',
        'X-Tenant-Id',
        'OpenStack-API-Version',
      ],
      expose_headers: [
        'X-Auth-Token',
        'X-Openstack-Request-Id',
        'X-Subject-Token',
        'X-Service-Token',
        'OpenStack-API-Version',
      ],
      allow_methods: ['GET', 'PUT', 'POST', 'DELETE', 'PATCH'],
    },
    oslo_policy: { policy_file: 'policy.yaml' },
  };
}
