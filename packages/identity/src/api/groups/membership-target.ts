// SPDX-License-Identifier: Apache-2.0
import type { Groups } from '../../groups/groups.js';
import type { Users } from '../../users/users.js';
import { type AccessTarget, ifFound } from '../shared/access.js';
import { userView } from '../users/user-view.js';
import { groupView } from './group-view.js';

/** What rules see of a user and a group; one that does not exist is left out. */
export async function membershipTarget(
  groups: Groups,
  users: Users,
  groupId: string,
  userId: string,
): Promise<AccessTarget> {
  const [group, user] = await Promise.all([
    ifFound(groups.get(groupId).then(groupView)),
    ifFound(users.get(userId).then(userView)),
  ]);
  return { ...(group === undefined ? {} : { group }), ...(user === undefined ? {} : { user }) };
}
