// SPDX-License-Identifier: Apache-2.0
import { parseObject, printObject } from '../common/fields.js';
import { isoTime } from '../common/timestamps.js';
import type { Client } from '../database/identity-database.js';
import type { Prisma } from '../generated/mysql/client.js';
import type { StoredPassword, User, UserAccount } from './user.js';

const newestPassword = { passwords: { orderBy: { id: 'desc' }, take: 1 } } as const satisfies Prisma.UserInclude;
type Row = Prisma.UserGetPayload<{ include: typeof newestPassword }>;

/** Users, their passwords, and the count of their failed logins. */
export class UserRepository {
  readonly #client: Client;

  constructor(client: Client) {
    this.#client = client;
  }

  async find(id: string): Promise<UserAccount | undefined> {
    return toAccount(await this.#client.user.findUnique({ where: { id }, include: newestPassword }));
  }

  async findByName(name: string, domainId: string): Promise<UserAccount | undefined> {
    return toAccount(
      await this.#client.user.findUnique({ where: { domainId_name: { domainId, name } }, include: newestPassword }),
    );
  }

  /** Those that fit every condition given, in the order in which they were made. */
  async list(where: {
    domainId?: string | undefined;
    name?: string | undefined;
    enabled?: boolean | undefined;
    ids?: readonly string[];
  }): Promise<User[]> {
    const { ids, domainId, name, enabled } = where;
    const rows = await this.#client.user.findMany({
      where: {
        ...(domainId === undefined ? {} : { domainId }),
        ...(name === undefined ? {} : { name }),
        ...(enabled === undefined ? {} : { enabled }),
        ...(ids === undefined ? {} : { id: { in: [...ids] } }),
      },
      orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
      include: newestPassword,
    });
    return rows.map((row) => toUser(row));
  }

  async create(user: User, createdAt: Date): Promise<void> {
    await this.#client.user.create({ data: { id: user.id, createdAt, ...toColumns(user) } });
  }

  async update(user: User): Promise<void> {
    await this.#client.user.update({ where: { id: user.id }, data: toColumns(user) });
  }

  async delete(id: string): Promise<void> {
    await this.#client.user.delete({ where: { id } });
  }

  async setFailures(id: string, count: number, at: Date | null): Promise<void> {
    await this.#client.user.updateMany({ where: { id }, data: { failedAuthCount: count, failedAuthAt: at } });
  }

  async countFailure(id: string, at: Date): Promise<void> {
    await this.#client.user.updateMany({
      where: { id },
      data: { failedAuthCount: { increment: 1 }, failedAuthAt: at },
    });
  }

  async setLastActive(id: string, at: Date): Promise<void> {
    await this.#client.user.updateMany({ where: { id }, data: { lastActiveAt: at } });
  }

  /** Stores a new password and keeps that many older ones for comparison. */
  async addPassword(userId: string, password: StoredPassword, kept: number): Promise<void> {
    const older = await this.#client.password.findMany({
      where: { userId },
      orderBy: { id: 'desc' },
      skip: kept,
      select: { id: true },
    });
    if (older.length > 0) await this.#client.password.deleteMany({ where: { id: { in: older.map(({ id }) => id) } } });
    await this.#client.password.create({ data: { userId, ...password } });
  }

  async deletePasswords(userId: string): Promise<void> {
    await this.#client.password.deleteMany({ where: { userId } });
  }

  /** The newest passwords' hashes. */
  async passwordHashes(userId: string, count: number): Promise<string[]> {
    const rows = await this.#client.password.findMany({
      where: { userId },
      orderBy: { id: 'desc' },
      take: count,
      select: { hash: true },
    });
    return rows.map(({ hash }) => hash);
  }

  /** Projects are nobody's default any more once they are gone. */
  async unsetDefaultProject(projectId: string): Promise<void> {
    await this.#client.user.updateMany({ where: { defaultProjectId: projectId }, data: { defaultProjectId: null } });
  }
}

function toUser(row: Row): User {
  const [password] = row.passwords;
  return {
    id: row.id,
    name: row.name,
    domainId: row.domainId,
    enabled: row.enabled,
    ...(row.defaultProjectId === null ? {} : { defaultProjectId: row.defaultProjectId }),
    options: parseObject(row.options),
    extra: parseObject(row.extra),
    passwordExpiresAt: password?.expiresAt == null ? null : isoTime(password.expiresAt),
  };
}

function toAccount(row: Row | null): UserAccount | undefined {
  if (row === null) return undefined;
  const { createdAt, lastActiveAt, failedAuthCount, failedAuthAt, passwords } = row;
  return { user: toUser(row), createdAt, lastActiveAt, failedAuthCount, failedAuthAt, password: passwords[0] ?? null };
}

function toColumns({ name, domainId, enabled, defaultProjectId, options, extra }: User) {
  return {
    name,
    domainId,
    enabled,
    defaultProjectId: defaultProjectId ?? null,
    options: printObject(options),
    extra: printObject(extra),
  };
}
