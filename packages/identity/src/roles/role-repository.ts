// SPDX-License-Identifier: Apache-2.0
import { parseObject, printObject } from '../common/fields.js';
import type { Client } from '../database/identity-database.js';
import type { Role as Row } from '../generated/mysql/client.js';
import { NONE } from '../projects/project-repository.js';
import type { Role, RoleInference } from './role.js';

export class RoleRepository {
  readonly #client: Client;

  constructor(client: Client) {
    this.#client = client;
  }

  async find(id: string): Promise<Role | undefined> {
    const row = await this.#client.role.findUnique({ where: { id } });
    return row === null ? undefined : toRole(row);
  }

  /** @param where - a domain of null asks for the roles of no domain. */
  async list(where: {
    name?: string | undefined;
    domainId?: string | null | undefined;
    ids?: readonly string[];
  }): Promise<Role[]> {
    const { name, domainId, ids } = where;
    const rows = await this.#client.role.findMany({
      where: {
        ...(name === undefined ? {} : { name }),
        ...(domainId === undefined ? {} : { domainId: domainId ?? NONE }),
        ...(ids === undefined ? {} : { id: { in: [...ids] } }),
      },
      orderBy: { id: 'asc' },
    });
    return rows.map(toRole);
  }

  async create(role: Role): Promise<void> {
    await this.#client.role.create({ data: { id: role.id, ...toColumns(role) } });
  }

  async update(role: Role): Promise<void> {
    await this.#client.role.update({ where: { id: role.id }, data: toColumns(role) });
  }

  /** With its assignments and inferences. */
  async delete(id: string): Promise<void> {
    await this.#client.role.delete({ where: { id } });
  }

  async inferences(priorId?: string): Promise<RoleInference[]> {
    const rows = await this.#client.impliedRole.findMany({
      where: priorId === undefined ? {} : { priorRoleId: priorId },
      orderBy: [{ priorRoleId: 'asc' }, { impliedRoleId: 'asc' }],
    });
    return rows.map(({ priorRoleId, impliedRoleId }) => ({ priorId: priorRoleId, impliedId: impliedRoleId }));
  }

  async hasInference(priorRoleId: string, impliedRoleId: string): Promise<boolean> {
    const where = { priorRoleId_impliedRoleId: { priorRoleId, impliedRoleId } };
    return (await this.#client.impliedRole.findUnique({ where })) !== null;
  }

  async addInference(priorRoleId: string, impliedRoleId: string): Promise<void> {
    await this.#client.impliedRole.create({ data: { priorRoleId, impliedRoleId } });
  }

  /** Whether there was one. */
  async deleteInference(priorRoleId: string, impliedRoleId: string): Promise<boolean> {
    return (await this.#client.impliedRole.deleteMany({ where: { priorRoleId, impliedRoleId } })).count > 0;
  }
}

function toRole({ domainId, options, extra, ...row }: Row): Role {
  return {
    ...row,
    domainId: domainId === NONE ? null : domainId,
    options: parseObject(options),
    extra: parseObject(extra),
  };
}

function toColumns({ name, domainId, description, options, extra }: Role) {
  return { name, domainId: domainId ?? NONE, description, options: printObject(options), extra: printObject(extra) };
}
