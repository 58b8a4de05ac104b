// SPDX-License-Identifier: Apache-2.0
import type { RuleDefault } from '@stackport/policy';
import { ADMIN, ADMIN_OR_SYSTEM_READER, ANY_SCOPE, SYSTEM_PROJECT } from './common.js';

export const domainConfigRules: readonly RuleDefault[] = [
  {
    name: 'identity:create_domain_config',
    check: ADMIN,
    scopeTypes: SYSTEM_PROJECT,
    deprecatedRule: { name: 'identity:create_domain_config', check: ADMIN },
    operations: [{ method: 'PUT', path: '/v3/domains/{domain_id}/config' }],
  },
  {
    name: 'identity:get_domain_config',
    check: ADMIN_OR_SYSTEM_READER,
    scopeTypes: SYSTEM_PROJECT,
    deprecatedRule: { name: 'identity:get_domain_config', check: ADMIN },
    operations: [
      { method: 'GET', path: '/v3/domains/{domain_id}/config' },
      { method: 'HEAD', path: '/v3/domains/{domain_id}/config' },
      { method: 'GET', path: '/v3/domains/{domain_id}/config/{group}' },
      { method: 'HEAD', path: '/v3/domains/{domain_id}/config/{group}' },
      { method: 'GET', path: '/v3/domains/{domain_id}/config/{group}/{option}' },
      { method: 'HEAD', path: '/v3/domains/{domain_id}/config/{group}/{option}' },
    ],
  },
  {
    name: 'identity:get_security_compliance_domain_config',
    check: '',
    scopeTypes: ANY_SCOPE,
    operations: [
      { method: 'GET', path: '/v3/domains/{domain_id}/config/security_compliance' },
      { method: 'HEAD', path: '/v3/domains/{domain_id}/config/security_compliance' },
      { method: 'GET', path: '/v3/domains/{domain_id}/config/security_compliance/{option}' },
      { method: 'HEAD', path: '/v3/domains/{domain_id}/config/security_compliance/{option}' },
    ],
  },
  {
    name: 'identity:update_domain_config',
    check: ADMIN,
    scopeTypes: SYSTEM_PROJECT,
    deprecatedRule: { name: 'identity:update_domain_config', check: ADMIN },
    operations: [
      { method: 'PATCH', path: '/v3/domains/{domain_id}/config' },
      { method: 'PATCH', path: '/v3/domains/{domain_id}/config/{group}' },
      { method: 'PATCH', path: '/v3/domains/{domain_id}/config/{group}/{option}' },
    ],
  },
  {
    name: 'identity:delete_domain_config',
    check: ADMIN,
    scopeTypes: SYSTEM_PROJECT,
    deprecatedRule: { name: 'identity:delete_domain_config', check: ADMIN },
    operations: [
      { method: 'DELETE', path: '/v3/domains/{domain_id}/config' },
      { method: 'DELETE', path: '/v3/domains/{domain_id}/config/{group}' },
      { method: 'DELETE', path: '/v3/domains/{domain_id}/config/{group}/{option}' },
    ],
  },
  {
    name: 'identity:get_domain_config_default',
    check: ADMIN_OR_SYSTEM_READER,
    scopeTypes: SYSTEM_PROJECT,
    deprecatedRule: { name: 'identity:get_domain_config_default', check: ADMIN },
    operations: [
      { method: 'GET', path: '/v3/domains/config/default' },
      { method: 'HEAD', path: '/v3/domains/config/default' },
      { method: 'GET', path: '/v3/domains/config/{group}/default' },
      { method: 'HEAD', path: '/v3/domains/config/{group}/default' },
      { method: 'GET', path: '/v3/domains/config/{group}/{option}/default' },
      { method: 'HEAD', path: '/v3/domains/config/{group}/{option}/default' },
    ],
  },
];
