// SPDX-License-Identifier: Apache-2.0
import { hostname, networkInterfaces } from 'node:os';
import type { GivenValues } from '@stackport/config';

const CLIENT_HEADERS = [
  'X-Auth-Token',
  'X-Openstack-Request-Id',
  'X-Identity-Status',
  'X-Roles',
  'X-Service-Catalog',
  'X-User-Id',
  'X-Tenant-Id',
  'X-OpenStack-Nova-API-Version',
  'OpenStack-API-Version',
];

/**
 * What nova puts in the place of its libraries' defaults (nova 26, config.py and middleware.py), and the defaults that a
 * machine gives: its name and its address.
 */
export function novaDefaultValues(): GivenValues {
  const interfaces = ['internal', 'public'];
  return {
    DEFAULT: { host: hostname(), my_ip: ownAddress(), control_exchange: 'nova' },
    keystone: { service_type: 'identity', valid_interfaces: interfaces },
    glance: { service_type: 'image', valid_interfaces: interfaces },
    neutron: { service_type: 'network', valid_interfaces: interfaces },
    placement: { service_type: 'placement', valid_interfaces: interfaces },
    cors: {
      allow_headers: CLIENT_HEADERS,
      expose_headers: [
        'X-Auth-Token',
        'X-Openstack-Request-Id',
        'X-Subject-Token',
        'X-Service-Token',
        'X-OpenStack-Nova-API-Version',
        'OpenStack-API-Version',
      ],
      allow_methods: ['GET', 'PUT', 'POST', 'DELETE', 'PATCH'],
    },
    oslo_policy: { policy_file: 'policy.yaml' },
  };
}

/** The first IPv4 address that others may reach, as oslo.utils' get_my_ipv4 finds it. */
function ownAddress(): string {
  const addresses = Object.values(networkInterfaces()).flatMap((all) => all ?? []);
  return addresses.find(({ family, internal }) => family === 'IPv4' && !internal)?.address ?? '127.0.0.1';
}
