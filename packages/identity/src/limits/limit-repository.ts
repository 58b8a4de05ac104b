// SPDX-License-Identifier: Apache-2.0
import type { Client } from '../database/identity-database.js';
import type { Prisma } from '../generated/mysql/client.js';
import type { Limit, RegisteredLimit } from './limit.js';

const withRegistered = { registeredLimit: true } as const satisfies Prisma.LimitInclude;
type LimitRow = Prisma.LimitGetPayload<{ include: typeof withRegistered }>;

export interface LimitConditions {
  readonly serviceId?: string | undefined;
  /** null asks for limits of no region. */
  readonly regionId?: string | null | undefined;
  readonly resourceName?: string | undefined;
}

/** Registered limits, which are the defaults of a service's resources, and the limits of projects and domains. */
export class LimitRepository {
  readonly #client: Client;

  constructor(client: Client) {
    this.#client = client;
  }

  async findRegistered(id: string): Promise<RegisteredLimit | undefined> {
    return (await this.#client.registeredLimit.findUnique({ where: { id } })) ?? undefined;
  }

  async listRegistered({ serviceId, regionId, resourceName }: LimitConditions): Promise<RegisteredLimit[]> {
    return this.#client.registeredLimit.findMany({
      where: {
        ...(serviceId === undefined ? {} : { serviceId }),
        ...(regionId === undefined ? {} : { regionId }),
        ...(resourceName === undefined ? {} : { resourceName }),
      },
      orderBy: { id: 'asc' },
    });
  }

  async createRegistered(limit: RegisteredLimit): Promise<void> {
    await this.#client.registeredLimit.create({ data: limit });
  }

  async updateRegistered({ id, ...limit }: RegisteredLimit): Promise<void> {
    await this.#client.registeredLimit.update({ where: { id }, data: limit });
  }

  async deleteRegistered(id: string): Promise<void> {
    await this.#client.registeredLimit.delete({ where: { id } });
  }

  async hasLimits(registeredLimitId: string): Promise<boolean> {
    return (await this.#client.limit.findFirst({ where: { registeredLimitId }, select: { id: true } })) !== null;
  }

  async find(id: string): Promise<Limit | undefined> {
    const row = await this.#client.limit.findUnique({ where: { id }, include: withRegistered });
    return row === null ? undefined : toLimit(row);
  }

  async list(
    conditions: LimitConditions & {
      projectId?: string | undefined;
      domainId?: string | undefined;
      registeredLimitId?: string | undefined;
    },
  ): Promise<Limit[]> {
    const { projectId, domainId, registeredLimitId, serviceId, regionId, resourceName } = conditions;
    const rows = await this.#client.limit.findMany({
      where: {
        ...(projectId === undefined ? {} : { projectId }),
        ...(domainId === undefined ? {} : { domainId }),
        ...(registeredLimitId === undefined ? {} : { registeredLimitId }),
        registeredLimit: {
          ...(serviceId === undefined ? {} : { serviceId }),
          ...(regionId === undefined ? {} : { regionId }),
          ...(resourceName === undefined ? {} : { resourceName }),
        },
      },
      orderBy: { id: 'asc' },
      include: withRegistered,
    });
    return rows.map(toLimit);
  }

  async create(
    { id, projectId, domainId, resourceLimit, description }: Limit,
    registeredLimitId: string,
  ): Promise<void> {
    await this.#client.limit.create({
      data: { id, projectId, domainId, resourceLimit, description, registeredLimitId },
    });
  }

  async update({ id, resourceLimit, description }: Limit): Promise<void> {
    await this.#client.limit.update({ where: { id }, data: { resourceLimit, description } });
  }

  async delete(id: string): Promise<void> {
    await this.#client.limit.delete({ where: { id } });
  }

  /** What is registered for a service, and the limits of projects and domains. */
  async deleteOfService(serviceId: string): Promise<void> {
    await this.#client.limit.deleteMany({ where: { registeredLimit: { serviceId } } });
    await this.#client.registeredLimit.deleteMany({ where: { serviceId } });
  }

  async deleteOfProject(projectId: string): Promise<void> {
    await this.#client.limit.deleteMany({ where: { projectId } });
  }
}

function toLimit({ id, projectId, domainId, resourceLimit, description, registeredLimit }: LimitRow): Limit {
  const { serviceId, regionId, resourceName } = registeredLimit;
  return { id, projectId, domainId, serviceId, regionId, resourceName, resourceLimit, description };
}
