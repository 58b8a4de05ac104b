// SPDX-License-Identifier: Apache-2.0
import { Inject, Injectable } from '@nestjs/common';
import type { Assignment } from '../../assignments/assignment.js';
import type { JsonObject } from '../../common/fields.js';
import { Domains } from '../../domains/domains.js';
import { Groups } from '../../groups/groups.js';
import { Projects } from '../../projects/projects.js';
import { Roles } from '../../roles/roles.js';
import { Users } from '../../users/users.js';

interface Owned {
  readonly id: string;
  readonly name: string;
  readonly domainId?: string | null;
}

/** How a thing is shown by id: alone, or with its name and domain. */
export interface AssignmentNaming {
  user(id: string): JsonObject;
  group(id: string): JsonObject;
  project(id: string): JsonObject;
  domain(id: string): JsonObject;
  role(id: string): JsonObject;
}

const byId = (id: string): JsonObject => ({ id });

/** Ids alone: a list without `include_names`. */
export const idsOnly: AssignmentNaming = { user: byId, group: byId, project: byId, domain: byId, role: byId };

/** Looks up the names for a whole list of assignments: one query for each kind of thing. */
@Injectable()
export class AssignmentNames {
  constructor(
    @Inject(Users) private readonly users: Users,
    @Inject(Groups) private readonly groups: Groups,
    @Inject(Projects) private readonly projects: Projects,
    @Inject(Domains) private readonly domains: Domains,
    @Inject(Roles) private readonly roles: Roles,
  ) {}

  async of(assignments: readonly Assignment[]): Promise<AssignmentNaming> {
    const ids = (pick: (one: Assignment) => string | undefined): string[] => [
      ...new Set(assignments.flatMap((one) => pick(one) ?? [])),
    ];
    const [users, groups, projects, roles] = await Promise.all([
      this.users.listByIds(ids(({ actor }) => (actor.kind === 'user' ? actor.id : undefined))),
      this.groups.listByIds(ids(({ actor }) => (actor.kind === 'group' ? actor.id : undefined))),
      this.projects.listByIds(ids(({ target }) => (target.kind === 'project' ? target.id : undefined))),
      this.roles.listByIds(ids(({ roleId }) => roleId)),
    ]);
    const targets = ids(({ target }) => (target.kind === 'domain' ? target.id : undefined));
    const owners = [...users, ...groups, ...projects, ...roles].flatMap(({ domainId }) => domainId ?? []);
    const domains = index(await this.domains.listByIds([...new Set([...targets, ...owners])]));
    const named =
      (things: ReadonlyMap<string, Owned>) =>
      (id: string): JsonObject => {
        const thing = things.get(id);
        // Somebody who is gone may have left an assignment: upstream shows empty names then.
        if (thing === undefined) return { id, name: '', domain: { id: '', name: '' } };
        const domainId = thing.domainId ?? null;
        return {
          id,
          name: thing.name,
          ...(domainId === null ? {} : { domain: { id: domainId, name: domains.get(domainId)?.name ?? '' } }),
        };
      };
    return {
      user: named(index(users)),
      group: named(index(groups)),
      project: named(index(projects)),
      role: named(index(roles)),
      domain: (id) => ({ id, name: domains.get(id)?.name ?? '' }),
    };
  }
}

const index = <T extends Owned>(things: readonly T[]): Map<string, T> =>
  new Map(things.map((thing) => [thing.id, thing]));
