// SPDX-License-Identifier: Apache-2.0
import type { RuleDefault } from '@stackport/policy';

export const messagesRules: readonly RuleDefault[] = [
  {
    name: 'message:get_all',
    check: 'rule:xena_system_admin_or_project_reader',
    deprecatedRule: { name: 'message:get_all', check: 'rule:admin_or_owner' },
    operations: [{ method: 'GET', path: '/messages' }],
  },
  {
    name: 'message:get',
    check: 'rule:xena_system_admin_or_project_reader',
    deprecatedRule: { name: 'message:get', check: 'rule:admin_or_owner' },
    operations: [{ method: 'GET', path: '/messages/{message_id}' }],
  },
  {
    name: 'message:delete',
    check: 'rule:xena_system_admin_or_project_member',
    deprecatedRule: { name: 'message:delete', check: 'rule:admin_or_owner' },
    operations: [{ method: 'DELETE', path: '/messages/{message_id}' }],
  },
];
