// SPDX-License-Identifier: Apache-2.0
import type { RuleDefault } from '@stackport/policy';
import { ADMIN, ADMIN_OR_SYSTEM_READER, SYSTEM_PROJECT } from './common.js';

export const endpointFilterRules: readonly RuleDefault[] = [
  {
    name: 'identity:create_endpoint_group',
    check: ADMIN,
    scopeTypes: SYSTEM_PROJECT,
    deprecatedRule: { name: 'identity:create_endpoint_group', check: ADMIN },
    operations: [{ method: 'POST', path: '/v3/OS-EP-FILTER/endpoint_groups' }],
  },
  {
    name: 'identity:list_endpoint_groups',
    check: ADMIN_OR_SYSTEM_READER,
    scopeTypes: SYSTEM_PROJECT,
    deprecatedRule: { name: 'identity:list_endpoint_groups', check: ADMIN },
    operations: [{ method: 'GET', path: '/v3/OS-EP-FILTER/endpoint_groups' }],
  },
  {
    name: 'identity:get_endpoint_group',
    check: ADMIN_OR_SYSTEM_READER,
    scopeTypes: SYSTEM_PROJECT,
    deprecatedRule: { name: 'identity:get_endpoint_group', check: ADMIN },
    operations: [
      { method: 'GET', path: '/v3/OS-EP-FILTER/endpoint_groups/{endpoint_group_id}' },
      { method: 'HEAD', path: '/v3/OS-EP-FILTER/endpoint_groups/{endpoint_group_id}' },
    ],
  },
  {
    name: 'identity:update_endpoint_group',
    check: ADMIN,
    scopeTypes: SYSTEM_PROJECT,
    deprecatedRule: { name: 'identity:update_endpoint_group', check: ADMIN },
    operations: [{ method: 'PATCH', path: '/v3/OS-EP-FILTER/endpoint_groups/{endpoint_group_id}' }],
  },
  {
    name: 'identity:delete_endpoint_group',
    check: ADMIN,
    scopeTypes: SYSTEM_PROJECT,
    deprecatedRule: { name: 'identity:delete_endpoint_group', check: ADMIN },
    operations: [{ method: 'DELETE', path: '/v3/OS-EP-FILTER/endpoint_groups/{endpoint_group_id}' }],
  },
  {
    name: 'identity:list_projects_associated_with_endpoint_group',
    check: ADMIN_OR_SYSTEM_READER,
    scopeTypes: SYSTEM_PROJECT,
    deprecatedRule: { name: 'identity:list_projects_associated_with_endpoint_group', check: ADMIN },
    operations: [{ method: 'GET', path: '/v3/OS-EP-FILTER/endpoint_groups/{endpoint_group_id}/projects' }],
  },
  {
    name: 'identity:list_endpoints_associated_with_endpoint_group',
    check: ADMIN_OR_SYSTEM_READER,
    scopeTypes: SYSTEM_PROJECT,
    deprecatedRule: { name: 'identity:list_endpoints_associated_with_endpoint_group', check: ADMIN },
    operations: [{ method: 'GET', path: '/v3/OS-EP-FILTER/endpoint_groups/{endpoint_group_id}/endpoints' }],
  },
  {
    name: 'identity:get_endpoint_group_in_project',
    check: ADMIN_OR_SYSTEM_READER,
    scopeTypes: SYSTEM_PROJECT,
    deprecatedRule: { name: 'identity:get_endpoint_group_in_project', check: ADMIN },
    operations: [
      { method: 'GET', path: '/v3/OS-EP-FILTER/endpoint_groups/{endpoint_group_id}/projects/{project_id}' },
      { method: 'HEAD', path: '/v3/OS-EP-FILTER/endpoint_groups/{endpoint_group_id}/projects/{project_id}' },
    ],
  },
  {
    name: 'identity:list_endpoint_groups_for_project',
    check: ADMIN_OR_SYSTEM_READER,
    scopeTypes: SYSTEM_PROJECT,
    deprecatedRule: { name: 'identity:list_endpoint_groups_for_project', check: ADMIN },
    operations: [{ method: 'GET', path: '/v3/OS-EP-FILTER/projects/{project_id}/endpoint_groups' }],
  },
  {
    name: 'identity:add_endpoint_group_to_project',
    check: ADMIN,
    scopeTypes: SYSTEM_PROJECT,
    deprecatedRule: { name: 'identity:add_endpoint_group_to_project', check: ADMIN },
    operations: [{ method: 'PUT', path: '/v3/OS-EP-FILTER/endpoint_groups/{endpoint_group_id}/projects/{project_id}' }],
  },
  {
    name: 'identity:remove_endpoint_group_from_project',
    check: ADMIN,
    scopeTypes: SYSTEM_PROJECT,
    deprecatedRule: { name: 'identity:remove_endpoint_group_from_project', check: ADMIN },
    operations: [
      {
        method: 'DELETE',
        path: '/v3/OS-EP-FILTER/endpoint_groups/{endpoint_group_id}/projects/{project_id}',
      },
    ],
  },
  {
    name: 'identity:list_projects_for_endpoint',
    check: ADMIN_OR_SYSTEM_READER,
    scopeTypes: SYSTEM_PROJECT,
    deprecatedRule: { name: 'identity:list_projects_for_endpoint', check: ADMIN },
    operations: [{ method: 'GET', path: '/v3/OS-EP-FILTER/endpoints/{endpoint_id}/projects' }],
  },
  {
    name: 'identity:add_endpoint_to_project',
    check: ADMIN,
    scopeTypes: SYSTEM_PROJECT,
    deprecatedRule: { name: 'identity:add_endpoint_to_project', check: ADMIN },
    operations: [{ method: 'PUT', path: '/v3/OS-EP-FILTER/projects/{project_id}/endpoints/{endpoint_id}' }],
  },
  {
    name: 'identity:check_endpoint_in_project',
    check: ADMIN_OR_SYSTEM_READER,
    scopeTypes: SYSTEM_PROJECT,
    deprecatedRule: { name: 'identity:check_endpoint_in_project', check: ADMIN },
    operations: [
      { method: 'GET', path: '/v3/OS-EP-FILTER/projects/{project_id}/endpoints/{endpoint_id}' },
      { method: 'HEAD', path: '/v3/OS-EP-FILTER/projects/{project_id}/endpoints/{endpoint_id}' },
    ],
  },
  {
    name: 'identity:list_endpoints_for_project',
    check: ADMIN_OR_SYSTEM_READER,
    scopeTypes: SYSTEM_PROJECT,
    deprecatedRule: { name: 'identity:list_endpoints_for_project', check: ADMIN },
    operations: [{ method: 'GET', path: '/v3/OS-EP-FILTER/projects/{project_id}/endpoints' }],
  },
  {
    name: 'identity:remove_endpoint_from_project',
    check: ADMIN,
    scopeTypes: SYSTEM_PROJECT,
    deprecatedRule: { name: 'identity:remove_endpoint_from_project', check: ADMIN },
    operations: [{ method: 'DELETE', path: '/v3/OS-EP-FILTER/projects/{project_id}/endpoints/{endpoint_id}' }],
  },
];
