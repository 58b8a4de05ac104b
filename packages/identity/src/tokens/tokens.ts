// SPDX-License-Identifier: Apache-2.0
import { randomBytes } from 'node:crypto';
import type { Environment } from '../common/environment.js';
import { wholeSeconds } from '../common/timestamps.js';
import { IdentityError, NotFound } from '../errors.js';
import { tokenOptions } from '../options.js';
import type { RevocationSubject } from '../revocation/revocation-event.js';
import type { TokenCodec } from './token-codec.js';
import type { TokenPayload } from './token-payload.js';
import type { TokenResolver } from './token-resolver.js';
import type { Token } from './token.js';

/** A token that is to be issued: what is left out is worked out. */
export type TokenRequest = Pick<
  TokenPayload,
  'userId' | 'methods' | 'scope' | 'trustId' | 'applicationCredentialId' | 'accessTokenId'
> & {
  /** End of the token that this one comes of: a token made with a token lives no longer. */
  readonly expiresAt?: number | undefined;
  /** Audit id of the first token in the chain. */
  readonly parentAuditId?: string | undefined;
};

interface Remembered {
  readonly token: Token;
  readonly subject: RevocationSubject;
  readonly changeCount: number;
}

/** Tokens remembered at once; the one that was asked for longest ago goes first. */
const MOST_REMEMBERED = 2000;

/** Issues, validates and revokes tokens. */
export class Tokens {
  readonly #environment: Environment;
  readonly #codec: TokenCodec;
  readonly #resolver: TokenResolver;
  readonly #remembered = new Map<string, Remembered>();
  readonly #resolving = new Map<string, Promise<Token>>();

  constructor(environment: Environment, codec: TokenCodec, resolver: TokenResolver) {
    this.#environment = environment;
    this.#codec = codec;
    this.#resolver = resolver;
  }

  /** Throws what `TokenResolver.resolve` throws, so that nothing is issued that would not be valid. */
  async issue({ expiresAt, parentAuditId, ...request }: TokenRequest): Promise<Token> {
    const { expiration } = this.#environment.configuration.get(tokenOptions);
    const now = this.#environment.now();
    const auditId = randomBytes(16).toString('base64url');
    const payload: TokenPayload = {
      ...request,
      issuedAt: now,
      expiresAt: expiresAt ?? wholeSeconds(now) + expiration * 1000,
      auditIds: parentAuditId === undefined ? [auditId] : [auditId, parentAuditId],
    };
    const changeCount = this.#environment.changes.count;
    const id = this.#codec.encode(payload);
    const token = await this.#resolver.resolve(id, payload);
    this.#remember(token, changeCount);
    return token;
  }

  /**
   * A token that is valid now. One that was asked for before and that nothing has changed for since costs a signature
   * and a look at what was revoked.
   * @param window - milliseconds for which an expired token still counts.
   * @throws NotFound, also for what the token stands for; Unauthorized, Forbidden where its scope is not to be had any more.
   */
  async validate(id: string, window = 0): Promise<Token> {
    const { changes, revocations } = this.#environment;
    if (!changes.isFresh) await changes.refresh();
    if (!revocations.isFresh) await revocations.refresh();
    const remembered = this.#remembered.get(id);
    const payload = remembered?.token.payload ?? this.#codec.decode(id);
    if (payload === undefined) throw new NotFound('Could not recognize Fernet token', 'token');
    if (payload.expiresAt + window <= this.#environment.now()) throw invalid();
    if (revocations.isKnownRevoked(remembered?.subject ?? subjectOf(payload))) throw invalid();
    if (remembered?.changeCount === changes.count) return remembered.token;
    return this.#resolveOnce(id, payload);
  }

  /** As `validate`; undefined for a token that is not valid for whatever reason. */
  async find(id: string, window = 0): Promise<Token | undefined> {
    try {
      return await this.validate(id, window);
    } catch (error) {
      if (error instanceof IdentityError) return undefined;
      throw error;
    }
  }

  /** This token only: those that it was exchanged for stay valid. Throws `NotFound` for one that is not valid. */
  async revoke(id: string): Promise<void> {
    const { payload } = await this.validate(id);
    this.#remembered.delete(id);
    await this.#environment.revocations.revoke({ auditId: payload.auditIds[0], expiresAt: payload.expiresAt });
  }

  /** Milliseconds for which `allow_expired` accepts a token after its end. */
  get expiredWindow(): number {
    return this.#environment.configuration.get(tokenOptions).allow_expired_window * 1000;
  }

  #resolveOnce(id: string, payload: TokenPayload): Promise<Token> {
    const running = this.#resolving.get(id);
    if (running !== undefined) return running;
    const resolving = this.#resolve(id, payload).finally(() => this.#resolving.delete(id));
    this.#resolving.set(id, resolving);
    return resolving;
  }

  async #resolve(id: string, payload: TokenPayload): Promise<Token> {
    // Taken before reading: a change while we read makes what is remembered stale, not lost.
    const changeCount = this.#environment.changes.count;
    try {
      const token = await this.#resolver.resolve(id, payload);
      // Only now the domains of user and project are known.
      if (this.#environment.revocations.isKnownRevoked(subjectOf(payload, token))) throw invalid();
      this.#remember(token, changeCount);
      return token;
    } catch (error) {
      this.#remembered.delete(id);
      throw error;
    }
  }

  #remember(token: Token, changeCount: number): void {
    this.#remembered.delete(token.id);
    this.#remembered.set(token.id, { token, subject: subjectOf(token.payload, token), changeCount });
    if (this.#remembered.size <= MOST_REMEMBERED) return;
    const [oldest] = this.#remembered.keys();
    if (oldest !== undefined) this.#remembered.delete(oldest);
  }
}

const invalid = (): NotFound => new NotFound('Failed to validate token', 'token');

function subjectOf(payload: TokenPayload, token?: Token): RevocationSubject {
  const { auditIds, userId, scope, issuedAt, trustId, accessTokenId } = payload;
  const scopeDomain = scope.kind === 'domain' ? [scope.id] : [];
  return {
    auditId: auditIds[0],
    auditChainId: auditIds.at(-1) ?? auditIds[0],
    userId,
    projectId: scope.kind === 'project' ? scope.id : undefined,
    domainIds: token === undefined ? scopeDomain : [...scopeDomain, token.userDomain.id, token.projectDomain?.id ?? ''],
    trustId,
    accessTokenId,
    issuedAt,
  };
}
