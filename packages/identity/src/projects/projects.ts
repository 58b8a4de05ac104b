// SPDX-License-Identifier: Apache-2.0
import { AssignmentRepository } from '../assignments/assignment-repository.js';
import type { Environment } from '../common/environment.js';
import { mergeOptions } from '../common/fields.js';
import { newId } from '../common/identifiers.js';
import { assertDeletable, assertMutable } from '../common/immutable.js';
import { asBoolean, type ListFilter } from '../common/list-filter.js';
import { whenTaken } from '../common/when-taken.js';
import { EndpointFilterRepository } from '../endpoint-filter/endpoint-filter-repository.js';
import { CredentialRepository } from '../credentials/credential-repository.js';
import { Forbidden, isNotFound, notFound, ValidationError } from '../errors.js';
import { LimitRepository } from '../limits/limit-repository.js';
import { defaultOptions, resourceOptions } from '../options.js';
import { TrustRepository } from '../trusts/trust-repository.js';
import { UserRepository } from '../users/user-repository.js';
import { assertUrlSafe } from './names.js';
import type { Project, ProjectChanges } from './project.js';
import { ProjectRepository } from './project-repository.js';
import { ProjectTree } from './project-tree.js';

/** Projects, and domains in so far as they are projects; `Domains` shows them as domains. */
export class Projects {
  readonly #environment: Environment;
  readonly #repository: ProjectRepository;
  readonly tree: ProjectTree;

  constructor(environment: Environment) {
    this.#environment = environment;
    this.#repository = new ProjectRepository(environment.database.client);
    this.tree = new ProjectTree(this.#repository);
  }

  find(id: string): Promise<Project | undefined> {
    return this.#repository.find(id);
  }

  /** Throws `NotFound`. */
  async get(id: string): Promise<Project> {
    const project = await this.#repository.find(id);
    if (project === undefined) throw notFound('project', id);
    return project;
  }

  /** @param domainId - null for a domain's own name. Throws `NotFound` with the name in place of the id. */
  async getByName(name: string, domainId: string | null): Promise<Project> {
    const project = await this.#repository.findByName(name, domainId);
    if (project === undefined) throw notFound('project', name);
    return project;
  }

  /** Those that the filter's exact conditions leave; domains only where the filter asks for them (`is_domain`). */
  list(filter: ListFilter, domainId?: string): Promise<Project[]> {
    const parent = filter.exact('parent_id');
    return this.#repository.list({
      isDomain: asBoolean(filter.exact('is_domain') ?? '0'),
      domainId: domainId ?? filter.exact('domain_id'),
      name: filter.exact('name'),
      enabled: filter.exactBoolean('enabled'),
      parentIds: parent === undefined ? undefined : [parent],
    });
  }

  listByIds(ids: readonly string[]): Promise<Project[]> {
    return this.#repository.list({ ids });
  }

  listOfDomain(domainId: string): Promise<Project[]> {
    return this.#repository.list({ domainId });
  }

  /** Throws `ValidationError` (also for a domain or parent that does not exist), `Forbidden` for too deep a tree, `Conflict`. */
  async create(given: ProjectChanges & { readonly name: string }, id: string = newId()): Promise<Project> {
    const { project_name_url_safe, domain_name_url_safe } = this.#environment.configuration.get(resourceOptions);
    const isDomain = given.isDomain ?? false;
    assertUrlSafe(isDomain ? 'Domain' : 'Project', given.name, isDomain ? domain_name_url_safe : project_name_url_safe);
    const project: Project = {
      id,
      name: given.name.trim(),
      domainId: isDomain ? null : (given.domainId ?? null),
      parentId: given.parentId ?? (isDomain ? null : (given.domainId ?? null)),
      isDomain,
      enabled: given.enabled ?? true,
      description: given.description === undefined ? '' : given.description,
      tags: [...(given.tags ?? [])],
      options: mergeOptions({}, given.options),
      extra: given.extra,
    };
    if (isDomain) this.#assertRoot(project);
    else await this.#assertPlace(project);
    await whenTaken('project', this.#conflict(project), () => this.#repository.create(project));
    await this.#environment.changes.note();
    return this.get(id);
  }

  /** Throws `NotFound`, `ValidationError`, `Forbidden`, `Conflict`. */
  async update(id: string, changes: ProjectChanges): Promise<Project> {
    const before = await this.get(id);
    const { extra, ...known } = changes;
    assertMutable(
      before.isDomain ? 'domain' : 'project',
      before,
      [...Object.keys(known), ...Object.keys(extra)],
      changes.options,
    );
    await this.#assertUpdate(before, changes);
    const project: Project = {
      ...before,
      name: changes.name?.trim() ?? before.name,
      enabled: changes.enabled ?? before.enabled,
      description: changes.description === undefined ? before.description : changes.description,
      options: mergeOptions(before.options, changes.options),
      extra: { ...before.extra, ...extra },
    };
    await whenTaken('project', this.#conflict(project), () =>
      this.#environment.database.transaction(async (tx) => {
        const repository = new ProjectRepository(tx);
        await repository.update(project);
        if (changes.tags !== undefined) await repository.setTags(id, changes.tags);
      }),
    );
    if (before.enabled && !project.enabled)
      await this.#environment.revocations.revoke(before.isDomain ? { domainId: id } : { projectId: id });
    await this.#environment.changes.note();
    return this.get(id);
  }

  /** A project without children. Throws `NotFound`, `Forbidden`. Domains are deleted by `Domains`. */
  async delete(id: string): Promise<void> {
    const project = await this.get(id);
    assertDeletable('project', project);
    if ((await this.#repository.list({ parentIds: [id] })).length > 0)
      throw new Forbidden(
        `Cannot delete the project ${id} since it is not a leaf in the hierarchy. Use the cascade option if you want to delete a whole ` +
          'subtree.',
      );
    const now = new Date(this.#environment.now());
    await this.#environment.database.transaction(async (tx) => {
      await new AssignmentRepository(tx).deleteOfTarget(id);
      await new CredentialRepository(tx).deleteOfProject(id);
      await new TrustRepository(tx).deleteOfProject(id, now);
      await new LimitRepository(tx).deleteOfProject(id);
      await new EndpointFilterRepository(tx).deleteOfProject(id);
      await new UserRepository(tx).unsetDefaultProject(id);
      await new ProjectRepository(tx).delete(id);
    });
    await this.#environment.changes.note();
  }

  #assertRoot(project: Project): void {
    if (project.name.toLowerCase() === 'federated') throw new ValidationError(`Domain cannot be named ${project.name}`);
    if (project.parentId !== null) throw new ValidationError('only root projects are allowed to act as domains.');
  }

  async #assertPlace(project: Project): Promise<void> {
    const domain = await this.#repository.find(project.domainId ?? '');
    if (domain?.isDomain !== true) throw notFound('domain', project.domainId ?? '');
    const parent = project.parentId === domain.id ? domain : await this.get(project.parentId ?? '');
    if (parent.isDomain && parent.id !== domain.id)
      throw new ValidationError(
        `Cannot create project, the parent (${parent.id}) is acting as a domain, but this project's domain id (${domain.id}) does not ` +
          "match the parent's id.",
      );
    if (!parent.isDomain && parent.domainId !== domain.id)
      throw new ValidationError(
        `Cannot create project, since it specifies its domain_id ${domain.id}, but specifies a parent in a different domain ` +
          `(${parent.domainId ?? ''}).`,
      );
    const above = [parent, ...(await this.tree.ancestors(parent))];
    const disabled = above.find((one) => !one.enabled);
    if (disabled !== undefined)
      throw new ValidationError(`cannot create a project in a branch containing a disabled project: ${disabled.id}`);
    const { max_project_tree_depth: depth } = this.#environment.configuration.get(defaultOptions);
    if (above.length > depth) throw new Forbidden(`Max hierarchy depth reached for ${parent.id} branch.`);
  }

  async #assertUpdate(before: Project, changes: ProjectChanges): Promise<void> {
    const { project_name_url_safe, domain_name_url_safe } = this.#environment.configuration.get(resourceOptions);
    if (changes.domainId !== undefined && changes.domainId !== before.domainId)
      throw new ValidationError('Cannot change Domain ID');
    if (changes.name !== undefined && changes.name !== before.name) {
      if (before.isDomain) assertUrlSafe('Domain', changes.name, domain_name_url_safe);
      else assertUrlSafe('Project', changes.name, project_name_url_safe);
    }
    if (changes.parentId !== undefined && changes.parentId !== before.parentId)
      throw new Forbidden('Update of `parent_id` is not allowed.');
    if (changes.isDomain !== undefined && changes.isDomain !== before.isDomain)
      throw new ValidationError('Update of `is_domain` is not allowed.');
    if (changes.enabled === true && !before.enabled) {
      const above = await this.tree.ancestors(before);
      if (above.some((one) => !one.enabled))
        throw new Forbidden(`Cannot enable project ${before.id} since it has disabled parents`);
    }
    if (changes.enabled === false && before.enabled && !before.isDomain) {
      const below = await this.tree.descendants(before.id);
      if (below.some((one) => one.enabled))
        throw new Forbidden(`Cannot disable project ${before.id} since its subtree contains enabled projects.`);
    }
  }

  #conflict(project: Project): string {
    return project.isDomain
      ? `it is not permitted to have two projects acting as domains with the same name: ${project.name}`
      : `it is not permitted to have two projects with either the same name or same id in the same domain: name is ${project.name}, ` +
          `project id ${project.id}`;
  }

  // Tags

  /** Throws `NotFound` for the project. */
  async setTags(id: string, tags: readonly string[]): Promise<readonly string[]> {
    await this.get(id);
    await this.#environment.database.transaction((tx) => new ProjectRepository(tx).setTags(id, tags));
    return (await this.get(id)).tags;
  }

  async addTag(id: string, tag: string): Promise<void> {
    await this.get(id);
    await this.#repository.addTag(id, tag);
  }

  /** Throws `NotFound` for the project or the tag. */
  async deleteTag(id: string, tag: string): Promise<void> {
    await this.get(id);
    if (!(await this.#repository.deleteTag(id, tag))) throw notFound('projectTag', tag);
  }

  /** Throws `NotFound` unless the project has the tag. */
  async assertTag(id: string, tag: string): Promise<void> {
    if (!(await this.get(id)).tags.includes(tag)) throw notFound('projectTag', tag);
  }
}

/** Creating under a domain or parent that does not exist is the request's fault, not the path's. */
export async function withValidParents<T>(create: () => Promise<T>): Promise<T> {
  try {
    return await create();
  } catch (error) {
    if (isNotFound(error)) throw new ValidationError(error.message);
    throw error;
  }
}
