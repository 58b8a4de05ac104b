// SPDX-License-Identifier: Apache-2.0
import type { Client } from '../database/identity-database.js';
import type { EndpointGroup as Row } from '../generated/mysql/client.js';
import { parseObject } from '../common/fields.js';
import type { EndpointGroup } from './endpoint-group.js';

/** Endpoint groups, and which projects see which endpoints and groups. */
export class EndpointFilterRepository {
  readonly #client: Client;

  constructor(client: Client) {
    this.#client = client;
  }

  async findGroup(id: string): Promise<EndpointGroup | undefined> {
    const row = await this.#client.endpointGroup.findUnique({ where: { id } });
    return row === null ? undefined : toGroup(row);
  }

  async listGroups(name?: string): Promise<EndpointGroup[]> {
    const where = name === undefined ? {} : { name };
    return (await this.#client.endpointGroup.findMany({ where, orderBy: { id: 'asc' } })).map(toGroup);
  }

  async createGroup({ filters, ...group }: EndpointGroup): Promise<void> {
    await this.#client.endpointGroup.create({ data: { ...group, filters: JSON.stringify(filters) } });
  }

  async updateGroup({ id, filters, ...group }: EndpointGroup): Promise<void> {
    await this.#client.endpointGroup.update({ where: { id }, data: { ...group, filters: JSON.stringify(filters) } });
  }

  async deleteGroup(id: string): Promise<void> {
    await this.#client.endpointGroup.delete({ where: { id } });
  }

  async endpointIdsOf(projectId: string): Promise<string[]> {
    return (await this.#client.projectEndpoint.findMany({ where: { projectId } })).map(({ endpointId }) => endpointId);
  }

  async projectIdsOfEndpoint(endpointId: string): Promise<string[]> {
    return (await this.#client.projectEndpoint.findMany({ where: { endpointId } })).map(({ projectId }) => projectId);
  }

  async groupsOf(projectId: string): Promise<EndpointGroup[]> {
    return (
      await this.#client.endpointGroup.findMany({
        where: { projects: { some: { projectId } } },
        orderBy: { id: 'asc' },
      })
    ).map(toGroup);
  }

  async projectIdsOfGroup(endpointGroupId: string): Promise<string[]> {
    return (await this.#client.projectEndpointGroup.findMany({ where: { endpointGroupId } })).map(
      ({ projectId }) => projectId,
    );
  }

  async addEndpoint(projectId: string, endpointId: string): Promise<void> {
    await this.#client.projectEndpoint.create({ data: { projectId, endpointId } });
  }

  async removeEndpoint(projectId: string, endpointId: string): Promise<boolean> {
    return (await this.#client.projectEndpoint.deleteMany({ where: { projectId, endpointId } })).count > 0;
  }

  async addGroup(projectId: string, endpointGroupId: string): Promise<void> {
    await this.#client.projectEndpointGroup.create({ data: { projectId, endpointGroupId } });
  }

  async removeGroup(projectId: string, endpointGroupId: string): Promise<boolean> {
    return (await this.#client.projectEndpointGroup.deleteMany({ where: { projectId, endpointGroupId } })).count > 0;
  }

  async deleteOfProject(projectId: string): Promise<void> {
    await this.#client.projectEndpoint.deleteMany({ where: { projectId } });
    await this.#client.projectEndpointGroup.deleteMany({ where: { projectId } });
  }
}

function toGroup({ filters, ...row }: Row): EndpointGroup {
  return { ...row, filters: parseObject(filters) };
}
