// SPDX-License-Identifier: Apache-2.0
import { Inject, Injectable } from '@nestjs/common';
import type { Request } from '@stackport/wsgi';
import type { Actor, Target } from '../../assignments/assignment.js';
import type { JsonObject } from '../../common/fields.js';
import { Domains } from '../../domains/domains.js';
import { isNotFound } from '../../errors.js';
import { Groups } from '../../groups/groups.js';
import { Projects } from '../../projects/projects.js';
import { Roles } from '../../roles/roles.js';
import { Users } from '../../users/users.js';
import { domainView } from '../domains/domain-view.js';
import { groupView } from '../groups/group-view.js';
import { projectView } from '../projects/project-view.js';
import { roleView } from '../roles/role-view.js';
import { Access, type AccessTarget } from '../shared/access.js';
import { callerOf } from '../shared/identity-context.js';
import { userView } from '../users/user-view.js';

/** Where grants are kept: of a user or group, on a project, a domain or the system, inherited by what is below or not. */
export interface GrantPlace {
  /** Begins the class names of the operations: `ProjectUser`. */
  readonly name: string;
  readonly target: Target['kind'];
  readonly actor: Actor['kind'];
  readonly inherited: boolean;
  /** Path of the roles, below /v3. */
  readonly roles: string;
  /** Path of one role. */
  readonly role: string;
}

function place(target: Target['kind'], actor: Actor['kind'], inherited: boolean): GrantPlace {
  const where = target === 'system' ? '/system' : `/${target}s/:${target}_id`;
  const roles = `${inherited ? '/OS-INHERIT' : ''}${where}/${actor}s/:${actor}_id/roles`;
  const end = inherited ? '/inherited_to_projects' : '';
  const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);
  const name = `${inherited ? 'Inherited' : ''}${capital(target)}${capital(actor)}`;
  return { name, target, actor, inherited, roles: roles + end, role: `${roles}/:role_id${end}` };
}

/** Every place that the API has grants at. */
export const grantPlaces: readonly GrantPlace[] = [
  ...(['project', 'domain'] as const).flatMap((target) =>
    (['user', 'group'] as const).flatMap((actor) => [place(target, actor, false), place(target, actor, true)]),
  ),
  place('system', 'user', false),
  place('system', 'group', false),
];

/** The rule for a verb at a place: grants on the system have rules of their own. */
export function grantRule(verb: 'list' | 'check' | 'create' | 'revoke', { target, actor }: GrantPlace): string {
  const noun = verb === 'list' ? 'grants' : 'grant';
  return target === 'system' ? `identity:${verb}_system_${noun}_for_${actor}` : `identity:${verb}_${noun}`;
}

/** Who and where a request is about. */
export interface GrantSubject {
  readonly actor: Actor;
  readonly target: Target;
  readonly roleId: string;
}

/** Authorises requests about grants, by what they are about. */
@Injectable()
export class GrantAccess {
  constructor(
    @Inject(Access) private readonly access: Access,
    @Inject(Users) private readonly users: Users,
    @Inject(Groups) private readonly groups: Groups,
    @Inject(Projects) private readonly projects: Projects,
    @Inject(Domains) private readonly domains: Domains,
    @Inject(Roles) private readonly roles: Roles,
  ) {}

  /**
   * Throws `NotFound` for what the path names, and PolicyNotAuthorized.
   * @param actorMayBeGone - what was given to somebody who is gone can still be taken back.
   */
  async authorize(
    request: Request,
    verb: Parameters<typeof grantRule>[0],
    at: GrantPlace,
    actorMayBeGone = false,
  ): Promise<GrantSubject> {
    callerOf(request);
    const { params } = request;
    const actor: Actor = { kind: at.actor, id: params[`${at.actor}_id`] ?? '' };
    const target: Target =
      at.target === 'system' ? { kind: 'system' } : { kind: at.target, id: params[`${at.target}_id`] ?? '' };
    const roleId = params.role_id;
    const seen: AccessTarget = {
      ...(roleId === undefined ? {} : { role: roleView(await this.roles.get(roleId)) }),
      ...(await this.#actor(actor, actorMayBeGone)),
      ...(await this.#target(target)),
    };
    await this.access.authorize(request, grantRule(verb, at), seen);
    return { actor, target, roleId: roleId ?? '' };
  }

  async #actor({ kind, id }: Actor, mayBeGone: boolean): Promise<Record<string, JsonObject>> {
    try {
      return kind === 'user'
        ? { user: userView(await this.users.get(id)) }
        : { group: groupView(await this.groups.get(id)) };
    } catch (error) {
      if (mayBeGone && isNotFound(error)) return {};
      throw error;
    }
  }

  async #target(target: Target): Promise<Record<string, JsonObject>> {
    if (target.kind === 'system') return {};
    if (target.kind === 'project') return { project: projectView(await this.projects.get(target.id)) };
    return { domain: domainView(await this.domains.get(target.id)) };
  }
}
