// SPDX-License-Identifier: Apache-2.0
import type { RuleDefault } from '@stackport/policy';

export const assistedVolumeSnapshotsRules: readonly RuleDefault[] = [
  {
    name: 'os_compute_api:os-assisted-volume-snapshots:create',
    check: 'rule:context_is_admin',
    scopeTypes: ['project'],
    operations: [{ method: 'POST', path: '/os-assisted-volume-snapshots' }],
  },
  {
    name: 'os_compute_api:os-assisted-volume-snapshots:delete',
    check: 'rule:context_is_admin',
    scopeTypes: ['project'],
    operations: [{ method: 'DELETE', path: '/os-assisted-volume-snapshots/{snapshot_id}' }],
  },
];
