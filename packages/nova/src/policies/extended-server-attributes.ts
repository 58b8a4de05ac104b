// SPDX-License-Identifier: Apache-2.0
import type { RuleDefault } from '@stackport/policy';

export const extendedServerAttributesRules: readonly RuleDefault[] = [
  {
    name: 'os_compute_api:os-extended-server-attributes',
    check: 'rule:context_is_admin',
    scopeTypes: ['project'],
    operations: [
      { method: 'GET', path: '/servers/{id}' },
      { method: 'GET', path: '/servers/detail' },
      { method: 'PUT', path: '/servers/{server_id}' },
      { method: 'POST', path: '/servers/{server_id}/action (rebuild)' },
    ],
  },
];
