// SPDX-License-Identifier: Apache-2.0
import type { RuleDefault } from '@stackport/policy';
import { ADMIN, ADMIN_OR_SYSTEM_READER, PROJECT, SYSTEM_PROJECT } from './common.js';

export const trustsRules: readonly RuleDefault[] = [
  {
    name: 'identity:create_trust',
    check: 'user_id:%(target.trust.trustor_user_id)s',
    scopeTypes: PROJECT,
    operations: [{ method: 'POST', path: '/v3/OS-TRUST/trusts' }],
  },
  {
    name: 'identity:list_trusts',
    check: ADMIN_OR_SYSTEM_READER,
    scopeTypes: SYSTEM_PROJECT,
    deprecatedRule: { name: 'identity:list_trusts', check: ADMIN },
    operations: [
      { method: 'GET', path: '/v3/OS-TRUST/trusts' },
      { method: 'HEAD', path: '/v3/OS-TRUST/trusts' },
    ],
  },
  {
    name: 'identity:list_trusts_for_trustor',
    check: '(rule:admin_required) or (role:reader and system_scope:all or user_id:%(target.trust.trustor_user_id)s)',
    scopeTypes: SYSTEM_PROJECT,
    operations: [
      { method: 'GET', path: '/v3/OS-TRUST/trusts?trustor_user_id={trustor_user_id}' },
      { method: 'HEAD', path: '/v3/OS-TRUST/trusts?trustor_user_id={trustor_user_id}' },
    ],
  },
  {
    name: 'identity:list_trusts_for_trustee',
    check: '(rule:admin_required) or (role:reader and system_scope:all or user_id:%(target.trust.trustee_user_id)s)',
    scopeTypes: SYSTEM_PROJECT,
    operations: [
      { method: 'GET', path: '/v3/OS-TRUST/trusts?trustee_user_id={trustee_user_id}' },
      { method: 'HEAD', path: '/v3/OS-TRUST/trusts?trustee_user_id={trustee_user_id}' },
    ],
  },
  {
    name: 'identity:list_roles_for_trust',
    check:
      '(rule:admin_required) or (role:reader and system_scope:all or user_id:%(target.trust.trustor_user_id)s or user_id:%(target.trust.trustee_user_id)s)',
    scopeTypes: SYSTEM_PROJECT,
    deprecatedRule: {
      name: 'identity:list_roles_for_trust',
      check: 'user_id:%(target.trust.trustor_user_id)s or user_id:%(target.trust.trustee_user_id)s',
    },
    operations: [
      { method: 'GET', path: '/v3/OS-TRUST/trusts/{trust_id}/roles' },
      { method: 'HEAD', path: '/v3/OS-TRUST/trusts/{trust_id}/roles' },
    ],
  },
  {
    name: 'identity:get_role_for_trust',
    check:
      '(rule:admin_required) or (role:reader and system_scope:all or user_id:%(target.trust.trustor_user_id)s or user_id:%(target.trust.trustee_user_id)s)',
    scopeTypes: SYSTEM_PROJECT,
    deprecatedRule: {
      name: 'identity:get_role_for_trust',
      check: 'user_id:%(target.trust.trustor_user_id)s or user_id:%(target.trust.trustee_user_id)s',
    },
    operations: [
      { method: 'GET', path: '/v3/OS-TRUST/trusts/{trust_id}/roles/{role_id}' },
      { method: 'HEAD', path: '/v3/OS-TRUST/trusts/{trust_id}/roles/{role_id}' },
    ],
  },
  {
    name: 'identity:delete_trust',
    check: 'rule:admin_required or user_id:%(target.trust.trustor_user_id)s',
    scopeTypes: SYSTEM_PROJECT,
    deprecatedRule: { name: 'identity:delete_trust', check: 'user_id:%(target.trust.trustor_user_id)s' },
    operations: [{ method: 'DELETE', path: '/v3/OS-TRUST/trusts/{trust_id}' }],
  },
  {
    name: 'identity:get_trust',
    check:
      '(rule:admin_required) or (role:reader and system_scope:all or user_id:%(target.trust.trustor_user_id)s or user_id:%(target.trust.trustee_user_id)s)',
    scopeTypes: SYSTEM_PROJECT,
    deprecatedRule: {
      name: 'identity:get_trust',
      check: 'user_id:%(target.trust.trustor_user_id)s or user_id:%(target.trust.trustee_user_id)s',
    },
    operations: [
      { method: 'GET', path: '/v3/OS-TRUST/trusts/{trust_id}' },
      { method: 'HEAD', path: '/v3/OS-TRUST/trusts/{trust_id}' },
    ],
  },
];
