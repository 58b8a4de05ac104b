// SPDX-License-Identifier: Apache-2.0
import type { RuleDefault } from '@stackport/policy';

export const flavorAccessRules: readonly RuleDefault[] = [
  {
    name: 'os_compute_api:os-flavor-access:add_tenant_access',
    check: 'rule:context_is_admin',
    scopeTypes: ['project'],
    operations: [{ method: 'POST', path: '/flavors/{flavor_id}/action (addTenantAccess)' }],
  },
  {
    name: 'os_compute_api:os-flavor-access:remove_tenant_access',
    check: 'rule:context_is_admin',
    scopeTypes: ['project'],
    operations: [{ method: 'POST', path: '/flavors/{flavor_id}/action (removeTenantAccess)' }],
  },
  {
    name: 'os_compute_api:os-flavor-access',
    check: 'rule:context_is_admin',
    scopeTypes: ['project'],
    deprecatedRule: { name: 'os_compute_api:os-flavor-access', check: 'rule:admin_or_owner' },
    operations: [{ method: 'GET', path: '/flavors/{flavor_id}/os-flavor-access' }],
  },
];
