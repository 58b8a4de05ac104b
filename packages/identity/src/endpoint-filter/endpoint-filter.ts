// SPDX-License-Identifier: Apache-2.0
import { writeFields } from '../common/fields.js';
import type { Environment } from '../common/environment.js';
import { newId } from '../common/identifiers.js';
import type { ListFilter } from '../common/list-filter.js';
import { whenTaken } from '../common/when-taken.js';
import { endpointFields, type Endpoint } from '../catalog/endpoint.js';
import { EndpointRepository } from '../catalog/endpoint-repository.js';
import { expected, NotFound, notFound } from '../errors.js';
import type { EndpointGroup, EndpointGroupChanges } from './endpoint-group.js';
import { EndpointFilterRepository } from './endpoint-filter-repository.js';

const FILTER_KEYS = ['service_id', 'region_id', 'interface'];

/** Which endpoints a project sees, where it does not see them all: OS-EP-FILTER. Callers know that endpoint and project exist. */
export class EndpointFilter {
  readonly #environment: Environment;
  readonly #repository: EndpointFilterRepository;
  readonly #endpoints: EndpointRepository;

  constructor(environment: Environment) {
    this.#environment = environment;
    this.#repository = new EndpointFilterRepository(environment.database.client);
    this.#endpoints = new EndpointRepository(environment.database.client);
  }

  // Groups

  /** Throws `NotFound`. */
  async getGroup(id: string): Promise<EndpointGroup> {
    const group = await this.#repository.findGroup(id);
    if (group === undefined) throw notFound('endpointGroup', id);
    return group;
  }

  listGroups(filter: ListFilter): Promise<EndpointGroup[]> {
    return this.#repository.listGroups(filter.exact('name'));
  }

  /** Throws `ValidationError` for a filter by another attribute. */
  async createGroup({
    name,
    description,
    filters,
  }: EndpointGroupChanges & { readonly name: string }): Promise<EndpointGroup> {
    const group: EndpointGroup = { id: newId(), name, description: description ?? null, filters: filters ?? {} };
    assertFilters(group.filters);
    await this.#repository.createGroup(group);
    return group;
  }

  /** Throws `NotFound`, `ValidationError`. */
  async updateGroup(id: string, { name, description, filters }: EndpointGroupChanges): Promise<EndpointGroup> {
    if (filters !== undefined) assertFilters(filters);
    const before = await this.getGroup(id);
    const group: EndpointGroup = {
      id,
      name: name ?? before.name,
      description: description === undefined ? before.description : description,
      filters: filters ?? before.filters,
    };
    await this.#repository.updateGroup(group);
    await this.#environment.changes.note();
    return group;
  }

  /** Throws `NotFound`. */
  async deleteGroup(id: string): Promise<void> {
    await this.getGroup(id);
    await this.#repository.deleteGroup(id);
    await this.#environment.changes.note();
  }

  /** The endpoints that a group chooses. Throws `NotFound`. */
  async endpointsOfGroup(id: string): Promise<Endpoint[]> {
    return chosen(await this.#endpoints.list({}), await this.getGroup(id));
  }

  // Associations

  /** Directly associated ones, and those of the project's groups; none for a project without a filter. */
  async endpointsOfProject(projectId: string): Promise<Endpoint[]> {
    const [ids, groups] = await Promise.all([
      this.#repository.endpointIdsOf(projectId),
      this.#repository.groupsOf(projectId),
    ]);
    if (ids.length === 0 && groups.length === 0) return [];
    const all = await this.#endpoints.list({});
    const found = new Map(all.filter(({ id }) => ids.includes(id)).map((endpoint) => [endpoint.id, endpoint]));
    for (const group of groups) for (const endpoint of chosen(all, group)) found.set(endpoint.id, endpoint);
    return [...found.values()];
  }

  groupsOfProject(projectId: string): Promise<EndpointGroup[]> {
    return this.#repository.groupsOf(projectId);
  }

  projectIdsOfEndpoint(endpointId: string): Promise<string[]> {
    return this.#repository.projectIdsOfEndpoint(endpointId);
  }

  /** Throws `NotFound`. */
  async projectIdsOfGroup(id: string): Promise<string[]> {
    await this.getGroup(id);
    return this.#repository.projectIdsOfGroup(id);
  }

  /** Throws `Conflict` when it is there already. */
  async addEndpoint(projectId: string, endpointId: string): Promise<void> {
    await whenTaken('project_endpoint', 'Duplicate entry', () => this.#repository.addEndpoint(projectId, endpointId));
    await this.#environment.changes.note();
  }

  /** Throws `NotFound`. */
  async assertEndpoint(projectId: string, endpointId: string): Promise<void> {
    if (!(await this.#repository.endpointIdsOf(projectId)).includes(endpointId))
      throw noEndpoint(projectId, endpointId);
  }

  /** Throws `NotFound`. */
  async removeEndpoint(projectId: string, endpointId: string): Promise<void> {
    if (!(await this.#repository.removeEndpoint(projectId, endpointId))) throw noEndpoint(projectId, endpointId);
    await this.#environment.changes.note();
  }

  /** Throws `NotFound` for the group, `Conflict` when it is there already. */
  async addGroup(projectId: string, groupId: string): Promise<void> {
    await this.getGroup(groupId);
    await whenTaken('project_endpoint_group', 'Duplicate entry', () => this.#repository.addGroup(projectId, groupId));
    await this.#environment.changes.note();
  }

  /** Throws `NotFound`. */
  async assertGroup(projectId: string, groupId: string): Promise<void> {
    await this.getGroup(groupId);
    if (!(await this.#repository.projectIdsOfGroup(groupId)).includes(projectId)) throw noGroup();
  }

  /** Throws `NotFound`. */
  async removeGroup(projectId: string, groupId: string): Promise<void> {
    await this.getGroup(groupId);
    if (!(await this.#repository.removeGroup(projectId, groupId))) throw noGroup();
    await this.#environment.changes.note();
  }
}

function chosen(endpoints: readonly Endpoint[], { filters }: EndpointGroup): Endpoint[] {
  return endpoints.filter((endpoint) => {
    const attributes = writeFields(endpoint, endpointFields);
    return Object.entries(filters).every(([key, value]) => attributes[key] === value);
  });
}

function assertFilters(filters: EndpointGroup['filters']): void {
  if (!Object.keys(filters).every((key) => FILTER_KEYS.includes(key)))
    throw expected(FILTER_KEYS.join(' or '), 'endpoint_group');
}

const noEndpoint = (projectId: string, endpointId: string) =>
  new NotFound(`Endpoint ${endpointId} not found in project ${projectId}`, 'projectEndpoint');
const noGroup = () => new NotFound('Endpoint Group Project Association not found', 'projectEndpointGroup');
