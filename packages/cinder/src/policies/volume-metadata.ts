// SPDX-License-Identifier: Apache-2.0
import type { RuleDefault } from '@stackport/policy';

export const volumeMetadataRules: readonly RuleDefault[] = [
  {
    name: 'volume:get_volume_metadata',
    check: 'rule:xena_system_admin_or_project_reader',
    deprecatedRule: { name: 'volume:get_volume_metadata', check: 'rule:admin_or_owner' },
    operations: [
      { method: 'GET', path: '/volumes/{volume_id}/metadata' },
      { method: 'GET', path: '/volumes/{volume_id}/metadata/{key}' },
      { method: 'POST', path: '/volumes/{volume_id}/action  (os-show_image_metadata)' },
    ],
  },
  {
    name: 'volume:create_volume_metadata',
    check: 'rule:xena_system_admin_or_project_member',
    deprecatedRule: { name: 'volume:create_volume_metadata', check: 'rule:admin_or_owner' },
    operations: [{ method: 'POST', path: '/volumes/{volume_id}/metadata' }],
  },
  {
    name: 'volume:update_volume_metadata',
    check: 'rule:xena_system_admin_or_project_member',
    deprecatedRule: { name: 'volume:update_volume_metadata', check: 'rule:admin_or_owner' },
    operations: [
      { method: 'PUT', path: '/volumes/{volume_id}/metadata' },
      { method: 'PUT', path: '/volumes/{volume_id}/metadata/{key}' },
    ],
  },
  {
    name: 'volume:delete_volume_metadata',
    check: 'rule:xena_system_admin_or_project_member',
    deprecatedRule: { name: 'volume:delete_volume_metadata', check: 'rule:admin_or_owner' },
    operations: [{ method: 'DELETE', path: '/volumes/{volume_id}/metadata/{key}' }],
  },
  {
    name: 'volume_extension:volume_image_metadata:show',
    check: 'rule:xena_system_admin_or_project_reader',
    deprecatedRule: { name: 'volume_extension:volume_image_metadata', check: 'rule:admin_or_owner' },
    operations: [
      { method: 'GET', path: '/volumes/detail' },
      { method: 'GET', path: '/volumes/{volume_id}' },
    ],
  },
  {
    name: 'volume_extension:volume_image_metadata:set',
    check: 'rule:xena_system_admin_or_project_member',
    deprecatedRule: { name: 'volume_extension:volume_image_metadata', check: 'rule:admin_or_owner' },
    operations: [{ method: 'POST', path: '/volumes/{volume_id}/action (os-set_image_metadata)' }],
  },
  {
    name: 'volume_extension:volume_image_metadata:remove',
    check: 'rule:xena_system_admin_or_project_member',
    deprecatedRule: { name: 'volume_extension:volume_image_metadata', check: 'rule:admin_or_owner' },
    operations: [{ method: 'POST', path: '/volumes/{volume_id}/action (os-unset_image_metadata)' }],
  },
  {
    name: 'volume:update_volume_admin_metadata',
    check: 'rule:admin_api',
    operations: [
      { method: 'POST', path: '/volumes/{volume_id}/action (os-update_readonly_flag)' },
      { method: 'POST', path: '/volumes/{volume_id}/action (os-attach)' },
    ],
  },
];
