// SPDX-License-Identifier: Apache-2.0
import { parseObject, printObject } from '../common/fields.js';
import type { Client } from '../database/identity-database.js';
import type { Group as Row } from '../generated/mysql/client.js';
import type { Group } from './group.js';

export class GroupRepository {
  readonly #client: Client;

  constructor(client: Client) {
    this.#client = client;
  }

  async find(id: string): Promise<Group | undefined> {
    const row = await this.#client.group.findUnique({ where: { id } });
    return row === null ? undefined : toGroup(row);
  }

  async list(where: {
    domainId?: string | undefined;
    name?: string | undefined;
    userId?: string;
    ids?: readonly string[];
  }): Promise<Group[]> {
    const { domainId, name, userId, ids } = where;
    const rows = await this.#client.group.findMany({
      where: {
        ...(domainId === undefined ? {} : { domainId }),
        ...(name === undefined ? {} : { name }),
        ...(userId === undefined ? {} : { users: { some: { userId } } }),
        ...(ids === undefined ? {} : { id: { in: [...ids] } }),
      },
      orderBy: { id: 'asc' },
    });
    return rows.map(toGroup);
  }

  async create({ id, extra, ...group }: Group): Promise<void> {
    await this.#client.group.create({ data: { id, ...group, extra: printObject(extra) } });
  }

  async update({ id, extra, ...group }: Group): Promise<void> {
    await this.#client.group.update({ where: { id }, data: { ...group, extra: printObject(extra) } });
  }

  async delete(id: string): Promise<void> {
    await this.#client.group.delete({ where: { id } });
  }

  async groupIdsOf(userId: string): Promise<string[]> {
    const rows = await this.#client.userGroupMembership.findMany({ where: { userId }, select: { groupId: true } });
    return rows.map(({ groupId }) => groupId);
  }

  async userIdsIn(groupIds: readonly string[]): Promise<{ groupId: string; userId: string }[]> {
    return this.#client.userGroupMembership.findMany({
      where: { groupId: { in: [...groupIds] } },
      select: { groupId: true, userId: true },
    });
  }

  async isMember(groupId: string, userId: string): Promise<boolean> {
    return (
      (await this.#client.userGroupMembership.findUnique({ where: { userId_groupId: { userId, groupId } } })) !== null
    );
  }

  async addMember(groupId: string, userId: string): Promise<void> {
    await this.#client.userGroupMembership.upsert({
      where: { userId_groupId: { userId, groupId } },
      create: { userId, groupId },
      update: {},
    });
  }

  /** Whether the user was in the group. */
  async removeMember(groupId: string, userId: string): Promise<boolean> {
    return (await this.#client.userGroupMembership.deleteMany({ where: { userId, groupId } })).count > 0;
  }
}

function toGroup({ extra, ...row }: Row): Group {
  return { ...row, extra: parseObject(extra) };
}
