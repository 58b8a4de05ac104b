// SPDX-License-Identifier: Apache-2.0
import type { Environment } from '../common/environment.js';
import { accountLocked, isNotFound, passwordExpired, Unauthorized, userDisabled, ValidationError } from '../errors.js';
import type { PasswordPolicy } from './password-policy.js';
import { UserRepository } from './user-repository.js';
import type { UserAccount } from './user.js';
import type { Users } from './users.js';

/** Checks and changes of passwords by the users they belong to. */
export class Authenticator {
  readonly #environment: Environment;
  readonly #repository: UserRepository;
  readonly #policy: PasswordPolicy;
  readonly #users: Users;

  constructor(environment: Environment, policy: PasswordPolicy, users: Users) {
    this.#environment = environment;
    this.#repository = new UserRepository(environment.database.client);
    this.#policy = policy;
    this.#users = users;
  }

  /**
   * Throws `Unauthorized` unless the password is the account's and may be used. A wrong password takes as long as one
   * for an account without any, and is counted where accounts are locked.
   */
  async authenticate(account: UserAccount, password: string): Promise<void> {
    const { user } = account;
    const now = this.#environment.now();
    const lockable = user.options.ignore_lockout_failure_attempts !== true;
    if (lockable && this.#policy.isLocked(account.failedAuthCount, account.failedAuthAt, now))
      throw accountLocked(user.id);
    const { hasher } = this.#environment;
    const cut = this.#policy.cut(password);
    const fits =
      account.password === null ? await hasher.verifyNothing(cut) : await hasher.verify(cut, account.password.hash);
    if (!fits) {
      if (this.#policy.countsFailures) {
        const restart = this.#isOver(account, now);
        if (restart) await this.#repository.setFailures(user.id, 1, new Date(now));
        else await this.#repository.countFailure(user.id, new Date(now));
      }
      throw new Unauthorized('Invalid username or password');
    }
    if (!user.enabled) throw userDisabled(user.id);
    const expiresAt = account.password?.expiresAt ?? null;
    if (expiresAt !== null && expiresAt.getTime() <= now && user.options.ignore_password_expiry !== true)
      throw passwordExpired(user.id);
    if (account.failedAuthCount > 0) await this.#repository.setFailures(user.id, 0, null);
    if (this.#policy.watchesActivity) await this.#repository.setLastActive(user.id, new Date(now));
  }

  /** For a user who does not exist: takes as long as `authenticate`, and throws `Unauthorized`. */
  async refuse(password: string): Promise<never> {
    await this.#environment.hasher.verifyNothing(this.#policy.cut(password));
    throw new Unauthorized('Invalid username or password');
  }

  /** A user's own change; an expired password is good enough for it. Throws `Unauthorized`, `ValidationError`. */
  async changePassword(id: string, original: string, password: string): Promise<void> {
    let account: UserAccount;
    try {
      account = await this.#users.account(id);
    } catch (error) {
      if (isNotFound(error)) return this.refuse(original);
      throw error;
    }
    await this.#authenticateForChange(account, original);
    const accepted = this.#policy.accept(password);
    if (account.user.options.lock_password === true)
      throw new ValidationError(
        'You cannot change your password at this time due to password policy disallowing password changes. Please contact your ' +
          'administrator to reset your password.',
      );
    const now = this.#environment.now();
    if (account.password?.selfService === true) this.#policy.assertOldEnough(account.password.createdAt, now);
    for (const hash of await this.#repository.passwordHashes(id, this.#policy.history))
      if (await this.#environment.hasher.verify(accepted, hash)) throw this.#policy.historyError();
    const createdAt = new Date(now);
    const exempt = account.user.options.ignore_password_expiry === true;
    const expiresAt = this.#policy.expiryOf(createdAt, exempt);
    const hash = await this.#environment.hasher.hash(accepted);
    await this.#environment.database.transaction((tx) =>
      new UserRepository(tx).addPassword(id, { hash, createdAt, expiresAt, selfService: true }, this.#policy.history),
    );
    await this.#environment.revocations.revoke({ userId: id });
    await this.#environment.changes.note();
  }

  async #authenticateForChange(account: UserAccount, password: string): Promise<void> {
    const usable = {
      ...account,
      password: account.password === null ? null : { ...account.password, expiresAt: null },
    };
    await this.authenticate(usable, password);
  }

  /** A lock whose time is over starts the count anew. */
  #isOver(account: UserAccount, now: number): boolean {
    return (
      account.failedAuthAt !== null &&
      !this.#policy.isLocked(account.failedAuthCount, account.failedAuthAt, now) &&
      this.#policy.isLocked(account.failedAuthCount, new Date(now), now)
    );
  }
}
