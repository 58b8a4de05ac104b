// SPDX-License-Identifier: Apache-2.0
import type { RuleDefault } from '@stackport/policy';

/** What the rules were until Victoria. */
const ADMIN_API = { name: 'rule:admin_api', check: 'role:admin' } as const;

/** Rules that the others refer to. */
export const baseRules: readonly RuleDefault[] = [
  {
    name: 'admin_api',
    check: 'role:admin',
    scopeTypes: ['system'],
  },
  {
    name: 'system_admin_api',
    check: 'role:admin and system_scope:all',
    deprecatedRule: ADMIN_API,
  },
  {
    name: 'system_reader_api',
    check: 'role:reader and system_scope:all',
    deprecatedRule: ADMIN_API,
  },
  {
    name: 'project_reader_api',
    check: 'role:reader and project_id:%(project_id)s',
    deprecatedRule: ADMIN_API,
  },
  {
    name: 'system_or_project_reader',
    check: 'rule:system_reader_api or rule:project_reader_api',
    deprecatedRule: ADMIN_API,
  },
];
