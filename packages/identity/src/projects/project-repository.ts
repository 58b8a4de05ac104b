// SPDX-License-Identifier: Apache-2.0
import { parseObject, printObject } from '../common/fields.js';
import type { Client } from '../database/identity-database.js';
import type { Prisma } from '../generated/mysql/client.js';
import type { Project } from './project.js';

/** Where a unique key has to see that there is none: a null would be distinct from every null. */
export const NONE = '<<null>>';

const withTags = { tags: { orderBy: { name: 'asc' } } } as const satisfies Prisma.ProjectInclude;
type Row = Prisma.ProjectGetPayload<{ include: typeof withTags }>;

export interface ProjectConditions {
  readonly isDomain?: boolean | undefined;
  readonly domainId?: string | undefined;
  readonly name?: string | undefined;
  readonly enabled?: boolean | undefined;
  readonly parentIds?: readonly string[] | undefined;
  readonly ids?: readonly string[] | undefined;
}

export class ProjectRepository {
  readonly #client: Client;

  constructor(client: Client) {
    this.#client = client;
  }

  async find(id: string): Promise<Project | undefined> {
    return toProject(await this.#client.project.findUnique({ where: { id }, include: withTags }));
  }

  /** @param domainId - null for a domain's own name. */
  async findByName(name: string, domainId: string | null): Promise<Project | undefined> {
    const where = { domainId_name: { domainId: domainId ?? NONE, name } };
    return toProject(await this.#client.project.findUnique({ where, include: withTags }));
  }

  async list({ isDomain, domainId, name, enabled, parentIds, ids }: ProjectConditions): Promise<Project[]> {
    const rows = await this.#client.project.findMany({
      where: {
        ...(isDomain === undefined ? {} : { isDomain }),
        ...(domainId === undefined ? {} : { domainId }),
        ...(name === undefined ? {} : { name }),
        ...(enabled === undefined ? {} : { enabled }),
        ...(parentIds === undefined ? {} : { parentId: { in: [...parentIds] } }),
        ...(ids === undefined ? {} : { id: { in: [...ids] } }),
      },
      orderBy: { id: 'asc' },
      include: withTags,
    });
    return rows.map(projectOf);
  }

  async create(project: Project): Promise<void> {
    await this.#client.project.create({
      data: {
        id: project.id,
        ...toColumns(project),
        ...(project.tags.length === 0 ? {} : { tags: { create: project.tags.map((name) => ({ name })) } }),
      },
    });
  }

  async update(project: Project): Promise<void> {
    await this.#client.project.update({ where: { id: project.id }, data: toColumns(project) });
  }

  async setEnabled(ids: readonly string[], enabled: boolean): Promise<void> {
    await this.#client.project.updateMany({ where: { id: { in: [...ids] } }, data: { enabled } });
  }

  async setTags(projectId: string, tags: readonly string[]): Promise<void> {
    await this.#client.projectTag.deleteMany({ where: { projectId, name: { notIn: [...tags] } } });
    const kept = await this.#client.projectTag.findMany({ where: { projectId } });
    const added = tags.filter((name) => !kept.some((tag) => tag.name === name));
    if (added.length > 0)
      await this.#client.projectTag.createMany({ data: added.map((name) => ({ projectId, name })) });
  }

  async addTag(projectId: string, name: string): Promise<void> {
    await this.#client.projectTag.upsert({
      where: { projectId_name: { projectId, name } },
      create: { projectId, name },
      update: {},
    });
  }

  /** Whether there was such a tag. */
  async deleteTag(projectId: string, name: string): Promise<boolean> {
    return (await this.#client.projectTag.deleteMany({ where: { projectId, name } })).count > 0;
  }

  async delete(id: string): Promise<void> {
    await this.#client.project.delete({ where: { id } });
  }
}

function toProject(row: Row | null): Project | undefined {
  return row === null ? undefined : projectOf(row);
}

function projectOf(row: Row): Project {
  const { id, name, domainId, parentId, isDomain, enabled, description, tags, options, extra } = row;
  return {
    id,
    name,
    domainId: domainId === NONE ? null : domainId,
    parentId,
    isDomain,
    enabled,
    description,
    tags: tags.map((tag) => tag.name),
    options: parseObject(options),
    extra: parseObject(extra),
  };
}

function toColumns({ name, domainId, parentId, isDomain, enabled, description, options, extra }: Project) {
  return {
    name,
    domainId: domainId ?? NONE,
    parentId,
    isDomain,
    enabled,
    description,
    options: printObject(options),
    extra: printObject(extra),
  };
}
