// SPDX-License-Identifier: Apache-2.0
import type { RuleDefault } from '@stackport/policy';
import { ADMIN, ANY_SCOPE, SYSTEM_PROJECT } from './common.js';

export const limitsRules: readonly RuleDefault[] = [
  {
    name: 'identity:get_limit_model',
    check: '',
    scopeTypes: ANY_SCOPE,
    operations: [
      { method: 'GET', path: '/v3/limits/model' },
      { method: 'HEAD', path: '/v3/limits/model' },
    ],
  },
  {
    name: 'identity:get_limit',
    check:
      'rule:admin_required or (role:reader and system_scope:all) or (domain_id:%(target.limit.domain.id)s or domain_id:%(target.limit.project.domain_id)s) or (project_id:%(target.limit.project_id)s and not None:%(target.limit.project_id)s)',
    scopeTypes: ANY_SCOPE,
    operations: [
      { method: 'GET', path: '/v3/limits/{limit_id}' },
      { method: 'HEAD', path: '/v3/limits/{limit_id}' },
    ],
  },
  {
    name: 'identity:list_limits',
    check: '',
    scopeTypes: ANY_SCOPE,
    operations: [
      { method: 'GET', path: '/v3/limits' },
      { method: 'HEAD', path: '/v3/limits' },
    ],
  },
  {
    name: 'identity:create_limits',
    check: ADMIN,
    scopeTypes: SYSTEM_PROJECT,
    operations: [{ method: 'POST', path: '/v3/limits' }],
  },
  {
    name: 'identity:update_limit',
    check: ADMIN,
    scopeTypes: SYSTEM_PROJECT,
    operations: [{ method: 'PATCH', path: '/v3/limits/{limit_id}' }],
  },
  {
    name: 'identity:delete_limit',
    check: ADMIN,
    scopeTypes: SYSTEM_PROJECT,
    operations: [{ method: 'DELETE', path: '/v3/limits/{limit_id}' }],
  },
  {
    name: 'identity:get_registered_limit',
    check: '',
    scopeTypes: ANY_SCOPE,
    operations: [
      { method: 'GET', path: '/v3/registered_limits/{registered_limit_id}' },
      { method: 'HEAD', path: '/v3/registered_limits/{registered_limit_id}' },
    ],
  },
  {
    name: 'identity:list_registered_limits',
    check: '',
    scopeTypes: ANY_SCOPE,
    operations: [
      { method: 'GET', path: '/v3/registered_limits' },
      { method: 'HEAD', path: '/v3/registered_limits' },
    ],
  },
  {
    name: 'identity:create_registered_limits',
    check: ADMIN,
    scopeTypes: SYSTEM_PROJECT,
    operations: [{ method: 'POST', path: '/v3/registered_limits' }],
  },
  {
    name: 'identity:update_registered_limit',
    check: ADMIN,
    scopeTypes: SYSTEM_PROJECT,
    operations: [{ method: 'PATCH', path: '/v3/registered_limits/{registered_limit_id}' }],
  },
  {
    name: 'identity:delete_registered_limit',
    check: ADMIN,
    scopeTypes: SYSTEM_PROJECT,
    operations: [{ method: 'DELETE', path: '/v3/registered_limits/{registered_limit_id}' }],
  },
];
