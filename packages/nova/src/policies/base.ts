// SPDX-License-Identifier: Apache-2.0
import type { RuleDefault } from '@stackport/policy';

/** Rules that the others refer to. */
export const baseRules: readonly RuleDefault[] = [
  {
    name: 'context_is_admin',
    check: 'role:admin',
    deprecatedRule: { name: 'rule:admin_api', check: 'is_admin:True' },
  },
  {
    name: 'admin_or_owner',
    check: 'is_admin:True or project_id:%(project_id)s',
  },
  {
    name: 'admin_api',
    check: 'is_admin:True',
  },
  {
    name: 'project_member_api',
    check: 'role:member and project_id:%(project_id)s',
    deprecatedRule: { name: 'rule:admin_or_owner', check: 'is_admin:True or project_id:%(project_id)s' },
  },
  {
    name: 'project_reader_api',
    check: 'role:reader and project_id:%(project_id)s',
    deprecatedRule: { name: 'rule:admin_or_owner', check: 'is_admin:True or project_id:%(project_id)s' },
  },
  {
    name: 'project_member_or_admin',
    check: 'rule:project_member_api or rule:context_is_admin',
    deprecatedRule: { name: 'rule:admin_or_owner', check: 'is_admin:True or project_id:%(project_id)s' },
  },
  {
    name: 'project_reader_or_admin',
    check: 'rule:project_reader_api or rule:context_is_admin',
    deprecatedRule: { name: 'rule:admin_or_owner', check: 'is_admin:True or project_id:%(project_id)s' },
  },
];
