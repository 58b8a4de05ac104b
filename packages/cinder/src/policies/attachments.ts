// SPDX-License-Identifier: Apache-2.0
import type { RuleDefault } from '@stackport/policy';

export const attachmentsRules: readonly RuleDefault[] = [
  {
    name: 'volume:attachment_create',
    check: 'rule:xena_system_admin_or_project_member',
    deprecatedRule: { name: 'volume:attachment_create', check: '' },
    operations: [{ method: 'POST', path: '/attachments' }],
  },
  {
    name: 'volume:attachment_update',
    check: 'rule:xena_system_admin_or_project_member',
    deprecatedRule: { name: 'volume:attachment_update', check: 'rule:admin_or_owner' },
    operations: [{ method: 'PUT', path: '/attachments/{attachment_id}' }],
  },
  {
    name: 'volume:attachment_delete',
    check: 'rule:xena_system_admin_or_project_member',
    deprecatedRule: { name: 'volume:attachment_delete', check: 'rule:admin_or_owner' },
    operations: [{ method: 'DELETE', path: '/attachments/{attachment_id}' }],
  },
  {
    name: 'volume:attachment_complete',
    check: 'rule:xena_system_admin_or_project_member',
    deprecatedRule: { name: 'volume:attachment_complete', check: 'rule:admin_or_owner' },
    operations: [{ method: 'POST', path: '/attachments/{attachment_id}/action (os-complete)' }],
  },
  {
    name: 'volume:multiattach_bootable_volume',
    check: 'rule:xena_system_admin_or_project_member',
    deprecatedRule: { name: 'volume:multiattach_bootable_volume', check: 'rule:admin_or_owner' },
    operations: [{ method: 'POST', path: '/attachments' }],
  },
];
