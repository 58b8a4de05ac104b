// SPDX-License-Identifier: Apache-2.0
import type { RuleDefault } from '@stackport/policy';

export const volumesRules: readonly RuleDefault[] = [
  {
    name: 'volume:create',
    check: 'rule:xena_system_admin_or_project_member',
    deprecatedRule: { name: 'volume:create', check: '' },
    operations: [{ method: 'POST', path: '/volumes' }],
  },
  {
    name: 'volume:create_from_image',
    check: 'rule:xena_system_admin_or_project_member',
    deprecatedRule: { name: 'volume:create_from_image', check: '' },
    operations: [{ method: 'POST', path: '/volumes' }],
  },
  {
    name: 'volume:get',
    check: 'rule:xena_system_admin_or_project_reader',
    deprecatedRule: { name: 'volume:get', check: 'rule:admin_or_owner' },
    operations: [{ method: 'GET', path: '/volumes/{volume_id}' }],
  },
  {
    name: 'volume:get_all',
    check: 'rule:xena_system_admin_or_project_reader',
    deprecatedRule: { name: 'volume:get_all', check: 'rule:admin_or_owner' },
    operations: [
      { method: 'GET', path: '/volumes' },
      { method: 'GET', path: '/volumes/detail' },
      { method: 'GET', path: '/volumes/summary' },
    ],
  },
  {
    name: 'volume:update',
    check: 'rule:xena_system_admin_or_project_member',
    deprecatedRule: { name: 'volume:update', check: 'rule:admin_or_owner' },
    operations: [
      { method: 'PUT', path: '/volumes' },
      { method: 'POST', path: '/volumes/{volume_id}/action (os-set_bootable)' },
    ],
  },
  {
    name: 'volume:delete',
    check: 'rule:xena_system_admin_or_project_member',
    deprecatedRule: { name: 'volume:delete', check: 'rule:admin_or_owner' },
    operations: [{ method: 'DELETE', path: '/volumes/{volume_id}' }],
  },
  {
    name: 'volume:force_delete',
    check: 'rule:admin_api',
    operations: [{ method: 'DELETE', path: '/volumes/{volume_id}' }],
  },
  {
    name: 'volume_extension:volume_host_attribute',
    check: 'rule:admin_api',
    operations: [
      { method: 'GET', path: '/volumes/{volume_id}' },
      { method: 'GET', path: '/volumes/detail' },
    ],
  },
  {
    name: 'volume_extension:volume_tenant_attribute',
    check: 'rule:xena_system_admin_or_project_reader',
    deprecatedRule: { name: 'volume_extension:volume_tenant_attribute', check: 'rule:admin_or_owner' },
    operations: [
      { method: 'GET', path: '/volumes/{volume_id}' },
      { method: 'GET', path: '/volumes/detail' },
    ],
  },
  {
    name: 'volume_extension:volume_mig_status_attribute',
    check: 'rule:admin_api',
    operations: [
      { method: 'GET', path: '/volumes/{volume_id}' },
      { method: 'GET', path: '/volumes/detail' },
    ],
  },
  {
    name: 'volume_extension:volume_encryption_metadata',
    check: 'rule:xena_system_admin_or_project_reader',
    deprecatedRule: { name: 'volume_extension:volume_encryption_metadata', check: 'rule:admin_or_owner' },
    operations: [
      { method: 'GET', path: '/volumes/{volume_id}/encryption' },
      { method: 'GET', path: '/volumes/{volume_id}/encryption/{encryption_key}' },
    ],
  },
  {
    name: 'volume:multiattach',
    check: 'rule:xena_system_admin_or_project_member',
    deprecatedRule: { name: 'volume:multiattach', check: 'rule:admin_or_owner' },
    operations: [{ method: 'POST', path: '/volumes' }],
  },
];
