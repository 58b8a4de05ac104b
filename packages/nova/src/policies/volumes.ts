// SPDX-License-Identifier: Apache-2.0
import type { RuleDefault } from '@stackport/policy';

export const volumesRules: readonly RuleDefault[] = [
  {
    name: 'os_compute_api:os-volumes:list',
    check: 'rule:project_reader_or_admin',
    scopeTypes: ['project'],
    deprecatedRule: { name: 'os_compute_api:os-volumes', check: 'rule:admin_or_owner' },
    operations: [{ method: 'GET', path: '/os-volumes' }],
  },
  {
    name: 'os_compute_api:os-volumes:create',
    check: 'rule:project_member_or_admin',
    scopeTypes: ['project'],
    deprecatedRule: { name: 'os_compute_api:os-volumes', check: 'rule:admin_or_owner' },
    operations: [{ method: 'POST', path: '/os-volumes' }],
  },
  {
    name: 'os_compute_api:os-volumes:detail',
    check: 'rule:project_reader_or_admin',
    scopeTypes: ['project'],
    deprecatedRule: { name: 'os_compute_api:os-volumes', check: 'rule:admin_or_owner' },
    operations: [{ method: 'GET', path: '/os-volumes/detail' }],
  },
  {
    name: 'os_compute_api:os-volumes:show',
    check: 'rule:project_reader_or_admin',
    scopeTypes: ['project'],
    deprecatedRule: { name: 'os_compute_api:os-volumes', check: 'rule:admin_or_owner' },
    operations: [{ method: 'GET', path: '/os-volumes/{volume_id}' }],
  },
  {
    name: 'os_compute_api:os-volumes:delete',
    check: 'rule:project_member_or_admin',
    scopeTypes: ['project'],
    deprecatedRule: { name: 'os_compute_api:os-volumes', check: 'rule:admin_or_owner' },
    operations: [{ method: 'DELETE', path: '/os-volumes/{volume_id}' }],
  },
  {
    name: 'os_compute_api:os-volumes:snapshots:list',
    check: 'rule:project_reader_or_admin',
    scopeTypes: ['project'],
    deprecatedRule: { name: 'os_compute_api:os-volumes', check: 'rule:admin_or_owner' },
    operations: [{ method: 'GET', path: '/os-snapshots' }],
  },
  {
    name: 'os_compute_api:os-volumes:snapshots:create',
    check: 'rule:project_member_or_admin',
    scopeTypes: ['project'],
    deprecatedRule: { name: 'os_compute_api:os-volumes', check: 'rule:admin_or_owner' },
    operations: [{ method: 'POST', path: '/os-snapshots' }],
  },
  {
    name: 'os_compute_api:os-volumes:snapshots:detail',
    check: 'rule:project_reader_or_admin',
    scopeTypes: ['project'],
    deprecatedRule: { name: 'os_compute_api:os-volumes', check: 'rule:admin_or_owner' },
    operations: [{ method: 'GET', path: '/os-snapshots/detail' }],
  },
  {
    name: 'os_compute_api:os-volumes:snapshots:show',
    check: 'rule:project_reader_or_admin',
    scopeTypes: ['project'],
    deprecatedRule: { name: 'os_compute_api:os-volumes', check: 'rule:admin_or_owner' },
    operations: [{ method: 'GET', path: '/os-snapshots/{snapshot_id}' }],
  },
  {
    name: 'os_compute_api:os-volumes:snapshots:delete',
    check: 'rule:project_member_or_admin',
    scopeTypes: ['project'],
    deprecatedRule: { name: 'os_compute_api:os-volumes', check: 'rule:admin_or_owner' },
    operations: [{ method: 'DELETE', path: '/os-snapshots/{snapshot_id}' }],
  },
];
