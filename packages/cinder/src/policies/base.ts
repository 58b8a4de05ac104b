// SPDX-License-Identifier: Apache-2.0
import type { RuleDefault } from '@stackport/policy';

/** Rules that the others refer to. */
export const baseRules: readonly RuleDefault[] = [
  {
    name: 'admin_or_owner',
    check: 'is_admin:True or (role:admin and is_admin_project:True) or project_id:%(project_id)s',
  },
  {
    name: 'system_or_domain_or_project_admin',
    check:
      '(role:admin and system_scope:all) or (role:admin and domain_id:%(domain_id)s) or (role:admin and project_id:%(project_id)s)',
  },
  { name: 'context_is_admin', check: 'role:admin' },
  { name: 'admin_api', check: 'is_admin:True or (role:admin and is_admin_project:True)' },
  { name: 'xena_system_admin_or_project_reader', check: '(role:admin) or (role:reader and project_id:%(project_id)s)' },
  { name: 'xena_system_admin_or_project_member', check: '(role:admin) or (role:member and project_id:%(project_id)s)' },
];
