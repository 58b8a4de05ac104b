// SPDX-License-Identifier: Apache-2.0
import type { EffectiveAssignment } from '../../assignments/assignment.js';
import type { JsonObject } from '../../common/fields.js';
import type { AssignmentNaming } from './assignment-names.js';

/** A role assignment, with links to what it comes from (keystone/api/role_assignments.py). */
export function assignmentView(assignment: EffectiveAssignment, naming: AssignmentNaming, baseUrl: string): JsonObject {
  const { actor, target, roleId, inherited, via } = assignment;
  const source = via?.source ?? target;
  const place = source.kind === 'system' ? '/system' : `/${source.kind}s/${source.id}`;
  const holder = via?.groupId === undefined ? `/${actor.kind}s/${actor.id}` : `/groups/${via.groupId}`;
  const path = `${place}${holder}/roles/${via?.priorRoleId ?? roleId}`;
  const link = inherited ? `/OS-INHERIT${path}/inherited_to_projects` : path;
  return {
    links: {
      ...(via?.groupId === undefined ? {} : { membership: `${baseUrl}/groups/${via.groupId}/users/${actor.id}` }),
      assignment: baseUrl + link,
      ...(via?.priorRoleId === undefined
        ? {}
        : { prior_role: `${baseUrl}/prior_role/${roleId}/implies/${via.priorRoleId}` }),
    },
    scope: {
      ...(target.kind === 'system' ? { system: { all: true } } : { [target.kind]: naming[target.kind](target.id) }),
      ...(inherited ? { 'OS-INHERIT:inherited_to': 'projects' } : {}),
    },
    [actor.kind]: naming[actor.kind](actor.id),
    role: naming.role(roleId),
  };
}
