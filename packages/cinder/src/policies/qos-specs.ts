// SPDX-License-Identifier: Apache-2.0
import type { RuleDefault } from '@stackport/policy';

export const qosSpecsRules: readonly RuleDefault[] = [
  {
    name: 'volume_extension:qos_specs_manage:get_all',
    check: 'rule:admin_api',
    operations: [
      { method: 'GET', path: '/qos-specs' },
      { method: 'GET', path: '/qos-specs/{qos_id}/associations' },
    ],
  },
  {
    name: 'volume_extension:qos_specs_manage:get',
    check: 'rule:admin_api',
    operations: [{ method: 'GET', path: '/qos-specs/{qos_id}' }],
  },
  {
    name: 'volume_extension:qos_specs_manage:create',
    check: 'rule:admin_api',
    operations: [{ method: 'POST', path: '/qos-specs' }],
  },
  {
    name: 'volume_extension:qos_specs_manage:update',
    check: 'rule:admin_api',
    operations: [
      { method: 'PUT', path: '/qos-specs/{qos_id}' },
      { method: 'GET', path: '/qos-specs/{qos_id}/disassociate_all' },
      { method: 'GET', path: '/qos-specs/{qos_id}/associate' },
      { method: 'GET', path: '/qos-specs/{qos_id}/disassociate' },
    ],
  },
  {
    name: 'volume_extension:qos_specs_manage:delete',
    check: 'rule:admin_api',
    operations: [
      { method: 'DELETE', path: '/qos-specs/{qos_id}' },
      { method: 'PUT', path: '/qos-specs/{qos_id}/delete_keys' },
    ],
  },
];
