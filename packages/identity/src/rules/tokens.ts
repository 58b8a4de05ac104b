// SPDX-License-Identifier: Apache-2.0
import type { RuleDefault } from '@stackport/policy';
import { ANY_SCOPE, SYSTEM_PROJECT } from './common.js';

export const tokensRules: readonly RuleDefault[] = [
  {
    name: 'identity:get_auth_catalog',
    check: '',
    operations: [
      { method: 'GET', path: '/v3/auth/catalog' },
      { method: 'HEAD', path: '/v3/auth/catalog' },
    ],
  },
  {
    name: 'identity:get_auth_projects',
    check: '',
    operations: [
      { method: 'GET', path: '/v3/auth/projects' },
      { method: 'HEAD', path: '/v3/auth/projects' },
    ],
  },
  {
    name: 'identity:get_auth_domains',
    check: '',
    operations: [
      { method: 'GET', path: '/v3/auth/domains' },
      { method: 'HEAD', path: '/v3/auth/domains' },
    ],
  },
  {
    name: 'identity:get_auth_system',
    check: '',
    operations: [
      { method: 'GET', path: '/v3/auth/system' },
      { method: 'HEAD', path: '/v3/auth/system' },
    ],
  },
  {
    name: 'identity:list_revoke_events',
    check: 'rule:service_or_admin',
    scopeTypes: SYSTEM_PROJECT,
    operations: [{ method: 'GET', path: '/v3/OS-REVOKE/events' }],
  },
  {
    name: 'identity:revocation_list',
    check: 'rule:service_or_admin',
    scopeTypes: SYSTEM_PROJECT,
    operations: [{ method: 'GET', path: '/v3/auth/tokens/OS-PKI/revoked' }],
  },
  {
    name: 'identity:check_token',
    check: 'rule:admin_required or (role:reader and system_scope:all) or rule:token_subject',
    scopeTypes: ANY_SCOPE,
    deprecatedRule: { name: 'identity:check_token', check: 'rule:admin_or_token_subject' },
    operations: [{ method: 'HEAD', path: '/v3/auth/tokens' }],
  },
  {
    name: 'identity:validate_token',
    check: 'rule:admin_required or (role:reader and system_scope:all) or rule:service_role or rule:token_subject',
    scopeTypes: ANY_SCOPE,
    deprecatedRule: { name: 'identity:validate_token', check: 'rule:service_admin_or_token_subject' },
    operations: [{ method: 'GET', path: '/v3/auth/tokens' }],
  },
  {
    name: 'identity:revoke_token',
    check: 'rule:admin_required or rule:token_subject',
    scopeTypes: ANY_SCOPE,
    deprecatedRule: { name: 'identity:revoke_token', check: 'rule:admin_or_token_subject' },
    operations: [{ method: 'DELETE', path: '/v3/auth/tokens' }],
  },
  {
    name: 'identity:list_projects_for_user',
    check: '',
    operations: [{ method: 'GET', path: '/v3/auth/projects' }],
  },
  {
    name: 'identity:list_domains_for_user',
    check: '',
    operations: [{ method: 'GET', path: '/v3/auth/domains' }],
  },
];
