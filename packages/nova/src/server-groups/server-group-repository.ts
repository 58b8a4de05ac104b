// SPDX-License-Identifier: Apache-2.0
import { randomUUID } from 'node:crypto';
import { now } from '@stackport/database';
import type { ApiDatabase, ApiTransaction } from '../database.js';
import type { InstanceGroup } from '../generated/api/mysql/client.js';

/** Servers that are kept together or apart. */
export interface ServerGroup {
  readonly id: number;
  readonly uuid: string;
  readonly name: string | null;
  readonly projectId: string | null;
  readonly userId: string | null;
  /** `affinity`, `anti-affinity`, `soft-affinity`, `soft-anti-affinity`. */
  readonly policy: string | null;
  readonly rules: Readonly<Record<string, number>>;
  /** UUIDs of servers, deleted ones among them. */
  readonly members: readonly string[];
}

export interface NewServerGroup {
  readonly name: string;
  readonly projectId: string | null;
  readonly userId: string | null;
  readonly policy: string;
  readonly rules: Readonly<Record<string, number>>;
}

/** The tables `instance_groups`, `instance_group_policy` and `instance_group_member`. */
export class ServerGroupRepository {
  readonly #database: ApiDatabase;

  constructor(database: ApiDatabase) {
    this.#database = database;
  }

  async find(uuid: string): Promise<ServerGroup | null> {
    const row = await this.#database.client.instanceGroup.findUnique({ where: { uuid } });
    return row === null ? null : ((await this.#complete([row]))[0] ?? null);
  }

  /** UUIDs of the groups that a server is in: one at most. */
  async uuidsOfServer(instanceUuid: string): Promise<string[]> {
    const members = await this.#database.client.instanceGroupMember.findMany({ where: { instanceUuid } });
    if (members.length === 0) return [];
    const rows = await this.#database.client.instanceGroup.findMany({
      where: { id: { in: members.map(({ groupId }) => groupId) } },
      select: { uuid: true },
    });
    return rows.map(({ uuid }) => uuid).slice(0, 1);
  }

  /** Of a project, or all. */
  async list(projectId?: string): Promise<ServerGroup[]> {
    const rows = await this.#database.client.instanceGroup.findMany({
      where: projectId === undefined ? {} : { projectId },
      orderBy: { id: 'asc' },
    });
    return this.#complete(rows);
  }

  async create({ policy, rules, ...values }: NewServerGroup): Promise<ServerGroup> {
    const createdAt = now();
    return this.#database.transaction(async (tx) => {
      const row = await tx.instanceGroup.create({ data: { ...values, uuid: randomUUID(), createdAt } });
      const text = Object.keys(rules).length === 0 ? null : JSON.stringify(rules);
      await tx.instanceGroupPolicy.create({ data: { groupId: row.id, policy, rules: text, createdAt } });
      return { ...row, policy, rules, members: [] };
    });
  }

  /** Beside the server's build request, in one transaction. @param groupId - number of the row */
  async addMember(transaction: ApiTransaction, groupId: number, instanceUuid: string): Promise<void> {
    await transaction.instanceGroupMember.create({ data: { groupId, instanceUuid, createdAt: now() } });
  }

  /** @returns whether there was one */
  async delete(uuid: string): Promise<boolean> {
    return this.#database.transaction(async (tx) => {
      const row = await tx.instanceGroup.findUnique({ where: { uuid }, select: { id: true } });
      if (row === null) return false;
      await tx.instanceGroupPolicy.deleteMany({ where: { groupId: row.id } });
      await tx.instanceGroupMember.deleteMany({ where: { groupId: row.id } });
      return (await tx.instanceGroup.deleteMany({ where: { id: row.id } })).count > 0;
    });
  }

  async #complete(rows: readonly InstanceGroup[]): Promise<ServerGroup[]> {
    if (rows.length === 0) return [];
    const where = { groupId: { in: rows.map(({ id }) => id) } };
    const policies = await this.#database.client.instanceGroupPolicy.findMany({ where });
    const members = await this.#database.client.instanceGroupMember.findMany({ where, orderBy: { id: 'asc' } });
    return rows.map((row) => {
      const policy = policies.find(({ groupId }) => groupId === row.id);
      return {
        ...row,
        policy: policy?.policy ?? null,
        rules: policy?.rules ? (JSON.parse(policy.rules) as Record<string, number>) : {},
        members: members.flatMap(({ groupId, instanceUuid }) =>
          groupId === row.id && instanceUuid !== null ? [instanceUuid] : [],
        ),
      };
    });
  }
}
