// SPDX-License-Identifier: Apache-2.0
import { groupBy } from '../common/group-by.js';
import type { GroupRepository } from '../groups/group-repository.js';
import type { Project } from '../projects/project.js';
import type { Projects } from '../projects/projects.js';
import type { Roles } from '../roles/roles.js';
import type { Actor, Assignment, EffectiveAssignment, Target } from './assignment.js';
import type { AssignmentRepository } from './assignment-repository.js';

export interface EffectiveConditions {
  readonly userId?: string | undefined;
  /** With the projects below, where `withSubtree` says so. */
  readonly project?: Project | undefined;
  readonly withSubtree?: boolean | undefined;
  readonly domainId?: string | undefined;
  /** Inherited ones only, or only those that are not; both by default. */
  readonly inherited?: boolean | undefined;
  readonly roleId?: string | undefined;
  /** Roles of a domain serve to imply others and are left out, unless this says to keep them. */
  readonly keepDomainRoles?: boolean | undefined;
}

interface Sources {
  readonly repository: AssignmentRepository;
  readonly groups: GroupRepository;
  readonly projects: Projects;
  readonly roles: Roles;
}

/**
 * Assignments as they take effect: groups replaced by their members, inherited roles by roles on each project below,
 * implied roles added. Upstream's effective mode (keystone/assignment/core.py), system assignments not included.
 */
export class EffectiveAssignments {
  readonly #sources: Sources;

  constructor(sources: Sources) {
    this.#sources = sources;
  }

  async list(conditions: EffectiveConditions): Promise<EffectiveAssignment[]> {
    const { userId, roleId, keepDomainRoles } = conditions;
    const actors = userId === undefined ? undefined : await this.#actorsOf(userId);
    const given = await this.#candidates(conditions, actors);
    const onTargets = await this.#spread(given, conditions);
    const ofUsers = userId === undefined ? await this.#toMembers(onTargets) : onTargets.map((one) => asOf(one, userId));
    const expanded = await this.#withImplied(ofUsers);
    const wanted = roleId === undefined ? expanded : expanded.filter((one) => one.roleId === roleId);
    return keepDomainRoles === true ? wanted : this.#withoutDomainRoles(wanted);
  }

  async #actorsOf(userId: string): Promise<Actor[]> {
    const groups = await this.#sources.groups.groupIdsOf(userId);
    return [{ kind: 'user', id: userId }, ...groups.map((id) => ({ kind: 'group', id }) as const)];
  }

  /** The assignments that may have an effect on what is asked for. */
  async #candidates(
    { project, withSubtree, domainId, inherited }: EffectiveConditions,
    actors: readonly Actor[] | undefined,
  ): Promise<Assignment[]> {
    const { repository, projects } = this.#sources;
    if (domainId !== undefined)
      return inherited === true
        ? []
        : (await repository.list({ actors, targetIds: [domainId], inherited: false })).filter(onDomain);
    if (project === undefined) return repository.list({ actors, inherited });
    const own = withSubtree === true ? [project, ...(await projects.tree.descendants(project.id))] : [project];
    const above = [
      ...(await projects.tree.ancestorIds(project)),
      ...(project.domainId === null ? [] : [project.domainId]),
    ];
    const ownIds = own.map(({ id }) => id);
    const found = await repository.list({ actors, targetIds: [...ownIds, ...above], inherited });
    return found.filter((one) => {
      const onOwn = ownIds.includes(one.target.kind === 'project' ? one.target.id : '');
      // What is inherited comes from above; of the own ones, only those with projects below them that are asked for.
      return one.inherited ? !onOwn || withSubtree === true : onOwn;
    });
  }

  /** Inherited assignments become one for each project that they reach. */
  async #spread(
    given: readonly Assignment[],
    { project, withSubtree }: EffectiveConditions,
  ): Promise<EffectiveAssignment[]> {
    const reach = new Map<string, readonly string[]>();
    const spread: EffectiveAssignment[] = [];
    const asked = project === undefined ? undefined : new Set([project.id]);
    if (project !== undefined && withSubtree === true)
      for (const { id } of await this.#sources.projects.tree.descendants(project.id)) asked?.add(id);
    for (const one of given) {
      if (!one.inherited || one.target.kind === 'system') {
        spread.push(one);
        continue;
      }
      const { target } = one;
      // Above a single project that is asked for, everything inherited reaches it.
      const above = asked !== undefined && !asked.has(target.id);
      const key = `${target.kind}:${target.id}`;
      const ids = above ? [...asked] : (reach.get(key) ?? (await this.#projectsBelow(target)));
      if (!above) reach.set(key, ids);
      for (const id of ids)
        spread.push({ ...one, target: { kind: 'project', id }, inherited: true, via: { source: target } });
    }
    return spread;
  }

  async #projectsBelow(target: Exclude<Target, { kind: 'system' }>): Promise<string[]> {
    const { projects } = this.#sources;
    const below =
      target.kind === 'domain' ? await projects.listOfDomain(target.id) : await projects.tree.descendants(target.id);
    return below.map(({ id }) => id);
  }

  async #toMembers(assignments: readonly EffectiveAssignment[]): Promise<EffectiveAssignment[]> {
    const groupIds = [
      ...new Set(assignments.filter(({ actor }) => actor.kind === 'group').map(({ actor }) => actor.id)),
    ];
    const members = groupBy(
      groupIds.length === 0 ? [] : await this.#sources.groups.userIdsIn(groupIds),
      ({ groupId }) => groupId,
    );
    return assignments.flatMap((one) =>
      one.actor.kind === 'user' ? [one] : (members.get(one.actor.id) ?? []).map(({ userId }) => asOf(one, userId)),
    );
  }

  async #withImplied(assignments: readonly EffectiveAssignment[]): Promise<EffectiveAssignment[]> {
    if (assignments.length === 0) return [];
    const graph = await this.#sources.roles.inferenceGraph();
    return assignments.flatMap((one) => [
      one,
      ...[...graph.consequences(one.roleId)].map(({ priorId, impliedId }) => ({
        ...one,
        roleId: impliedId,
        via: { ...one.via, priorRoleId: priorId },
      })),
    ]);
  }

  async #withoutDomainRoles(assignments: readonly EffectiveAssignment[]): Promise<EffectiveAssignment[]> {
    const ids = [...new Set(assignments.map(({ roleId }) => roleId))];
    const global = new Set(
      (await this.#sources.roles.listByIds(ids)).filter(({ domainId }) => domainId === null).map(({ id }) => id),
    );
    return assignments.filter(({ roleId }) => global.has(roleId));
  }
}

const onDomain = (one: Assignment): boolean => one.target.kind === 'domain';

function asOf(one: EffectiveAssignment, userId: string): EffectiveAssignment {
  if (one.actor.kind === 'user') return one;
  return { ...one, actor: { kind: 'user', id: userId }, via: { ...one.via, groupId: one.actor.id } };
}
