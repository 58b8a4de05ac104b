// SPDX-License-Identifier: Apache-2.0
import type { RuleDefault } from '@stackport/policy';
import { PROJECT, SYSTEM_PROJECT } from './common.js';

export const applicationCredentialsRules: readonly RuleDefault[] = [
  {
    name: 'identity:get_access_rule',
    check: '(role:reader and system_scope:all) or user_id:%(target.user.id)s',
    scopeTypes: SYSTEM_PROJECT,
    operations: [
      { method: 'GET', path: '/v3/users/{user_id}/access_rules/{access_rule_id}' },
      { method: 'HEAD', path: '/v3/users/{user_id}/access_rules/{access_rule_id}' },
    ],
  },
  {
    name: 'identity:list_access_rules',
    check: '(role:reader and system_scope:all) or user_id:%(target.user.id)s',
    scopeTypes: SYSTEM_PROJECT,
    operations: [
      { method: 'GET', path: '/v3/users/{user_id}/access_rules' },
      { method: 'HEAD', path: '/v3/users/{user_id}/access_rules' },
    ],
  },
  {
    name: 'identity:delete_access_rule',
    check: '(role:admin and system_scope:all) or user_id:%(target.user.id)s',
    scopeTypes: SYSTEM_PROJECT,
    operations: [{ method: 'DELETE', path: '/v3/users/{user_id}/access_rules/{access_rule_id}' }],
  },
  {
    name: 'identity:get_application_credential',
    check: '(rule:admin_required) or (role:reader and system_scope:all) or rule:owner',
    scopeTypes: SYSTEM_PROJECT,
    deprecatedRule: { name: 'identity:get_application_credential', check: 'rule:admin_or_owner' },
    operations: [
      { method: 'GET', path: '/v3/users/{user_id}/application_credentials/{application_credential_id}' },
      { method: 'HEAD', path: '/v3/users/{user_id}/application_credentials/{application_credential_id}' },
    ],
  },
  {
    name: 'identity:list_application_credentials',
    check: '(rule:admin_required) or (role:reader and system_scope:all) or rule:owner',
    scopeTypes: SYSTEM_PROJECT,
    deprecatedRule: { name: 'identity:list_application_credentials', check: 'rule:admin_or_owner' },
    operations: [
      { method: 'GET', path: '/v3/users/{user_id}/application_credentials' },
      { method: 'HEAD', path: '/v3/users/{user_id}/application_credentials' },
    ],
  },
  {
    name: 'identity:create_application_credential',
    check: 'user_id:%(user_id)s',
    scopeTypes: PROJECT,
    operations: [{ method: 'POST', path: '/v3/users/{user_id}/application_credentials' }],
  },
  {
    name: 'identity:delete_application_credential',
    check: 'rule:admin_or_owner',
    scopeTypes: SYSTEM_PROJECT,
    deprecatedRule: { name: 'identity:delete_application_credential', check: 'rule:admin_or_owner' },
    operations: [{ method: 'DELETE', path: '/v3/users/{user_id}/application_credentials/{application_credential_id}' }],
  },
];
