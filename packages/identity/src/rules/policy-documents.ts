// SPDX-License-Identifier: Apache-2.0
import type { RuleDefault } from '@stackport/policy';
import { ADMIN, ADMIN_OR_SYSTEM_READER, SYSTEM_PROJECT } from './common.js';

export const policyDocumentsRules: readonly RuleDefault[] = [
  {
    name: 'identity:get_policy',
    check: ADMIN_OR_SYSTEM_READER,
    scopeTypes: SYSTEM_PROJECT,
    deprecatedRule: { name: 'identity:get_policy', check: ADMIN },
    operations: [{ method: 'GET', path: '/v3/policies/{policy_id}' }],
  },
  {
    name: 'identity:list_policies',
    check: ADMIN_OR_SYSTEM_READER,
    scopeTypes: SYSTEM_PROJECT,
    deprecatedRule: { name: 'identity:list_policies', check: ADMIN },
    operations: [{ method: 'GET', path: '/v3/policies' }],
  },
  {
    name: 'identity:create_policy',
    check: ADMIN,
    scopeTypes: SYSTEM_PROJECT,
    deprecatedRule: { name: 'identity:create_policy', check: ADMIN },
    operations: [{ method: 'POST', path: '/v3/policies' }],
  },
  {
    name: 'identity:update_policy',
    check: ADMIN,
    scopeTypes: SYSTEM_PROJECT,
    deprecatedRule: { name: 'identity:update_policy', check: ADMIN },
    operations: [{ method: 'PATCH', path: '/v3/policies/{policy_id}' }],
  },
  {
    name: 'identity:delete_policy',
    check: ADMIN,
    scopeTypes: SYSTEM_PROJECT,
    deprecatedRule: { name: 'identity:delete_policy', check: ADMIN },
    operations: [{ method: 'DELETE', path: '/v3/policies/{policy_id}' }],
  },
  {
    name: 'identity:create_policy_association_for_endpoint',
    check: ADMIN,
    scopeTypes: SYSTEM_PROJECT,
    deprecatedRule: { name: 'identity:create_policy_association_for_endpoint', check: ADMIN },
    operations: [{ method: 'PUT', path: '/v3/policies/{policy_id}/OS-ENDPOINT-POLICY/endpoints/{endpoint_id}' }],
  },
  {
    name: 'identity:check_policy_association_for_endpoint',
    check: ADMIN_OR_SYSTEM_READER,
    scopeTypes: SYSTEM_PROJECT,
    deprecatedRule: { name: 'identity:check_policy_association_for_endpoint', check: ADMIN },
    operations: [
      { method: 'GET', path: '/v3/policies/{policy_id}/OS-ENDPOINT-POLICY/endpoints/{endpoint_id}' },
      { method: 'HEAD', path: '/v3/policies/{policy_id}/OS-ENDPOINT-POLICY/endpoints/{endpoint_id}' },
    ],
  },
  {
    name: 'identity:delete_policy_association_for_endpoint',
    check: ADMIN,
    scopeTypes: SYSTEM_PROJECT,
    deprecatedRule: { name: 'identity:delete_policy_association_for_endpoint', check: ADMIN },
    operations: [{ method: 'DELETE', path: '/v3/policies/{policy_id}/OS-ENDPOINT-POLICY/endpoints/{endpoint_id}' }],
  },
  {
    name: 'identity:create_policy_association_for_service',
    check: ADMIN,
    scopeTypes: SYSTEM_PROJECT,
    deprecatedRule: { name: 'identity:create_policy_association_for_service', check: ADMIN },
    operations: [{ method: 'PUT', path: '/v3/policies/{policy_id}/OS-ENDPOINT-POLICY/services/{service_id}' }],
  },
  {
    name: 'identity:check_policy_association_for_service',
    check: ADMIN_OR_SYSTEM_READER,
    scopeTypes: SYSTEM_PROJECT,
    deprecatedRule: { name: 'identity:check_policy_association_for_service', check: ADMIN },
    operations: [
      { method: 'GET', path: '/v3/policies/{policy_id}/OS-ENDPOINT-POLICY/services/{service_id}' },
      { method: 'HEAD', path: '/v3/policies/{policy_id}/OS-ENDPOINT-POLICY/services/{service_id}' },
    ],
  },
  {
    name: 'identity:delete_policy_association_for_service',
    check: ADMIN,
    scopeTypes: SYSTEM_PROJECT,
    deprecatedRule: { name: 'identity:delete_policy_association_for_service', check: ADMIN },
    operations: [{ method: 'DELETE', path: '/v3/policies/{policy_id}/OS-ENDPOINT-POLICY/services/{service_id}' }],
  },
  {
    name: 'identity:create_policy_association_for_region_and_service',
    check: ADMIN,
    scopeTypes: SYSTEM_PROJECT,
    deprecatedRule: { name: 'identity:create_policy_association_for_region_and_service', check: ADMIN },
    operations: [
      {
        method: 'PUT',
        path: '/v3/policies/{policy_id}/OS-ENDPOINT-POLICY/services/{service_id}/regions/{region_id}',
      },
    ],
  },
  {
    name: 'identity:check_policy_association_for_region_and_service',
    check: ADMIN_OR_SYSTEM_READER,
    scopeTypes: SYSTEM_PROJECT,
    deprecatedRule: { name: 'identity:check_policy_association_for_region_and_service', check: ADMIN },
    operations: [
      {
        method: 'GET',
        path: '/v3/policies/{policy_id}/OS-ENDPOINT-POLICY/services/{service_id}/regions/{region_id}',
      },
      {
        method: 'HEAD',
        path: '/v3/policies/{policy_id}/OS-ENDPOINT-POLICY/services/{service_id}/regions/{region_id}',
      },
    ],
  },
  {
    name: 'identity:delete_policy_association_for_region_and_service',
    check: ADMIN,
    scopeTypes: SYSTEM_PROJECT,
    deprecatedRule: { name: 'identity:delete_policy_association_for_region_and_service', check: ADMIN },
    operations: [
      {
        method: 'DELETE',
        path: '/v3/policies/{policy_id}/OS-ENDPOINT-POLICY/services/{service_id}/regions/{region_id}',
      },
    ],
  },
  {
    name: 'identity:get_policy_for_endpoint',
    check: ADMIN_OR_SYSTEM_READER,
    scopeTypes: SYSTEM_PROJECT,
    deprecatedRule: { name: 'identity:get_policy_for_endpoint', check: ADMIN },
    operations: [
      { method: 'GET', path: '/v3/endpoints/{endpoint_id}/OS-ENDPOINT-POLICY/policy' },
      { method: 'HEAD', path: '/v3/endpoints/{endpoint_id}/OS-ENDPOINT-POLICY/policy' },
    ],
  },
  {
    name: 'identity:list_endpoints_for_policy',
    check: ADMIN_OR_SYSTEM_READER,
    scopeTypes: SYSTEM_PROJECT,
    deprecatedRule: { name: 'identity:list_endpoints_for_policy', check: ADMIN },
    operations: [{ method: 'GET', path: '/v3/policies/{policy_id}/OS-ENDPOINT-POLICY/endpoints' }],
  },
];
