// SPDX-License-Identifier: Apache-2.0
import { compareAndSwap } from '@stackport/database';
import type { Client } from '../database/identity-database.js';
import type { Prisma } from '../generated/mysql/client.js';
import type { Trust } from './trust.js';

const withRoles = { roles: true } as const satisfies Prisma.TrustInclude;
type Row = Prisma.TrustGetPayload<{ include: typeof withRoles }>;

/** Trusts; a deleted one keeps its row. */
export class TrustRepository {
  readonly #client: Client;

  constructor(client: Client) {
    this.#client = client;
  }

  async find(id: string): Promise<Trust | undefined> {
    const row = await this.#client.trust.findFirst({ where: { id, deletedAt: null }, include: withRoles });
    return row === null ? undefined : toTrust(row);
  }

  async list(where: { trustorUserId?: string; trusteeUserId?: string; redelegatedTrustId?: string }): Promise<Trust[]> {
    const rows = await this.#client.trust.findMany({
      where: { ...where, deletedAt: null },
      orderBy: { id: 'asc' },
      include: withRoles,
    });
    return rows.map(toTrust);
  }

  async create({ roleIds, ...trust }: Trust): Promise<void> {
    await this.#client.trust.create({ data: { ...trust, roles: { create: roleIds.map((roleId) => ({ roleId })) } } });
  }

  /** Whether the trust still had that many uses. */
  consumeUse(id: string, remainingUses: number): Promise<boolean> {
    return compareAndSwap(
      this.#client.trust,
      { id, deletedAt: null, remainingUses },
      { remainingUses: remainingUses - 1 },
    );
  }

  async delete(id: string, deletedAt: Date): Promise<void> {
    await this.#client.trust.updateMany({ where: { id, deletedAt: null }, data: { deletedAt } });
  }

  async deleteOfUser(userId: string, deletedAt: Date): Promise<void> {
    await this.#client.trust.updateMany({
      where: { deletedAt: null, OR: [{ trustorUserId: userId }, { trusteeUserId: userId }] },
      data: { deletedAt },
    });
  }

  async deleteOfProject(projectId: string, deletedAt: Date): Promise<void> {
    await this.#client.trust.updateMany({ where: { projectId, deletedAt: null }, data: { deletedAt } });
  }
}

function toTrust(row: Row): Trust {
  const { id, trustorUserId, trusteeUserId, projectId, impersonation, expiresAt, remainingUses } = row;
  const { redelegatedTrustId, redelegationCount, deletedAt, roles } = row;
  return {
    id,
    trustorUserId,
    trusteeUserId,
    projectId,
    impersonation,
    expiresAt,
    remainingUses,
    redelegatedTrustId,
    redelegationCount,
    deletedAt,
    roleIds: roles.map(({ roleId }) => roleId),
  };
}
