// SPDX-License-Identifier: Apache-2.0
import { randomInt } from 'node:crypto';
import type { Environment } from '../common/environment.js';
import { newId } from '../common/identifiers.js';
import { NotFound, Unauthorized } from '../errors.js';
import { oauth1Options } from '../options.js';
import { OAuth1Repository } from './oauth1-repository.js';
import type { AccessToken, RequestToken } from './oauth1.js';

const VERIFIER_CHARACTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const VERIFIER_LENGTH = 8;

/** Request tokens, by which a consumer asks for access, and the access tokens they become. Signatures are checked by `OAuth1Signatures`. */
export class AccessTokens {
  readonly #environment: Environment;
  readonly #repository: OAuth1Repository;

  constructor(environment: Environment) {
    this.#environment = environment;
    this.#repository = new OAuth1Repository(environment.database.client);
  }

  /** Throws `NotFound`; `Unauthorized` for one whose time is over. */
  async getRequest(id: string): Promise<RequestToken> {
    const token = await this.#repository.findRequestToken(id);
    if (token === undefined) throw new NotFound('Request token not found', 'requestToken');
    if (this.#isOver(token.expiresAt)) throw new Unauthorized('Request token is expired');
    return token;
  }

  async createRequest(consumerId: string, requestedProjectId: string): Promise<RequestToken> {
    const { request_token_duration: seconds } = this.#environment.configuration.get(oauth1Options);
    const token: RequestToken = {
      id: newId(),
      secret: newId(),
      verifier: null,
      authorizingUserId: null,
      requestedProjectId,
      roleIds: [],
      consumerId,
      expiresAt: this.#after(seconds),
    };
    await this.#repository.createRequestToken(token);
    return token;
  }

  /** Answers the verifier that the user hands to the consumer. */
  async authorizeRequest(id: string, userId: string, roleIds: readonly string[]): Promise<string> {
    const verifier = Array.from(
      { length: VERIFIER_LENGTH },
      () => VERIFIER_CHARACTERS[randomInt(VERIFIER_CHARACTERS.length)],
    ).join('');
    await this.#repository.authorizeRequestToken(id, userId, verifier, roleIds);
    return verifier;
  }

  /** A request token becomes an access token once. Throws `Unauthorized` for one that nobody authorised, or that was used. */
  async exchange(request: RequestToken): Promise<AccessToken> {
    const { authorizingUserId, requestedProjectId, roleIds, consumerId } = request;
    if (authorizingUserId === null) throw new Unauthorized('Request Token does not have an authorizing user id.');
    const { access_token_duration: seconds } = this.#environment.configuration.get(oauth1Options);
    const expiresAt = this.#after(seconds);
    const token: AccessToken = {
      id: newId(),
      secret: newId(),
      authorizingUserId,
      projectId: requestedProjectId,
      roleIds,
      consumerId,
      expiresAt,
    };
    await this.#environment.database.transaction(async (tx) => {
      const repository = new OAuth1Repository(tx);
      if (!(await repository.deleteRequestToken(request.id))) throw new Unauthorized('Request token was used already');
      await repository.createAccessToken(token);
    });
    return token;
  }

  /** Throws `NotFound`; `Unauthorized` for one whose time is over. */
  async get(id: string): Promise<AccessToken> {
    const token = await this.#repository.findAccessToken(id);
    if (token === undefined) throw new NotFound('Access token not found', 'accessToken');
    if (this.#isOver(token.expiresAt)) throw new Unauthorized('Access token is expired');
    return token;
  }

  /** Also of one whose time is over. Throws `NotFound` for one that is not the user's. */
  async getOfUser(userId: string, id: string): Promise<AccessToken> {
    const token = await this.#repository.findAccessToken(id);
    if (token?.authorizingUserId !== userId) throw new NotFound('Access token not found', 'accessToken');
    return token;
  }

  listOfUser(userId: string): Promise<AccessToken[]> {
    return this.#repository.listAccessTokens(userId);
  }

  /** Throws `NotFound`. */
  async delete(userId: string, id: string): Promise<void> {
    await this.getOfUser(userId, id);
    await this.#repository.deleteAccessToken(id);
    await this.#environment.revocations.revoke({ accessTokenId: id });
    await this.#environment.changes.note();
  }

  #after(seconds: number): Date | null {
    return seconds === 0 ? null : new Date(this.#environment.now() + seconds * 1000);
  }

  #isOver(expiresAt: Date | null): boolean {
    return expiresAt !== null && expiresAt.getTime() < this.#environment.now();
  }
}
