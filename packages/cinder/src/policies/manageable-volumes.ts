// SPDX-License-Identifier: Apache-2.0
import type { RuleDefault } from '@stackport/policy';

export const manageableVolumesRules: readonly RuleDefault[] = [
  {
    name: 'volume_extension:list_manageable',
    check: 'rule:admin_api',
    operations: [
      { method: 'GET', path: '/manageable_volumes' },
      { method: 'GET', path: '/manageable_volumes/detail' },
    ],
  },
  {
    name: 'volume_extension:volume_manage',
    check: 'rule:admin_api',
    operations: [{ method: 'POST', path: '/manageable_volumes' }],
  },
  {
    name: 'volume_extension:volume_unmanage',
    check: 'rule:admin_api',
    operations: [{ method: 'POST', path: '/volumes/{volume_id}/action (os-unmanage)' }],
  },
];
