// SPDX-License-Identifier: Apache-2.0
import type { RuleDefault } from '@stackport/policy';
import { ADMIN, ADMIN_OR_SYSTEM_READER, ANY_SCOPE, SYSTEM_PROJECT } from './common.js';

export const catalogRules: readonly RuleDefault[] = [
  {
    name: 'identity:get_endpoint',
    check: ADMIN_OR_SYSTEM_READER,
    scopeTypes: SYSTEM_PROJECT,
    deprecatedRule: { name: 'identity:get_endpoint', check: ADMIN },
    operations: [{ method: 'GET', path: '/v3/endpoints/{endpoint_id}' }],
  },
  {
    name: 'identity:list_endpoints',
    check: ADMIN_OR_SYSTEM_READER,
    scopeTypes: SYSTEM_PROJECT,
    deprecatedRule: { name: 'identity:list_endpoints', check: ADMIN },
    operations: [{ method: 'GET', path: '/v3/endpoints' }],
  },
  {
    name: 'identity:create_endpoint',
    check: ADMIN,
    scopeTypes: SYSTEM_PROJECT,
    deprecatedRule: { name: 'identity:create_endpoint', check: ADMIN },
    operations: [{ method: 'POST', path: '/v3/endpoints' }],
  },
  {
    name: 'identity:update_endpoint',
    check: ADMIN,
    scopeTypes: SYSTEM_PROJECT,
    deprecatedRule: { name: 'identity:update_endpoint', check: ADMIN },
    operations: [{ method: 'PATCH', path: '/v3/endpoints/{endpoint_id}' }],
  },
  {
    name: 'identity:delete_endpoint',
    check: ADMIN,
    scopeTypes: SYSTEM_PROJECT,
    deprecatedRule: { name: 'identity:delete_endpoint', check: ADMIN },
    operations: [{ method: 'DELETE', path: '/v3/endpoints/{endpoint_id}' }],
  },
  {
    name: 'identity:get_region',
    check: '',
    scopeTypes: ANY_SCOPE,
    operations: [
      { method: 'GET', path: '/v3/regions/{region_id}' },
      { method: 'HEAD', path: '/v3/regions/{region_id}' },
    ],
  },
  {
    name: 'identity:list_regions',
    check: '',
    scopeTypes: ANY_SCOPE,
    operations: [
      { method: 'GET', path: '/v3/regions' },
      { method: 'HEAD', path: '/v3/regions' },
    ],
  },
  {
    name: 'identity:create_region',
    check: ADMIN,
    scopeTypes: SYSTEM_PROJECT,
    deprecatedRule: { name: 'identity:create_region', check: ADMIN },
    operations: [
      { method: 'POST', path: '/v3/regions' },
      { method: 'PUT', path: '/v3/regions/{region_id}' },
    ],
  },
  {
    name: 'identity:update_region',
    check: ADMIN,
    scopeTypes: SYSTEM_PROJECT,
    deprecatedRule: { name: 'identity:update_region', check: ADMIN },
    operations: [{ method: 'PATCH', path: '/v3/regions/{region_id}' }],
  },
  {
    name: 'identity:delete_region',
    check: ADMIN,
    scopeTypes: SYSTEM_PROJECT,
    deprecatedRule: { name: 'identity:delete_region', check: ADMIN },
    operations: [{ method: 'DELETE', path: '/v3/regions/{region_id}' }],
  },
  {
    name: 'identity:get_service',
    check: ADMIN_OR_SYSTEM_READER,
    scopeTypes: SYSTEM_PROJECT,
    deprecatedRule: { name: 'identity:get_service', check: ADMIN },
    operations: [{ method: 'GET', path: '/v3/services/{service_id}' }],
  },
  {
    name: 'identity:list_services',
    check: ADMIN_OR_SYSTEM_READER,
    scopeTypes: SYSTEM_PROJECT,
    deprecatedRule: { name: 'identity:list_services', check: ADMIN },
    operations: [{ method: 'GET', path: '/v3/services' }],
  },
  {
    name: 'identity:create_service',
    check: ADMIN,
    scopeTypes: SYSTEM_PROJECT,
    deprecatedRule: { name: 'identity:create_service', check: ADMIN },
    operations: [{ method: 'POST', path: '/v3/services' }],
  },
  {
    name: 'identity:update_service',
    check: ADMIN,
    scopeTypes: SYSTEM_PROJECT,
    deprecatedRule: { name: 'identity:update_service', check: ADMIN },
    operations: [{ method: 'PATCH', path: '/v3/services/{service_id}' }],
  },
  {
    name: 'identity:delete_service',
    check: ADMIN,
    scopeTypes: SYSTEM_PROJECT,
    deprecatedRule: { name: 'identity:delete_service', check: ADMIN },
    operations: [{ method: 'DELETE', path: '/v3/services/{service_id}' }],
  },
];
