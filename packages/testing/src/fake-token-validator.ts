// SPDX-License-Identifier: Apache-2.0
import { randomUUID } from 'node:crypto';
import {
  KeystoneUnavailable,
  type TokenValidator,
  type ValidatedToken,
  type ValidateOptions,
} from '@stackport/keystone';

/** What a test says of a token; the rest is made up. */
export interface TokenWish {
  readonly project?: string;
  readonly user?: string;
  /** `member` and `reader` unless told otherwise. */
  readonly roles?: readonly string[];
  /** Milliseconds since 1970; in an hour unless told otherwise. */
  readonly expiresAt?: number;
  /** The token itself; made up unless given. */
  readonly text?: string;
  /** In place of what was made up: another scope, a trust, an application credential. */
  readonly differences?: Partial<ValidatedToken>;
}

/** Stands for Keystone: it knows the tokens that it gave out itself. */
export class FakeTokenValidator implements TokenValidator {
  /** Nobody can tell about tokens. */
  unavailable = false;
  readonly #tokens = new Map<string, ValidatedToken>();

  /** A new token. Users and projects of one name are the same; ids are the names. */
  issue({
    project = 'demo',
    user = 'demo',
    roles = ['member', 'reader'],
    expiresAt,
    text = randomUUID().replaceAll('-', ''),
    differences = {},
  }: TokenWish = {}): string {
    const domain = { id: 'default', name: 'Default' };
    this.#tokens.set(text, {
      methods: ['password'],
      user: { id: user, name: user, domain },
      project: { id: project, name: project, domain },
      roles: roles.map((name) => ({ id: name, name })),
      catalog: [],
      expires_at: new Date(expiresAt ?? Date.now() + 3_600_000).toISOString(),
      issued_at: new Date().toISOString(),
      audit_ids: [text.slice(0, 22)],
      ...differences,
    });
    return text;
  }

  revoke(token: string): void {
    this.#tokens.delete(token);
  }

  async validate(token: string, options?: ValidateOptions): Promise<ValidatedToken | undefined> {
    if (this.unavailable) throw new KeystoneUnavailable('the fake Keystone is switched off');
    const known = this.#tokens.get(token);
    const isOver = known !== undefined && Date.parse(known.expires_at) <= Date.now();
    return isOver && options?.allowExpired !== true ? undefined : known;
  }
}
