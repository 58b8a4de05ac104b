// SPDX-License-Identifier: Apache-2.0
import type { RuleDefault } from '@stackport/policy';

export const evacuateRules: readonly RuleDefault[] = [
  {
    name: 'os_compute_api:os-evacuate',
    check: 'rule:context_is_admin',
    scopeTypes: ['project'],
    operations: [{ method: 'POST', path: '/servers/{server_id}/action (evacuate)' }],
  },
];
