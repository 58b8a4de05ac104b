// SPDX-License-Identifier: Apache-2.0
import type { RuleDefault } from '@stackport/policy';

export const workersRules: readonly RuleDefault[] = [
  { name: 'workers:cleanup', check: 'rule:admin_api', operations: [{ method: 'POST', path: '/workers/cleanup' }] },
];
