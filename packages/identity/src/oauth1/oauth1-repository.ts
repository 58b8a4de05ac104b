// SPDX-License-Identifier: Apache-2.0
import { parseObject, printObject } from '../common/fields.js';
import type { Client } from '../database/identity-database.js';
import type {
  AccessToken as AccessTokenRow,
  Consumer as ConsumerRow,
  RequestToken as RequestTokenRow,
} from '../generated/mysql/client.js';
import type { AccessToken, Consumer, RequestToken } from './oauth1.js';

export class OAuth1Repository {
  readonly #client: Client;

  constructor(client: Client) {
    this.#client = client;
  }

  async findConsumer(id: string): Promise<{ consumer: Consumer; secret: string } | undefined> {
    const row = await this.#client.consumer.findUnique({ where: { id } });
    return row === null ? undefined : { consumer: toConsumer(row), secret: row.secret };
  }

  async listConsumers(): Promise<Consumer[]> {
    return (await this.#client.consumer.findMany({ orderBy: { id: 'asc' } })).map(toConsumer);
  }

  async createConsumer({ id, description, extra }: Consumer, secret: string): Promise<void> {
    await this.#client.consumer.create({ data: { id, description, secret, extra: printObject(extra) } });
  }

  async updateConsumer({ id, description, extra }: Consumer): Promise<void> {
    await this.#client.consumer.update({ where: { id }, data: { description, extra: printObject(extra) } });
  }

  /** With its tokens. */
  async deleteConsumer(id: string): Promise<void> {
    await this.#client.consumer.delete({ where: { id } });
  }

  async findRequestToken(id: string): Promise<RequestToken | undefined> {
    const row = await this.#client.requestToken.findUnique({ where: { id } });
    return row === null ? undefined : { ...row, roleIds: parseIds(row.roleIds) };
  }

  async createRequestToken({ roleIds, ...token }: RequestToken): Promise<void> {
    await this.#client.requestToken.create({ data: { ...token, roleIds: JSON.stringify(roleIds) } });
  }

  async authorizeRequestToken(
    id: string,
    authorizingUserId: string,
    verifier: string,
    roleIds: readonly string[],
  ): Promise<void> {
    await this.#client.requestToken.update({
      where: { id },
      data: { authorizingUserId, verifier, roleIds: JSON.stringify(roleIds) },
    });
  }

  /** Whether the request token was still there. */
  async deleteRequestToken(id: string): Promise<boolean> {
    return (await this.#client.requestToken.deleteMany({ where: { id } })).count > 0;
  }

  async findAccessToken(id: string): Promise<AccessToken | undefined> {
    const row = await this.#client.accessToken.findUnique({ where: { id } });
    return row === null ? undefined : toAccessToken(row);
  }

  async listAccessTokens(authorizingUserId: string): Promise<AccessToken[]> {
    return (await this.#client.accessToken.findMany({ where: { authorizingUserId }, orderBy: { id: 'asc' } })).map(
      toAccessToken,
    );
  }

  async createAccessToken({ roleIds, ...token }: AccessToken): Promise<void> {
    await this.#client.accessToken.create({ data: { ...token, roleIds: JSON.stringify(roleIds) } });
  }

  async deleteAccessToken(id: string): Promise<void> {
    await this.#client.accessToken.delete({ where: { id } });
  }
}

function toConsumer({ id, description, extra }: ConsumerRow): Consumer {
  return { id, description, extra: parseObject(extra) };
}

function toAccessToken({ roleIds, ...row }: AccessTokenRow): AccessToken {
  return { ...row, roleIds: parseIds(roleIds) };
}

const parseIds = (text: RequestTokenRow['roleIds']): string[] => (text === null ? [] : (JSON.parse(text) as string[]));
