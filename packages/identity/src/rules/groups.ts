// SPDX-License-Identifier: Apache-2.0
import type { RuleDefault } from '@stackport/policy';
import { ADMIN, ANY_SCOPE } from './common.js';

export const groupsRules: readonly RuleDefault[] = [
  {
    name: 'identity:get_group',
    check:
      '(rule:admin_required) or (role:reader and system_scope:all) or (role:reader and domain_id:%(target.group.domain_id)s)',
    scopeTypes: ANY_SCOPE,
    deprecatedRule: { name: 'identity:get_group', check: ADMIN },
    operations: [
      { method: 'GET', path: '/v3/groups/{group_id}' },
      { method: 'HEAD', path: '/v3/groups/{group_id}' },
    ],
  },
  {
    name: 'identity:list_groups',
    check:
      '(rule:admin_required) or (role:reader and system_scope:all) or (role:reader and domain_id:%(target.group.domain_id)s)',
    scopeTypes: ANY_SCOPE,
    deprecatedRule: { name: 'identity:list_groups', check: ADMIN },
    operations: [
      { method: 'GET', path: '/v3/groups' },
      { method: 'HEAD', path: '/v3/groups' },
    ],
  },
  {
    name: 'identity:list_groups_for_user',
    check:
      '(rule:admin_required) or (role:reader and system_scope:all) or (role:reader and domain_id:%(target.user.domain_id)s) or user_id:%(user_id)s',
    scopeTypes: ANY_SCOPE,
    deprecatedRule: { name: 'identity:list_groups_for_user', check: 'rule:admin_or_owner' },
    operations: [
      { method: 'GET', path: '/v3/users/{user_id}/groups' },
      { method: 'HEAD', path: '/v3/users/{user_id}/groups' },
    ],
  },
  {
    name: 'identity:create_group',
    check: ADMIN,
    scopeTypes: ANY_SCOPE,
    deprecatedRule: { name: 'identity:create_group', check: ADMIN },
    operations: [{ method: 'POST', path: '/v3/groups' }],
  },
  {
    name: 'identity:update_group',
    check: ADMIN,
    scopeTypes: ANY_SCOPE,
    deprecatedRule: { name: 'identity:update_group', check: ADMIN },
    operations: [{ method: 'PATCH', path: '/v3/groups/{group_id}' }],
  },
  {
    name: 'identity:delete_group',
    check: ADMIN,
    scopeTypes: ANY_SCOPE,
    deprecatedRule: { name: 'identity:delete_group', check: ADMIN },
    operations: [{ method: 'DELETE', path: '/v3/groups/{group_id}' }],
  },
  {
    name: 'identity:list_users_in_group',
    check:
      '(rule:admin_required) or (role:reader and system_scope:all) or (role:reader and domain_id:%(target.group.domain_id)s)',
    scopeTypes: ANY_SCOPE,
    deprecatedRule: { name: 'identity:list_users_in_group', check: ADMIN },
    operations: [
      { method: 'GET', path: '/v3/groups/{group_id}/users' },
      { method: 'HEAD', path: '/v3/groups/{group_id}/users' },
    ],
  },
  {
    name: 'identity:remove_user_from_group',
    check: ADMIN,
    scopeTypes: ANY_SCOPE,
    deprecatedRule: { name: 'identity:remove_user_from_group', check: ADMIN },
    operations: [{ method: 'DELETE', path: '/v3/groups/{group_id}/users/{user_id}' }],
  },
  {
    name: 'identity:check_user_in_group',
    check:
      '(rule:admin_required) or (role:reader and system_scope:all) or (role:reader and domain_id:%(target.group.domain_id)s and domain_id:%(target.user.domain_id)s)',
    scopeTypes: ANY_SCOPE,
    deprecatedRule: { name: 'identity:check_user_in_group', check: ADMIN },
    operations: [
      { method: 'HEAD', path: '/v3/groups/{group_id}/users/{user_id}' },
      { method: 'GET', path: '/v3/groups/{group_id}/users/{user_id}' },
    ],
  },
  {
    name: 'identity:add_user_to_group',
    check: ADMIN,
    scopeTypes: ANY_SCOPE,
    deprecatedRule: { name: 'identity:add_user_to_group', check: ADMIN },
    operations: [{ method: 'PUT', path: '/v3/groups/{group_id}/users/{user_id}' }],
  },
];
