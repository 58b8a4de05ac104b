// SPDX-License-Identifier: Apache-2.0
import type { RuleDefault } from '@stackport/policy';
import { ADMIN, ADMIN_OR_SYSTEM_READER, SYSTEM_PROJECT } from './common.js';

export const rolesRules: readonly RuleDefault[] = [
  {
    name: 'identity:get_implied_role',
    check: ADMIN_OR_SYSTEM_READER,
    scopeTypes: SYSTEM_PROJECT,
    deprecatedRule: { name: 'identity:get_implied_role', check: ADMIN },
    operations: [{ method: 'GET', path: '/v3/roles/{prior_role_id}/implies/{implied_role_id}' }],
  },
  {
    name: 'identity:list_implied_roles',
    check: ADMIN_OR_SYSTEM_READER,
    scopeTypes: SYSTEM_PROJECT,
    deprecatedRule: { name: 'identity:list_implied_roles', check: ADMIN },
    operations: [
      { method: 'GET', path: '/v3/roles/{prior_role_id}/implies' },
      { method: 'HEAD', path: '/v3/roles/{prior_role_id}/implies' },
    ],
  },
  {
    name: 'identity:create_implied_role',
    check: ADMIN,
    scopeTypes: SYSTEM_PROJECT,
    deprecatedRule: { name: 'identity:create_implied_role', check: ADMIN },
    operations: [{ method: 'PUT', path: '/v3/roles/{prior_role_id}/implies/{implied_role_id}' }],
  },
  {
    name: 'identity:delete_implied_role',
    check: ADMIN,
    scopeTypes: SYSTEM_PROJECT,
    deprecatedRule: { name: 'identity:delete_implied_role', check: ADMIN },
    operations: [{ method: 'DELETE', path: '/v3/roles/{prior_role_id}/implies/{implied_role_id}' }],
  },
  {
    name: 'identity:list_role_inference_rules',
    check: ADMIN_OR_SYSTEM_READER,
    scopeTypes: SYSTEM_PROJECT,
    deprecatedRule: { name: 'identity:list_role_inference_rules', check: ADMIN },
    operations: [
      { method: 'GET', path: '/v3/role_inferences' },
      { method: 'HEAD', path: '/v3/role_inferences' },
    ],
  },
  {
    name: 'identity:check_implied_role',
    check: ADMIN_OR_SYSTEM_READER,
    scopeTypes: SYSTEM_PROJECT,
    deprecatedRule: { name: 'identity:check_implied_role', check: ADMIN },
    operations: [{ method: 'HEAD', path: '/v3/roles/{prior_role_id}/implies/{implied_role_id}' }],
  },
  {
    name: 'identity:get_role',
    check: ADMIN_OR_SYSTEM_READER,
    scopeTypes: SYSTEM_PROJECT,
    deprecatedRule: { name: 'identity:get_role', check: ADMIN },
    operations: [
      { method: 'GET', path: '/v3/roles/{role_id}' },
      { method: 'HEAD', path: '/v3/roles/{role_id}' },
    ],
  },
  {
    name: 'identity:list_roles',
    check: ADMIN_OR_SYSTEM_READER,
    scopeTypes: SYSTEM_PROJECT,
    deprecatedRule: { name: 'identity:list_roles', check: ADMIN },
    operations: [
      { method: 'GET', path: '/v3/roles' },
      { method: 'HEAD', path: '/v3/roles' },
    ],
  },
  {
    name: 'identity:create_role',
    check: ADMIN,
    scopeTypes: SYSTEM_PROJECT,
    deprecatedRule: { name: 'identity:create_role', check: ADMIN },
    operations: [{ method: 'POST', path: '/v3/roles' }],
  },
  {
    name: 'identity:update_role',
    check: ADMIN,
    scopeTypes: SYSTEM_PROJECT,
    deprecatedRule: { name: 'identity:update_role', check: ADMIN },
    operations: [{ method: 'PATCH', path: '/v3/roles/{role_id}' }],
  },
  {
    name: 'identity:delete_role',
    check: ADMIN,
    scopeTypes: SYSTEM_PROJECT,
    deprecatedRule: { name: 'identity:delete_role', check: ADMIN },
    operations: [{ method: 'DELETE', path: '/v3/roles/{role_id}' }],
  },
  {
    name: 'identity:get_domain_role',
    check: ADMIN_OR_SYSTEM_READER,
    scopeTypes: SYSTEM_PROJECT,
    deprecatedRule: { name: 'identity:get_domain_role', check: ADMIN },
    operations: [
      { method: 'GET', path: '/v3/roles/{role_id}' },
      { method: 'HEAD', path: '/v3/roles/{role_id}' },
    ],
  },
  {
    name: 'identity:list_domain_roles',
    check: ADMIN_OR_SYSTEM_READER,
    scopeTypes: SYSTEM_PROJECT,
    deprecatedRule: { name: 'identity:list_domain_roles', check: ADMIN },
    operations: [
      { method: 'GET', path: '/v3/roles?domain_id={domain_id}' },
      { method: 'HEAD', path: '/v3/roles?domain_id={domain_id}' },
    ],
  },
  {
    name: 'identity:create_domain_role',
    check: ADMIN,
    scopeTypes: SYSTEM_PROJECT,
    deprecatedRule: { name: 'identity:create_domain_role', check: ADMIN },
    operations: [{ method: 'POST', path: '/v3/roles' }],
  },
  {
    name: 'identity:update_domain_role',
    check: ADMIN,
    scopeTypes: SYSTEM_PROJECT,
    deprecatedRule: { name: 'identity:update_domain_role', check: ADMIN },
    operations: [{ method: 'PATCH', path: '/v3/roles/{role_id}' }],
  },
  {
    name: 'identity:delete_domain_role',
    check: ADMIN,
    scopeTypes: SYSTEM_PROJECT,
    deprecatedRule: { name: 'identity:delete_domain_role', check: ADMIN },
    operations: [{ method: 'DELETE', path: '/v3/roles/{role_id}' }],
  },
];
