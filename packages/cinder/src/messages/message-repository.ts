// SPDX-License-Identifier: Apache-2.0
import { randomUUID } from 'node:crypto';
import { now } from '@stackport/database';
import type { CinderDatabase } from '../database.js';
import type { Message, Prisma } from '../generated/mysql/client.js';

export type MessageRow = Message;

/** The table `messages`. */
export class MessageRepository {
  readonly #database: CinderDatabase;

  constructor(database: CinderDatabase) {
    this.#database = database;
  }

  /** @param projectId - only its; anybody's where it is undefined */
  find(id: string, projectId: string | undefined): Promise<MessageRow | null> {
    return this.#database.client.message.findFirst({
      where: { id, deleted: false, ...(projectId === undefined ? {} : { projectId }) },
    });
  }

  /** Those that fit. @param projectId - only its; everybody's where it is undefined */
  list(
    where: Prisma.MessageWhereInput,
    projectId: string | undefined,
    orderBy: readonly Prisma.MessageOrderByWithRelationInput[],
  ): Promise<MessageRow[]> {
    return this.#database.client.message.findMany({
      where: { AND: [where, { deleted: false, ...(projectId === undefined ? {} : { projectId }) }] },
      orderBy: [...orderBy],
    });
  }

  async create(values: Omit<Prisma.MessageCreateInput, 'id' | 'createdAt'>): Promise<string> {
    const id = randomUUID();
    await this.#database.client.message.create({ data: { ...values, id, createdAt: now() } });
    return id;
  }

  async delete(id: string): Promise<void> {
    await this.#database.client.message.updateMany({
      where: { id, deleted: false },
      data: { deleted: true, deletedAt: now() },
    });
  }

  /** Removes the rows that expired before the time, deleted ones too. @returns how many there were */
  async deleteExpired(time: Date): Promise<number> {
    return (await this.#database.client.message.deleteMany({ where: { expiresAt: { lt: time } } })).count;
  }
}
