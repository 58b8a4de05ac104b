// SPDX-License-Identifier: Apache-2.0
import { AssignmentRepository } from '../assignments/assignment-repository.js';
import type { Environment } from '../common/environment.js';
import { newId } from '../common/identifiers.js';
import { assertDeletable } from '../common/immutable.js';
import type { ListFilter } from '../common/list-filter.js';
import { DomainRepository } from './domain-repository.js';
import { Forbidden, notFound, ValidationError } from '../errors.js';
import type { Project, ProjectChanges } from '../projects/project.js';
import { ProjectRepository } from '../projects/project-repository.js';
import type { Projects } from '../projects/projects.js';

/** A domain is a project without a domain: the same row, shown without what only projects have. */
export type Domain = Project & { readonly domainId: null; readonly isDomain: true };

export class Domains {
  readonly #environment: Environment;
  readonly #projects: Projects;
  readonly #repository: ProjectRepository;

  constructor(environment: Environment, projects: Projects) {
    this.#environment = environment;
    this.#projects = projects;
    this.#repository = new ProjectRepository(environment.database.client);
  }

  /** Throws `NotFound`. */
  async get(id: string): Promise<Domain> {
    const project = await this.#repository.find(id);
    if (project?.isDomain !== true) throw notFound('domain', id);
    return project as Domain;
  }

  /** Throws `NotFound` with the name in place of the id. */
  async getByName(name: string): Promise<Domain> {
    const project = await this.#repository.findByName(name, null);
    if (project === undefined) throw notFound('domain', name);
    return project as Domain;
  }

  async list(filter: ListFilter): Promise<Domain[]> {
    const conditions = { isDomain: true, name: filter.exact('name'), enabled: filter.exactBoolean('enabled') };
    return (await this.#repository.list(conditions)) as Domain[];
  }

  async listByIds(ids: readonly string[]): Promise<Domain[]> {
    return (await this.#repository.list({ isDomain: true, ids })) as Domain[];
  }

  /** Throws `ValidationError`, `Conflict`. */
  async create(given: ProjectChanges & { readonly name: string }, id: string = newId()): Promise<Domain> {
    return (await this.#projects.create({ ...given, isDomain: true, domainId: null, parentId: null }, id)) as Domain;
  }

  /** Throws `NotFound`, `ValidationError`, `Forbidden`, `Conflict`. */
  async update(id: string, changes: ProjectChanges): Promise<Domain> {
    await this.get(id);
    if (changes.name?.toLowerCase() === 'federated')
      throw new ValidationError(`Domain cannot be named ${changes.name}`);
    return (await this.#projects.update(id, changes)) as Domain;
  }

  /** A disabled domain, with everything in it. Throws `NotFound`, `Forbidden`. */
  async delete(id: string): Promise<void> {
    const domain = await this.get(id);
    assertDeletable('domain', domain);
    if (domain.enabled) throw new Forbidden('Cannot delete a domain that is enabled, please disable it first.');
    const content = await new DomainRepository(this.#environment.database.client).contentOf(id);
    const now = new Date(this.#environment.now());
    await this.#environment.database.transaction(async (tx) => {
      const assignments = new AssignmentRepository(tx);
      for (const userId of content.userIds) await assignments.deleteOfActor('user', userId);
      for (const groupId of content.groupIds) await assignments.deleteOfActor('group', groupId);
      for (const target of [...content.projectIds, id]) await assignments.deleteOfTarget(target);
      await new DomainRepository(tx).deleteWithContent(id, content, now);
    });
    await this.#environment.revocations.revoke({ domainId: id });
    await this.#environment.changes.note();
  }
}
