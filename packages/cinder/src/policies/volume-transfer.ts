// SPDX-License-Identifier: Apache-2.0
import type { RuleDefault } from '@stackport/policy';

export const volumeTransferRules: readonly RuleDefault[] = [
  {
    name: 'volume:get_all_transfers',
    check: 'rule:xena_system_admin_or_project_reader',
    deprecatedRule: { name: 'volume:get_all_transfers', check: 'rule:admin_or_owner' },
    operations: [
      { method: 'GET', path: '/os-volume-transfer' },
      { method: 'GET', path: '/os-volume-transfer/detail' },
      { method: 'GET', path: '/volume_transfers' },
      { method: 'GET', path: '/volume-transfers/detail' },
    ],
  },
  {
    name: 'volume:create_transfer',
    check: 'rule:xena_system_admin_or_project_member',
    deprecatedRule: { name: 'volume:create_transfer', check: 'rule:admin_or_owner' },
    operations: [
      { method: 'POST', path: '/os-volume-transfer' },
      { method: 'POST', path: '/volume_transfers' },
    ],
  },
  {
    name: 'volume:get_transfer',
    check: 'rule:xena_system_admin_or_project_reader',
    deprecatedRule: { name: 'volume:get_transfer', check: 'rule:admin_or_owner' },
    operations: [
      { method: 'GET', path: '/os-volume-transfer/{transfer_id}' },
      { method: 'GET', path: '/volume-transfers/{transfer_id}' },
    ],
  },
  {
    name: 'volume:accept_transfer',
    check: 'rule:xena_system_admin_or_project_member',
    deprecatedRule: { name: 'volume:accept_transfer', check: '' },
    operations: [
      { method: 'POST', path: '/os-volume-transfer/{transfer_id}/accept' },
      { method: 'POST', path: '/volume-transfers/{transfer_id}/accept' },
    ],
  },
  {
    name: 'volume:delete_transfer',
    check: 'rule:xena_system_admin_or_project_member',
    deprecatedRule: { name: 'volume:delete_transfer', check: 'rule:admin_or_owner' },
    operations: [
      { method: 'DELETE', path: '/os-volume-transfer/{transfer_id}' },
      { method: 'DELETE', path: '/volume-transfers/{transfer_id}' },
    ],
  },
];
