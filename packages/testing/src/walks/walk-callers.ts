// SPDX-License-Identifier: Apache-2.0
import type { ValidatedToken } from '@stackport/keystone';
import type { Client } from '../client.js';
import type { FakeTokenValidator } from '../fake-token-validator.js';
import type { WalkCaller } from './policy-fixture.js';

/**
 * Those who ask each route of a service: its user id is the caller's name.
 * @param projects - the owner's, and another one's
 * @param differences - what else their tokens say
 */
export function walkCallers(
  { client, validator }: { readonly client: Client; readonly validator: FakeTokenValidator },
  { owner, stranger }: { readonly owner: string; readonly stranger: string },
  differences: Partial<ValidatedToken> = {},
): readonly WalkCaller[] {
  const caller = (name: WalkCaller['name'], project: string, roles: readonly string[]): WalkCaller => ({
    name,
    client: client.as(validator.issue({ project, user: name, roles, differences })),
    credentials: {
      user_id: name,
      project_id: project,
      roles,
      is_admin: roles.includes('admin'),
      is_admin_project: true,
      domain_id: null,
      system_scope: null,
    },
  });
  return [
    { name: 'nobody', client, credentials: undefined },
    caller('stranger', stranger, ['member', 'reader']),
    caller('reader', owner, ['reader']),
    caller('member', owner, ['member', 'reader']),
    caller('admin', owner, ['admin', 'member', 'reader']),
  ];
}
