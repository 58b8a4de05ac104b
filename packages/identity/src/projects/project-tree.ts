// SPDX-License-Identifier: Apache-2.0
import { groupBy } from '../common/group-by.js';
import type { Project } from './project.js';
import type { ProjectRepository } from './project-repository.js';

/** Ids nested as the projects are: `{ parent: { grandparent: null } }`. */
export interface IdTree {
  readonly [id: string]: IdTree | null;
}

/** The way up and down from a project; a domain is the root of its projects. */
export class ProjectTree {
  readonly #repository: ProjectRepository;

  constructor(repository: ProjectRepository) {
    this.#repository = repository;
  }

  /** From the parent up to the domain, which is the last. */
  async ancestors(project: Project): Promise<Project[]> {
    const found: Project[] = [];
    let next = project.parentId;
    while (next !== null) {
      const parent = await this.#repository.find(next);
      if (parent === undefined) break;
      found.push(parent);
      next = parent.parentId;
    }
    return found;
  }

  /** Ids from the parent up, without the domain: no query for a project at the top. */
  async ancestorIds(project: Project): Promise<string[]> {
    const ids: string[] = [];
    let next = project.parentId;
    while (next !== null && next !== project.domainId) {
      ids.push(next);
      next = (await this.#repository.find(next))?.parentId ?? null;
    }
    return ids;
  }

  /** Every project below, level by level: one query for each level. */
  async descendants(id: string): Promise<Project[]> {
    const found: Project[] = [];
    let level: readonly string[] = [id];
    while (level.length > 0) {
      const children = await this.#repository.list({ parentIds: level });
      found.push(...children);
      level = children.map((child) => child.id);
    }
    return found;
  }

  async ancestorsAsIds(project: Project): Promise<IdTree | null> {
    const ids = (await this.ancestors(project)).map(({ id }) => id);
    return ids.reduceRight<IdTree | null>((above, id) => ({ [id]: above }), null);
  }

  async descendantsAsIds(id: string): Promise<IdTree | null> {
    return nest(
      id,
      groupBy(await this.descendants(id), (project) => project.parentId),
    );
  }
}

function nest(id: string, byParent: ReadonlyMap<string | null, readonly Project[]>): IdTree | null {
  const children = byParent.get(id);
  if (children === undefined) return null;
  return Object.fromEntries(children.map((child) => [child.id, nest(child.id, byParent)]));
}
