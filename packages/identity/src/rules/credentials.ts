// SPDX-License-Identifier: Apache-2.0
import type { RuleDefault } from '@stackport/policy';
import { ADMIN, ANY_SCOPE, SYSTEM_PROJECT } from './common.js';

export const credentialsRules: readonly RuleDefault[] = [
  {
    name: 'identity:get_credential',
    check: '(rule:admin_required) or (role:reader and system_scope:all) or user_id:%(target.credential.user_id)s',
    scopeTypes: SYSTEM_PROJECT,
    deprecatedRule: { name: 'identity:get_credential', check: ADMIN },
    operations: [{ method: 'GET', path: '/v3/credentials/{credential_id}' }],
  },
  {
    name: 'identity:list_credentials',
    check: '(rule:admin_required) or (role:reader and system_scope:all) or user_id:%(target.credential.user_id)s',
    scopeTypes: SYSTEM_PROJECT,
    deprecatedRule: { name: 'identity:list_credentials', check: ADMIN },
    operations: [{ method: 'GET', path: '/v3/credentials' }],
  },
  {
    name: 'identity:create_credential',
    check: '(rule:admin_required) or user_id:%(target.credential.user_id)s',
    scopeTypes: SYSTEM_PROJECT,
    deprecatedRule: { name: 'identity:create_credential', check: ADMIN },
    operations: [{ method: 'POST', path: '/v3/credentials' }],
  },
  {
    name: 'identity:update_credential',
    check: '(rule:admin_required) or user_id:%(target.credential.user_id)s',
    scopeTypes: SYSTEM_PROJECT,
    deprecatedRule: { name: 'identity:update_credential', check: ADMIN },
    operations: [{ method: 'PATCH', path: '/v3/credentials/{credential_id}' }],
  },
  {
    name: 'identity:delete_credential',
    check: '(rule:admin_required) or user_id:%(target.credential.user_id)s',
    scopeTypes: SYSTEM_PROJECT,
    deprecatedRule: { name: 'identity:delete_credential', check: ADMIN },
    operations: [{ method: 'DELETE', path: '/v3/credentials/{credential_id}' }],
  },
  {
    name: 'identity:ec2_get_credential',
    check: '(rule:admin_required) or (role:reader and system_scope:all) or user_id:%(target.credential.user_id)s',
    scopeTypes: SYSTEM_PROJECT,
    deprecatedRule: {
      name: 'identity:ec2_get_credential',
      check: 'rule:admin_required or (rule:owner and user_id:%(target.credential.user_id)s)',
    },
    operations: [{ method: 'GET', path: '/v3/users/{user_id}/credentials/OS-EC2/{credential_id}' }],
  },
  {
    name: 'identity:ec2_list_credentials',
    check: '(rule:admin_required) or (role:member and user_id:%(target.credential.user_id)s)',
    scopeTypes: SYSTEM_PROJECT,
    deprecatedRule: { name: 'identity:ec2_list_credentials', check: 'rule:admin_or_owner' },
    operations: [{ method: 'GET', path: '/v3/users/{user_id}/credentials/OS-EC2' }],
  },
  {
    name: 'identity:ec2_create_credential',
    check: '(rule:admin_required) or (role:member and user_id:%(target.credential.user_id)s)',
    scopeTypes: SYSTEM_PROJECT,
    deprecatedRule: { name: 'identity:ec2_create_credential', check: 'rule:admin_or_owner' },
    operations: [{ method: 'POST', path: '/v3/users/{user_id}/credentials/OS-EC2' }],
  },
  {
    name: 'identity:ec2_delete_credential',
    check: '(rule:admin_required) or user_id:%(target.credential.user_id)s',
    scopeTypes: SYSTEM_PROJECT,
    deprecatedRule: {
      name: 'identity:ec2_delete_credential',
      check: 'rule:admin_required or (rule:owner and user_id:%(target.credential.user_id)s)',
    },
    operations: [{ method: 'DELETE', path: '/v3/users/{user_id}/credentials/OS-EC2/{credential_id}' }],
  },
  {
    name: 'identity:s3tokens_validate',
    check: 'rule:service_or_admin',
    scopeTypes: ANY_SCOPE,
    operations: [{ method: 'POST', path: '/v3/s3tokens' }],
  },
  {
    name: 'identity:ec2tokens_validate',
    check: 'rule:service_or_admin',
    scopeTypes: ANY_SCOPE,
    operations: [{ method: 'POST', path: '/v3/ec2tokens' }],
  },
];
