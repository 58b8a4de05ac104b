// SPDX-License-Identifier: Apache-2.0
import type { Client } from '../database/identity-database.js';
import type { Prisma } from '../generated/mysql/client.js';
import type { AccessRule, ApplicationCredential } from './application-credential.js';

const whole = {
  roles: true,
  accessRules: { include: { accessRule: true } },
} as const satisfies Prisma.ApplicationCredentialInclude;
type Row = Prisma.ApplicationCredentialGetPayload<{ include: typeof whole }>;

export class ApplicationCredentialRepository {
  readonly #client: Client;

  constructor(client: Client) {
    this.#client = client;
  }

  /** With the hash of its secret. */
  async find(id: string): Promise<{ credential: ApplicationCredential; secretHash: string } | undefined> {
    const row = await this.#client.applicationCredential.findUnique({ where: { id }, include: whole });
    return row === null ? undefined : { credential: toCredential(row), secretHash: row.secretHash };
  }

  async list(userId: string, name?: string): Promise<ApplicationCredential[]> {
    const where = { userId, ...(name === undefined ? {} : { name }) };
    return (await this.#client.applicationCredential.findMany({ where, orderBy: { id: 'asc' }, include: whole })).map(
      toCredential,
    );
  }

  async count(userId: string): Promise<number> {
    return this.#client.applicationCredential.count({ where: { userId } });
  }

  /** Rules that the user has already are shared, not repeated. */
  async create(
    { roleIds, accessRules, ...credential }: ApplicationCredential,
    secretHash: string,
    createdAt: Date,
  ): Promise<void> {
    const { userId } = credential;
    const rules: AccessRule[] = [];
    for (const rule of accessRules) {
      const { id, ...request } = rule;
      const known =
        (await this.#client.accessRule.findFirst({ where: { id, userId } })) ??
        (await this.#client.accessRule.findUnique({ where: { userId_service_path_method: { userId, ...request } } }));
      rules.push(known ?? (await this.#client.accessRule.create({ data: { ...rule, userId } })));
    }
    const ruleIds = [...new Set(rules.map(({ id }) => id))];
    await this.#client.applicationCredential.create({
      data: {
        ...credential,
        secretHash,
        createdAt,
        roles: { create: roleIds.map((roleId) => ({ roleId })) },
        accessRules: { create: ruleIds.map((accessRuleId) => ({ accessRuleId })) },
      },
    });
  }

  async delete(id: string): Promise<void> {
    await this.#client.applicationCredential.delete({ where: { id } });
  }

  async deleteOfUserAndProject(userId: string, projectId: string): Promise<void> {
    await this.#client.applicationCredential.deleteMany({ where: { userId, projectId } });
  }

  // Access rules

  async findRule(id: string): Promise<(AccessRule & { userId: string }) | undefined> {
    return (await this.#client.accessRule.findUnique({ where: { id } })) ?? undefined;
  }

  async listRules(userId: string): Promise<AccessRule[]> {
    const rows = await this.#client.accessRule.findMany({ where: { userId }, orderBy: { id: 'asc' } });
    return rows.map(({ id, service, path, method }) => ({ id, service, path, method }));
  }

  async isRuleUsed(accessRuleId: string): Promise<boolean> {
    return (await this.#client.applicationCredentialAccessRule.findFirst({ where: { accessRuleId } })) !== null;
  }

  async deleteRule(id: string): Promise<void> {
    await this.#client.accessRule.delete({ where: { id } });
  }
}

function toCredential(row: Row): ApplicationCredential {
  const { id, name, description, userId, projectId, expiresAt, unrestricted, roles, accessRules } = row;
  return {
    id,
    name,
    description,
    userId,
    projectId: projectId ?? '',
    roleIds: roles.map(({ roleId }) => roleId),
    expiresAt,
    unrestricted,
    accessRules: accessRules.map(({ accessRule }) => ({
      id: accessRule.id,
      service: accessRule.service,
      path: accessRule.path,
      method: accessRule.method,
    })),
  };
}
