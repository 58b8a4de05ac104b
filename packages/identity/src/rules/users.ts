// SPDX-License-Identifier: Apache-2.0
import type { RuleDefault } from '@stackport/policy';
import { ADMIN, ANY_SCOPE } from './common.js';

export const usersRules: readonly RuleDefault[] = [
  {
    name: 'identity:list_user_projects',
    check:
      '(rule:admin_required) or (role:reader and system_scope:all) or (role:reader and domain_id:%(target.user.domain_id)s) or user_id:%(target.user.id)s',
    scopeTypes: ANY_SCOPE,
    deprecatedRule: { name: 'identity:list_user_projects', check: 'rule:admin_or_owner' },
    operations: [{ method: 'GET', path: '/v3/users/{user_id}/projects' }],
  },
  {
    name: 'identity:get_user',
    check:
      '(rule:admin_required) or (role:reader and system_scope:all) or (role:reader and token.domain.id:%(target.user.domain_id)s) or user_id:%(target.user.id)s',
    scopeTypes: ANY_SCOPE,
    deprecatedRule: { name: 'identity:get_user', check: 'rule:admin_or_owner' },
    operations: [
      { method: 'GET', path: '/v3/users/{user_id}' },
      { method: 'HEAD', path: '/v3/users/{user_id}' },
    ],
  },
  {
    name: 'identity:list_users',
    check:
      '(rule:admin_required) or (role:reader and system_scope:all) or (role:reader and domain_id:%(target.domain_id)s)',
    scopeTypes: ANY_SCOPE,
    deprecatedRule: { name: 'identity:list_users', check: ADMIN },
    operations: [
      { method: 'GET', path: '/v3/users' },
      { method: 'HEAD', path: '/v3/users' },
    ],
  },
  {
    name: 'identity:create_user',
    check: ADMIN,
    scopeTypes: ANY_SCOPE,
    deprecatedRule: { name: 'identity:create_user', check: ADMIN },
    operations: [{ method: 'POST', path: '/v3/users' }],
  },
  {
    name: 'identity:update_user',
    check: ADMIN,
    scopeTypes: ANY_SCOPE,
    deprecatedRule: { name: 'identity:update_user', check: ADMIN },
    operations: [{ method: 'PATCH', path: '/v3/users/{user_id}' }],
  },
  {
    name: 'identity:delete_user',
    check: ADMIN,
    scopeTypes: ANY_SCOPE,
    deprecatedRule: { name: 'identity:delete_user', check: ADMIN },
    operations: [{ method: 'DELETE', path: '/v3/users/{user_id}' }],
  },
];
