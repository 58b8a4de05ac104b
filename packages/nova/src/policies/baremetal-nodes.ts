// SPDX-License-Identifier: Apache-2.0
import type { RuleDefault } from '@stackport/policy';

export const baremetalNodesRules: readonly RuleDefault[] = [
  {
    name: 'os_compute_api:os-baremetal-nodes:list',
    check: 'rule:context_is_admin',
    scopeTypes: ['project'],
    deprecatedRule: { name: 'os_compute_api:os-baremetal-nodes', check: 'rule:admin_api' },
    operations: [{ method: 'GET', path: '/os-baremetal-nodes' }],
  },
  {
    name: 'os_compute_api:os-baremetal-nodes:show',
    check: 'rule:context_is_admin',
    scopeTypes: ['project'],
    deprecatedRule: { name: 'os_compute_api:os-baremetal-nodes', check: 'rule:admin_api' },
    operations: [{ method: 'GET', path: '/os-baremetal-nodes/{node_id}' }],
  },
];
