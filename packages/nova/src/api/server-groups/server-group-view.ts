// SPDX-License-Identifier: Apache-2.0
import type { Request } from '@stackport/wsgi';
import type { ServerGroup } from '../../server-groups/server-group-repository.js';
import { isSince } from '../microversion.js';

/** A group; until 2.63 with its one policy in a list and empty metadata. @param living - servers that are not deleted */
export function serverGroupView(
  group: ServerGroup,
  request: Request,
  living: ReadonlySet<string>,
): Record<string, unknown> {
  const policy = isSince(request, '2.64')
    ? { policy: group.policy, rules: group.rules }
    : { policies: group.policy === null ? [] : [group.policy], metadata: {} };
  return {
    id: group.uuid,
    name: group.name,
    ...policy,
    members: group.members.filter((member) => living.has(member)),
    ...(isSince(request, '2.13') ? { project_id: group.projectId, user_id: group.userId } : {}),
  };
}
