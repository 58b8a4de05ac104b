// SPDX-License-Identifier: Apache-2.0
import type { RuleDefault } from '@stackport/policy';

export const securityGroupsRules: readonly RuleDefault[] = [
  {
    name: 'os_compute_api:os-security-groups:get',
    check: 'rule:project_reader_or_admin',
    scopeTypes: ['project'],
    deprecatedRule: { name: 'os_compute_api:os-security-groups', check: 'rule:admin_or_owner' },
    operations: [{ method: 'GET', path: '/os-security-groups' }],
  },
  {
    name: 'os_compute_api:os-security-groups:show',
    check: 'rule:project_reader_or_admin',
    scopeTypes: ['project'],
    deprecatedRule: { name: 'os_compute_api:os-security-groups', check: 'rule:admin_or_owner' },
    operations: [{ method: 'GET', path: '/os-security-groups/{security_group_id}' }],
  },
  {
    name: 'os_compute_api:os-security-groups:create',
    check: 'rule:project_member_or_admin',
    scopeTypes: ['project'],
    deprecatedRule: { name: 'os_compute_api:os-security-groups', check: 'rule:admin_or_owner' },
    operations: [{ method: 'POST', path: '/os-security-groups' }],
  },
  {
    name: 'os_compute_api:os-security-groups:update',
    check: 'rule:project_member_or_admin',
    scopeTypes: ['project'],
    deprecatedRule: { name: 'os_compute_api:os-security-groups', check: 'rule:admin_or_owner' },
    operations: [{ method: 'PUT', path: '/os-security-groups/{security_group_id}' }],
  },
  {
    name: 'os_compute_api:os-security-groups:delete',
    check: 'rule:project_member_or_admin',
    scopeTypes: ['project'],
    deprecatedRule: { name: 'os_compute_api:os-security-groups', check: 'rule:admin_or_owner' },
    operations: [{ method: 'DELETE', path: '/os-security-groups/{security_group_id}' }],
  },
  {
    name: 'os_compute_api:os-security-groups:rule:create',
    check: 'rule:project_member_or_admin',
    scopeTypes: ['project'],
    deprecatedRule: { name: 'os_compute_api:os-security-groups', check: 'rule:admin_or_owner' },
    operations: [{ method: 'POST', path: '/os-security-group-rules' }],
  },
  {
    name: 'os_compute_api:os-security-groups:rule:delete',
    check: 'rule:project_member_or_admin',
    scopeTypes: ['project'],
    deprecatedRule: { name: 'os_compute_api:os-security-groups', check: 'rule:admin_or_owner' },
    operations: [{ method: 'DELETE', path: '/os-security-group-rules/{security_group_id}' }],
  },
  {
    name: 'os_compute_api:os-security-groups:list',
    check: 'rule:project_reader_or_admin',
    scopeTypes: ['project'],
    deprecatedRule: { name: 'os_compute_api:os-security-groups', check: 'rule:admin_or_owner' },
    operations: [{ method: 'GET', path: '/servers/{server_id}/os-security-groups' }],
  },
  {
    name: 'os_compute_api:os-security-groups:add',
    check: 'rule:project_member_or_admin',
    scopeTypes: ['project'],
    deprecatedRule: { name: 'os_compute_api:os-security-groups', check: 'rule:admin_or_owner' },
    operations: [{ method: 'POST', path: '/servers/{server_id}/action (addSecurityGroup)' }],
  },
  {
    name: 'os_compute_api:os-security-groups:remove',
    check: 'rule:project_member_or_admin',
    scopeTypes: ['project'],
    deprecatedRule: { name: 'os_compute_api:os-security-groups', check: 'rule:admin_or_owner' },
    operations: [{ method: 'POST', path: '/servers/{server_id}/action (removeSecurityGroup)' }],
  },
];
