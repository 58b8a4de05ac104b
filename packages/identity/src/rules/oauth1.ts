// SPDX-License-Identifier: Apache-2.0
import type { RuleDefault } from '@stackport/policy';
import { ADMIN, ADMIN_OR_SYSTEM_READER, PROJECT, SYSTEM_PROJECT } from './common.js';

export const oauth1Rules: readonly RuleDefault[] = [
  {
    name: 'identity:authorize_request_token',
    check: ADMIN,
    scopeTypes: PROJECT,
    operations: [{ method: 'PUT', path: '/v3/OS-OAUTH1/authorize/{request_token_id}' }],
  },
  {
    name: 'identity:get_access_token',
    check: ADMIN,
    scopeTypes: PROJECT,
    operations: [{ method: 'GET', path: '/v3/users/{user_id}/OS-OAUTH1/access_tokens/{access_token_id}' }],
  },
  {
    name: 'identity:get_access_token_role',
    check: ADMIN,
    scopeTypes: PROJECT,
    operations: [
      {
        method: 'GET',
        path: '/v3/users/{user_id}/OS-OAUTH1/access_tokens/{access_token_id}/roles/{role_id}',
      },
    ],
  },
  {
    name: 'identity:list_access_tokens',
    check: ADMIN,
    scopeTypes: PROJECT,
    operations: [{ method: 'GET', path: '/v3/users/{user_id}/OS-OAUTH1/access_tokens' }],
  },
  {
    name: 'identity:list_access_token_roles',
    check: ADMIN,
    scopeTypes: PROJECT,
    operations: [{ method: 'GET', path: '/v3/users/{user_id}/OS-OAUTH1/access_tokens/{access_token_id}/roles' }],
  },
  {
    name: 'identity:delete_access_token',
    check: ADMIN,
    scopeTypes: PROJECT,
    operations: [{ method: 'DELETE', path: '/v3/users/{user_id}/OS-OAUTH1/access_tokens/{access_token_id}' }],
  },
  {
    name: 'identity:get_consumer',
    check: ADMIN_OR_SYSTEM_READER,
    scopeTypes: SYSTEM_PROJECT,
    deprecatedRule: { name: 'identity:get_consumer', check: ADMIN },
    operations: [{ method: 'GET', path: '/v3/OS-OAUTH1/consumers/{consumer_id}' }],
  },
  {
    name: 'identity:list_consumers',
    check: ADMIN_OR_SYSTEM_READER,
    scopeTypes: SYSTEM_PROJECT,
    deprecatedRule: { name: 'identity:list_consumers', check: ADMIN },
    operations: [{ method: 'GET', path: '/v3/OS-OAUTH1/consumers' }],
  },
  {
    name: 'identity:create_consumer',
    check: ADMIN,
    scopeTypes: SYSTEM_PROJECT,
    deprecatedRule: { name: 'identity:create_consumer', check: ADMIN },
    operations: [{ method: 'POST', path: '/v3/OS-OAUTH1/consumers' }],
  },
  {
    name: 'identity:update_consumer',
    check: ADMIN,
    scopeTypes: SYSTEM_PROJECT,
    deprecatedRule: { name: 'identity:update_consumer', check: ADMIN },
    operations: [{ method: 'PATCH', path: '/v3/OS-OAUTH1/consumers/{consumer_id}' }],
  },
  {
    name: 'identity:delete_consumer',
    check: ADMIN,
    scopeTypes: SYSTEM_PROJECT,
    deprecatedRule: { name: 'identity:delete_consumer', check: ADMIN },
    operations: [{ method: 'DELETE', path: '/v3/OS-OAUTH1/consumers/{consumer_id}' }],
  },
];
