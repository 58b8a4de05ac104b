// SPDX-License-Identifier: Apache-2.0
import { ApplicationCredentialRepository } from '../application-credentials/application-credential-repository.js';
import type { Environment } from '../common/environment.js';
import type { Domain, Domains } from '../domains/domains.js';
import { assignmentNotFound, Forbidden, ValidationError } from '../errors.js';
import { GroupRepository } from '../groups/group-repository.js';
import type { Project } from '../projects/project.js';
import type { Projects } from '../projects/projects.js';
import type { Role } from '../roles/role.js';
import type { Roles } from '../roles/roles.js';
import { targetId, type Actor, type Assignment, type EffectiveAssignment, type Target } from './assignment.js';
import { AssignmentRepository } from './assignment-repository.js';
import { EffectiveAssignments, type EffectiveConditions } from './effective-assignments.js';

export interface DirectConditions {
  readonly actor?: Actor | undefined;
  readonly projectIds?: readonly string[] | undefined;
  readonly domainId?: string | undefined;
  readonly system?: boolean | undefined;
  readonly roleId?: string | undefined;
  readonly inherited?: boolean | undefined;
}

/** Who has which role where. */
export class Assignments {
  readonly #environment: Environment;
  readonly #repository: AssignmentRepository;
  readonly #groups: GroupRepository;
  readonly #effective: EffectiveAssignments;
  readonly #projects: Projects;
  readonly #domains: Domains;
  readonly #roles: Roles;

  constructor(environment: Environment, projects: Projects, domains: Domains, roles: Roles) {
    const { client } = environment.database;
    this.#environment = environment;
    this.#repository = new AssignmentRepository(client);
    this.#groups = new GroupRepository(client);
    this.#effective = new EffectiveAssignments({ repository: this.#repository, groups: this.#groups, projects, roles });
    this.#projects = projects;
    this.#domains = domains;
    this.#roles = roles;
  }

  // Grants

  /** The actor is known to exist. Throws `NotFound` for role or target, `Forbidden` for a role of another domain. */
  async grant(actor: Actor, target: Target, roleId: string, inherited = false): Promise<void> {
    const role = await this.#roles.get(roleId);
    const place = await this.#placeOf(target);
    if (target.kind === 'system' && role.domainId !== null)
      throw new ValidationError(
        `Role ${roleId} is a domain-specific role. Unable to use a domain-specific role in a system assignment.`,
      );
    if (target.kind === 'project' && role.domainId !== null && role.domainId !== place?.domainId)
      throw new Forbidden(`Project ${target.id} must be in the same domain as the role ${roleId} being assigned.`);
    await this.#repository.create({ actor, target, roleId, inherited });
    await this.#environment.changes.note();
  }

  /** Throws `NotFound` for role, target or assignment. */
  async revoke(actor: Actor, target: Target, roleId: string, inherited = false): Promise<void> {
    if (target.kind !== 'system') await this.#roles.get(roleId);
    await this.#placeOf(target);
    if (!(await this.#repository.delete({ actor, target, roleId, inherited })))
      throw assignmentNotFound(roleId, actor.id, targetId(target));
    if (actor.kind === 'user' && target.kind === 'project')
      await new ApplicationCredentialRepository(this.#environment.database.client).deleteOfUserAndProject(
        actor.id,
        target.id,
      );
    await this.#environment.changes.note();
  }

  /** Throws `NotFound` for role, target or assignment. */
  async assertGrant(actor: Actor, target: Target, roleId: string, inherited = false): Promise<void> {
    if (target.kind !== 'system') await this.#roles.get(roleId);
    await this.#placeOf(target);
    if (!(await this.#repository.roleIds(actor, target, inherited)).includes(roleId))
      throw assignmentNotFound(roleId, actor.id, targetId(target));
  }

  /** What was given to the actor there itself. Throws `NotFound` for the target. */
  async grantedRoles(actor: Actor, target: Target, inherited = false): Promise<Role[]> {
    await this.#placeOf(target);
    return this.#roles.listByIds(await this.#repository.roleIds(actor, target, inherited));
  }

  // Effects

  /** The roles that a token for the user and project has. @param keepDomainRoles - also those that serve to imply others. */
  async rolesOnProject(userId: string, project: Project, keepDomainRoles = false): Promise<Role[]> {
    return this.#rolesOf(await this.#effective.list({ userId, project, keepDomainRoles }));
  }

  async rolesOnDomain(userId: string, domainId: string): Promise<Role[]> {
    return this.#rolesOf(await this.#effective.list({ userId, domainId }));
  }

  async rolesOnSystem(userId: string): Promise<Role[]> {
    const groups = await this.#groups.groupIdsOf(userId);
    const actors: Actor[] = [{ kind: 'user', id: userId }, ...groups.map((id) => ({ kind: 'group', id }) as const)];
    const given = (await this.#repository.listOnSystem({ actors })).map(({ roleId }) => roleId);
    return this.#roles.listByIds((await this.#roles.inferenceGraph()).expand(given));
  }

  async projectsOf(userId: string): Promise<Project[]> {
    const found = await this.#effective.list({ userId });
    return this.#projects.listByIds(
      unique(found.flatMap(({ target }) => (target.kind === 'project' ? [target.id] : []))),
    );
  }

  async domainsOf(userId: string): Promise<Domain[]> {
    const found = await this.#effective.list({ userId });
    return this.#domains.listByIds(
      unique(found.flatMap(({ target }) => (target.kind === 'domain' ? [target.id] : []))),
    );
  }

  listEffective(conditions: EffectiveConditions): Promise<EffectiveAssignment[]> {
    return this.#effective.list(conditions);
  }

  /** As they were given, on projects, domains and the system. */
  async listDirect({
    actor,
    projectIds,
    domainId,
    system,
    roleId,
    inherited,
  }: DirectConditions): Promise<Assignment[]> {
    const actors = actor === undefined ? undefined : [actor];
    const anywhere = projectIds === undefined && domainId === undefined && system !== true;
    const targetIds = projectIds ?? (domainId === undefined ? undefined : [domainId]);
    const elsewhere = system === true ? [] : await this.#repository.list({ actors, targetIds, roleId, inherited });
    const onSystem = system === true || anywhere ? await this.#repository.listOnSystem({ actors, roleId }) : [];
    return [...elsewhere.filter(({ target }) => domainId === undefined || target.kind === 'domain'), ...onSystem];
  }

  async #rolesOf(assignments: readonly EffectiveAssignment[]): Promise<Role[]> {
    return this.#roles.listByIds(unique(assignments.map(({ roleId }) => roleId)));
  }

  async #placeOf(target: Target): Promise<Project | undefined> {
    if (target.kind === 'system') return undefined;
    return target.kind === 'project' ? this.#projects.get(target.id) : this.#domains.get(target.id);
  }
}

const unique = (ids: readonly string[]): string[] => [...new Set(ids)];
