// SPDX-License-Identifier: Apache-2.0
import type { RuleDefault } from '@stackport/policy';

export const serverExternalEventsRules: readonly RuleDefault[] = [
  {
    name: 'os_compute_api:os-server-external-events:create',
    check: 'rule:context_is_admin',
    scopeTypes: ['project'],
    operations: [{ method: 'POST', path: '/os-server-external-events' }],
  },
];
