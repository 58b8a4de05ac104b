// SPDX-License-Identifier: Apache-2.0
import { parseObject, printObject, type JsonObject } from '../common/fields.js';
import type { Client } from '../database/identity-database.js';
import type { Credential as Row } from '../generated/mysql/client.js';

/** A credential with its blob encrypted. */
export interface SealedCredential {
  readonly id: string;
  readonly userId: string;
  readonly projectId: string | null;
  readonly type: string;
  readonly encryptedBlob: string;
  readonly keyHash: string;
  readonly extra: Readonly<JsonObject>;
}

export class CredentialRepository {
  readonly #client: Client;

  constructor(client: Client) {
    this.#client = client;
  }

  async find(id: string): Promise<SealedCredential | undefined> {
    const row = await this.#client.credential.findUnique({ where: { id } });
    return row === null ? undefined : toCredential(row);
  }

  async list(where: { userId?: string | undefined; type?: string | undefined }): Promise<SealedCredential[]> {
    const { userId, type } = where;
    const rows = await this.#client.credential.findMany({
      where: { ...(userId === undefined ? {} : { userId }), ...(type === undefined ? {} : { type }) },
      orderBy: { id: 'asc' },
    });
    return rows.map(toCredential);
  }

  async count(userId: string): Promise<number> {
    return this.#client.credential.count({ where: { userId } });
  }

  async create({ extra, ...credential }: SealedCredential): Promise<void> {
    await this.#client.credential.create({ data: { ...credential, extra: printObject(extra) } });
  }

  async updateBlob(id: string, encryptedBlob: string, keyHash: string): Promise<void> {
    await this.#client.credential.update({ where: { id }, data: { encryptedBlob, keyHash } });
  }

  async delete(id: string): Promise<void> {
    await this.#client.credential.delete({ where: { id } });
  }

  async deleteOfProject(projectId: string): Promise<void> {
    await this.#client.credential.deleteMany({ where: { projectId } });
  }
}

function toCredential({ extra, ...row }: Row): SealedCredential {
  return { ...row, extra: parseObject(extra) };
}
