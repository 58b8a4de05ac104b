// SPDX-License-Identifier: Apache-2.0
import type { RuleDefault } from '@stackport/policy';
import { ADMIN, ANY_SCOPE } from './common.js';

export const projectsRules: readonly RuleDefault[] = [
  {
    name: 'identity:get_project',
    check:
      '(role:reader and system_scope:all) or (role:reader and domain_id:%(target.project.domain_id)s) or project_id:%(target.project.id)s',
    scopeTypes: ANY_SCOPE,
    deprecatedRule: {
      name: 'identity:get_project',
      check: 'rule:admin_required or project_id:%(target.project.id)s',
    },
    operations: [{ method: 'GET', path: '/v3/projects/{project_id}' }],
  },
  {
    name: 'identity:list_projects',
    check:
      '(rule:admin_required) or (role:reader and system_scope:all) or (role:reader and domain_id:%(target.domain_id)s)',
    scopeTypes: ANY_SCOPE,
    deprecatedRule: { name: 'identity:list_projects', check: ADMIN },
    operations: [{ method: 'GET', path: '/v3/projects' }],
  },
  {
    name: 'identity:create_project',
    check: ADMIN,
    scopeTypes: ANY_SCOPE,
    deprecatedRule: { name: 'identity:create_project', check: ADMIN },
    operations: [{ method: 'POST', path: '/v3/projects' }],
  },
  {
    name: 'identity:update_project',
    check: ADMIN,
    scopeTypes: ANY_SCOPE,
    deprecatedRule: { name: 'identity:update_project', check: ADMIN },
    operations: [{ method: 'PATCH', path: '/v3/projects/{project_id}' }],
  },
  {
    name: 'identity:delete_project',
    check: ADMIN,
    scopeTypes: ANY_SCOPE,
    deprecatedRule: { name: 'identity:delete_project', check: ADMIN },
    operations: [{ method: 'DELETE', path: '/v3/projects/{project_id}' }],
  },
  {
    name: 'identity:list_project_tags',
    check:
      '(rule:admin_required) or (role:reader and system_scope:all) or (role:reader and domain_id:%(target.project.domain_id)s) or project_id:%(target.project.id)s',
    scopeTypes: ANY_SCOPE,
    deprecatedRule: {
      name: 'identity:list_project_tags',
      check: 'rule:admin_required or project_id:%(target.project.id)s',
    },
    operations: [
      { method: 'GET', path: '/v3/projects/{project_id}/tags' },
      { method: 'HEAD', path: '/v3/projects/{project_id}/tags' },
    ],
  },
  {
    name: 'identity:get_project_tag',
    check:
      '(rule:admin_required) or (role:reader and system_scope:all) or (role:reader and domain_id:%(target.project.domain_id)s) or project_id:%(target.project.id)s',
    scopeTypes: ANY_SCOPE,
    deprecatedRule: {
      name: 'identity:get_project_tag',
      check: 'rule:admin_required or project_id:%(target.project.id)s',
    },
    operations: [
      { method: 'GET', path: '/v3/projects/{project_id}/tags/{value}' },
      { method: 'HEAD', path: '/v3/projects/{project_id}/tags/{value}' },
    ],
  },
  {
    name: 'identity:update_project_tags',
    check: ADMIN,
    scopeTypes: ANY_SCOPE,
    deprecatedRule: { name: 'identity:update_project_tags', check: ADMIN },
    operations: [{ method: 'PUT', path: '/v3/projects/{project_id}/tags' }],
  },
  {
    name: 'identity:create_project_tag',
    check: ADMIN,
    scopeTypes: ANY_SCOPE,
    deprecatedRule: { name: 'identity:create_project_tag', check: ADMIN },
    operations: [{ method: 'PUT', path: '/v3/projects/{project_id}/tags/{value}' }],
  },
  {
    name: 'identity:delete_project_tags',
    check: ADMIN,
    scopeTypes: ANY_SCOPE,
    deprecatedRule: { name: 'identity:delete_project_tags', check: ADMIN },
    operations: [{ method: 'DELETE', path: '/v3/projects/{project_id}/tags' }],
  },
  {
    name: 'identity:delete_project_tag',
    check: ADMIN,
    scopeTypes: ANY_SCOPE,
    deprecatedRule: { name: 'identity:delete_project_tag', check: ADMIN },
    operations: [{ method: 'DELETE', path: '/v3/projects/{project_id}/tags/{value}' }],
  },
];
