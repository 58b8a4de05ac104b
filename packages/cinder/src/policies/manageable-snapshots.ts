// SPDX-License-Identifier: Apache-2.0
import type { RuleDefault } from '@stackport/policy';

export const manageableSnapshotsRules: readonly RuleDefault[] = [
  {
    name: 'snapshot_extension:list_manageable',
    check: 'rule:admin_api',
    operations: [
      { method: 'GET', path: '/manageable_snapshots' },
      { method: 'GET', path: '/manageable_snapshots/detail' },
    ],
  },
  {
    name: 'snapshot_extension:snapshot_manage',
    check: 'rule:admin_api',
    operations: [{ method: 'POST', path: '/manageable_snapshots' }],
  },
  {
    name: 'snapshot_extension:snapshot_unmanage',
    check: 'rule:admin_api',
    operations: [{ method: 'POST', path: '/snapshots/{snapshot_id}/action (os-unmanage)' }],
  },
];
