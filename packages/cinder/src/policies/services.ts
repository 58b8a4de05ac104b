// SPDX-License-Identifier: Apache-2.0
import type { RuleDefault } from '@stackport/policy';

export const servicesRules: readonly RuleDefault[] = [
  {
    name: 'volume_extension:services:index',
    check: 'rule:admin_api',
    operations: [{ method: 'GET', path: '/os-services' }],
  },
  {
    name: 'volume_extension:services:update',
    check: 'rule:admin_api',
    operations: [{ method: 'PUT', path: '/os-services/{action}' }],
  },
  { name: 'volume:freeze_host', check: 'rule:admin_api', operations: [{ method: 'PUT', path: '/os-services/freeze' }] },
  { name: 'volume:thaw_host', check: 'rule:admin_api', operations: [{ method: 'PUT', path: '/os-services/thaw' }] },
  {
    name: 'volume:failover_host',
    check: 'rule:admin_api',
    operations: [{ method: 'PUT', path: '/os-services/failover_host' }],
  },
];
