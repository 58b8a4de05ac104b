// SPDX-License-Identifier: Apache-2.0
import type { RuleDefault } from '@stackport/policy';

export const remoteConsolesRules: readonly RuleDefault[] = [
  {
    name: 'os_compute_api:os-remote-consoles',
    check: 'rule:project_member_or_admin',
    scopeTypes: ['project'],
    operations: [
      { method: 'POST', path: '/servers/{server_id}/action (os-getRDPConsole)' },
      { method: 'POST', path: '/servers/{server_id}/action (os-getSerialConsole)' },
      { method: 'POST', path: '/servers/{server_id}/action (os-getSPICEConsole)' },
      { method: 'POST', path: '/servers/{server_id}/action (os-getVNCConsole)' },
      { method: 'POST', path: '/servers/{server_id}/remote-consoles' },
    ],
  },
];
