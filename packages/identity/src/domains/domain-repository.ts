// SPDX-License-Identifier: Apache-2.0
import { groupBy } from '../common/group-by.js';
import type { Client } from '../database/identity-database.js';

/** What a domain holds and takes along when it goes. */
export interface DomainContent {
  readonly userIds: readonly string[];
  readonly groupIds: readonly string[];
  /** Children before their parents. */
  readonly projectIds: readonly string[];
}

/** What of a domain reaches over several tables. */
export class DomainRepository {
  readonly #client: Client;

  constructor(client: Client) {
    this.#client = client;
  }

  async contentOf(domainId: string): Promise<DomainContent> {
    const [users, groups, projects] = await Promise.all([
      this.#client.user.findMany({ where: { domainId }, select: { id: true } }),
      this.#client.group.findMany({ where: { domainId }, select: { id: true } }),
      this.#client.project.findMany({ where: { domainId }, select: { id: true, parentId: true } }),
    ]);
    return {
      userIds: users.map(({ id }) => id),
      groupIds: groups.map(({ id }) => id),
      projectIds: childrenFirst(domainId, projects),
    };
  }

  /** The assignments of what is in it are gone already. */
  async deleteWithContent(domainId: string, { userIds, projectIds }: DomainContent, now: Date): Promise<void> {
    const ids = [...projectIds];
    await this.#client.credential.deleteMany({ where: { projectId: { in: ids } } });
    await this.#client.trust.updateMany({
      where: {
        deletedAt: null,
        OR: [
          { projectId: { in: ids } },
          { trustorUserId: { in: [...userIds] } },
          { trusteeUserId: { in: [...userIds] } },
        ],
      },
      data: { deletedAt: now },
    });
    await this.#client.limit.deleteMany({ where: { OR: [{ projectId: { in: ids } }, { domainId }] } });
    await this.#client.projectEndpoint.deleteMany({ where: { projectId: { in: ids } } });
    await this.#client.projectEndpointGroup.deleteMany({ where: { projectId: { in: ids } } });
    await this.#client.user.updateMany({ where: { defaultProjectId: { in: ids } }, data: { defaultProjectId: null } });
    await this.#client.user.deleteMany({ where: { domainId } });
    await this.#client.group.deleteMany({ where: { domainId } });
    await this.#client.role.deleteMany({ where: { domainId } });
    await this.#client.domainConfigOption.deleteMany({ where: { domainId } });
    await this.#client.configRegister.deleteMany({ where: { domainId } });
    for (const id of ids) await this.#client.project.delete({ where: { id } });
    await this.#client.project.delete({ where: { id: domainId } });
  }
}

function childrenFirst(
  root: string,
  projects: readonly { readonly id: string; readonly parentId: string | null }[],
): string[] {
  const byParent = groupBy(projects, (project) => project.parentId);
  const below = (id: string): string[] => (byParent.get(id) ?? []).flatMap((child) => [...below(child.id), child.id]);
  return below(root);
}
