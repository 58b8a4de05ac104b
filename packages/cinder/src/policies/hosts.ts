// SPDX-License-Identifier: Apache-2.0
import type { RuleDefault } from '@stackport/policy';

export const hostsRules: readonly RuleDefault[] = [
  {
    name: 'volume_extension:hosts',
    check: 'rule:admin_api',
    operations: [
      { method: 'GET', path: '/os-hosts' },
      { method: 'PUT', path: '/os-hosts/{host_name}' },
      { method: 'GET', path: '/os-hosts/{host_id}' },
    ],
  },
];
