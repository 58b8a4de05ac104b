// SPDX-License-Identifier: Apache-2.0
import type { RuleDefault } from '@stackport/policy';
import { ADMIN, ADMIN_OR_SYSTEM_READER, ANY_SCOPE, SYSTEM_PROJECT } from './common.js';

export const domainsRules: readonly RuleDefault[] = [
  {
    name: 'identity:get_domain',
    check:
      'rule:admin_required or (role:reader and system_scope:all) or token.domain.id:%(target.domain.id)s or token.project.domain.id:%(target.domain.id)s',
    scopeTypes: ANY_SCOPE,
    deprecatedRule: {
      name: 'identity:get_domain',
      check: 'rule:admin_required or token.project.domain.id:%(target.domain.id)s',
    },
    operations: [{ method: 'GET', path: '/v3/domains/{domain_id}' }],
  },
  {
    name: 'identity:list_domains',
    check: ADMIN_OR_SYSTEM_READER,
    scopeTypes: SYSTEM_PROJECT,
    deprecatedRule: { name: 'identity:list_domains', check: ADMIN },
    operations: [{ method: 'GET', path: '/v3/domains' }],
  },
  {
    name: 'identity:create_domain',
    check: ADMIN,
    scopeTypes: SYSTEM_PROJECT,
    deprecatedRule: { name: 'identity:create_domain', check: ADMIN },
    operations: [{ method: 'POST', path: '/v3/domains' }],
  },
  {
    name: 'identity:update_domain',
    check: ADMIN,
    scopeTypes: SYSTEM_PROJECT,
    deprecatedRule: { name: 'identity:update_domain', check: ADMIN },
    operations: [{ method: 'PATCH', path: '/v3/domains/{domain_id}' }],
  },
  {
    name: 'identity:delete_domain',
    check: ADMIN,
    scopeTypes: SYSTEM_PROJECT,
    deprecatedRule: { name: 'identity:delete_domain', check: ADMIN },
    operations: [{ method: 'DELETE', path: '/v3/domains/{domain_id}' }],
  },
];
