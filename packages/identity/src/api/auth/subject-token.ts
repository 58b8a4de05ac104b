// SPDX-License-Identifier: Apache-2.0
import { Inject, Injectable } from '@nestjs/common';
import type { Request } from '@stackport/wsgi';
import { asBoolean } from '../../common/list-filter.js';
import { NotFound, notFound, Unauthorized } from '../../errors.js';
import type { Token } from '../../tokens/token.js';
import { Tokens } from '../../tokens/tokens.js';
import { Access } from '../shared/access.js';
import { callerOf } from '../shared/identity-context.js';

/** The token that a request is about, in `X-Subject-Token`. */
@Injectable()
export class SubjectToken {
  constructor(
    @Inject(Tokens) private readonly tokens: Tokens,
    @Inject(Access) private readonly access: Access,
  ) {}

  /** Throws `NotFound` for one that is not valid, PolicyNotAuthorized. */
  async authorized(request: Request, rule: string): Promise<Token> {
    callerOf(request);
    const id = request.headers.get('X-Subject-Token');
    if (id === undefined || id === '') {
      await this.access.authorize(request, rule);
      throw new NotFound('No token in the request', 'token');
    }
    const allowExpired = asBoolean(request.query.get('allow_expired') ?? 'false');
    const token = await this.#validate(id, allowExpired ? this.tokens.expiredWindow : 0);
    // Whoever does not know of access rules would not hold the token to them.
    const understands = Number(request.headers.get('OpenStack-Identity-Access-Rules') ?? 0) >= 1;
    if (!understands && (token.applicationCredential?.accessRules.length ?? 0) > 0)
      throw new NotFound('Failed to validate token', 'token');
    const target = { token: { user_id: token.payload.userId, user: { domain: { id: token.userDomain.id } } } };
    await this.access.authorize(request, rule, target);
    return token;
  }

  async #validate(id: string, window: number): Promise<Token> {
    try {
      return await this.tokens.validate(id, window);
    } catch (error) {
      // The subject's trouble is not the caller's: 401 would be about the caller's own token.
      if (error instanceof Unauthorized) throw notFound('token', id);
      throw error;
    }
  }
}
