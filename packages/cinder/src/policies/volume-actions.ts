// SPDX-License-Identifier: Apache-2.0
import type { RuleDefault } from '@stackport/policy';

export const volumeActionsRules: readonly RuleDefault[] = [
  {
    name: 'volume:extend',
    check: 'rule:xena_system_admin_or_project_member',
    deprecatedRule: { name: 'volume:extend', check: 'rule:admin_or_owner' },
    operations: [{ method: 'POST', path: '/volumes/{volume_id}/action (os-extend)' }],
  },
  {
    name: 'volume:extend_attached_volume',
    check: 'rule:xena_system_admin_or_project_member',
    deprecatedRule: { name: 'volume:extend_attached_volume', check: 'rule:admin_or_owner' },
    operations: [{ method: 'POST', path: '/volumes/{volume_id}/action (os-extend)' }],
  },
  {
    name: 'volume:revert_to_snapshot',
    check: 'rule:xena_system_admin_or_project_member',
    deprecatedRule: { name: 'volume:revert_to_snapshot', check: 'rule:admin_or_owner' },
    operations: [{ method: 'POST', path: '/volumes/{volume_id}/action (revert)' }],
  },
  {
    name: 'volume_extension:volume_admin_actions:reset_status',
    check: 'rule:admin_api',
    operations: [{ method: 'POST', path: '/volumes/{volume_id}/action (os-reset_status)' }],
  },
  {
    name: 'volume:retype',
    check: 'rule:xena_system_admin_or_project_member',
    deprecatedRule: { name: 'volume:retype', check: 'rule:admin_or_owner' },
    operations: [{ method: 'POST', path: '/volumes/{volume_id}/action (os-retype)' }],
  },
  {
    name: 'volume:update_readonly_flag',
    check: 'rule:xena_system_admin_or_project_member',
    deprecatedRule: { name: 'volume:update_readonly_flag', check: 'rule:admin_or_owner' },
    operations: [{ method: 'POST', path: '/volumes/{volume_id}/action (os-update_readonly_flag)' }],
  },
  {
    name: 'volume_extension:volume_admin_actions:force_delete',
    check: 'rule:admin_api',
    operations: [{ method: 'POST', path: '/volumes/{volume_id}/action (os-force_delete)' }],
  },
  {
    name: 'volume_extension:volume_actions:upload_public',
    check: 'rule:admin_api',
    operations: [{ method: 'POST', path: '/volumes/{volume_id}/action (os-volume_upload_image)' }],
  },
  {
    name: 'volume_extension:volume_actions:upload_image',
    check: 'rule:xena_system_admin_or_project_member',
    deprecatedRule: { name: 'volume_extension:volume_actions:upload_image', check: 'rule:admin_or_owner' },
    operations: [{ method: 'POST', path: '/volumes/{volume_id}/action (os-volume_upload_image)' }],
  },
  {
    name: 'volume_extension:volume_admin_actions:force_detach',
    check: 'rule:admin_api',
    operations: [{ method: 'POST', path: '/volumes/{volume_id}/action (os-force_detach)' }],
  },
  {
    name: 'volume_extension:volume_admin_actions:migrate_volume',
    check: 'rule:admin_api',
    operations: [{ method: 'POST', path: '/volumes/{volume_id}/action (os-migrate_volume)' }],
  },
  {
    name: 'volume_extension:volume_admin_actions:migrate_volume_completion',
    check: 'rule:admin_api',
    operations: [{ method: 'POST', path: '/volumes/{volume_id}/action (os-migrate_volume_completion)' }],
  },
  {
    name: 'volume_extension:volume_actions:initialize_connection',
    check: 'rule:xena_system_admin_or_project_member',
    deprecatedRule: { name: 'volume_extension:volume_actions:initialize_connection', check: 'rule:admin_or_owner' },
    operations: [{ method: 'POST', path: '/volumes/{volume_id}/action (os-initialize_connection)' }],
  },
  {
    name: 'volume_extension:volume_actions:terminate_connection',
    check: 'rule:xena_system_admin_or_project_member',
    deprecatedRule: { name: 'volume_extension:volume_actions:terminate_connection', check: 'rule:admin_or_owner' },
    operations: [{ method: 'POST', path: '/volumes/{volume_id}/action (os-terminate_connection)' }],
  },
  {
    name: 'volume_extension:volume_actions:roll_detaching',
    check: 'rule:xena_system_admin_or_project_member',
    deprecatedRule: { name: 'volume_extension:volume_actions:roll_detaching', check: 'rule:admin_or_owner' },
    operations: [{ method: 'POST', path: '/volumes/{volume_id}/action (os-roll_detaching)' }],
  },
  {
    name: 'volume_extension:volume_actions:reserve',
    check: 'rule:xena_system_admin_or_project_member',
    deprecatedRule: { name: 'volume_extension:volume_actions:reserve', check: 'rule:admin_or_owner' },
    operations: [{ method: 'POST', path: '/volumes/{volume_id}/action (os-reserve)' }],
  },
  {
    name: 'volume_extension:volume_actions:unreserve',
    check: 'rule:xena_system_admin_or_project_member',
    deprecatedRule: { name: 'volume_extension:volume_actions:unreserve', check: 'rule:admin_or_owner' },
    operations: [{ method: 'POST', path: '/volumes/{volume_id}/action (os-unreserve)' }],
  },
  {
    name: 'volume_extension:volume_actions:begin_detaching',
    check: 'rule:xena_system_admin_or_project_member',
    deprecatedRule: { name: 'volume_extension:volume_actions:begin_detaching', check: 'rule:admin_or_owner' },
    operations: [{ method: 'POST', path: '/volumes/{volume_id}/action (os-begin_detaching)' }],
  },
  {
    name: 'volume_extension:volume_actions:attach',
    check: 'rule:xena_system_admin_or_project_member',
    deprecatedRule: { name: 'volume_extension:volume_actions:attach', check: 'rule:admin_or_owner' },
    operations: [{ method: 'POST', path: '/volumes/{volume_id}/action (os-attach)' }],
  },
  {
    name: 'volume_extension:volume_actions:detach',
    check: 'rule:xena_system_admin_or_project_member',
    deprecatedRule: { name: 'volume_extension:volume_actions:detach', check: 'rule:admin_or_owner' },
    operations: [{ method: 'POST', path: '/volumes/{volume_id}/action (os-detach)' }],
  },
  {
    name: 'volume:reimage',
    check: 'rule:xena_system_admin_or_project_member',
    operations: [{ method: 'POST', path: '/volumes/{volume_id}/action (os-reimage)' }],
  },
  {
    name: 'volume:reimage_reserved',
    check: 'rule:xena_system_admin_or_project_member',
    operations: [{ method: 'POST', path: '/volumes/{volume_id}/action (os-reimage)' }],
  },
];
