// SPDX-License-Identifier: Apache-2.0
import { Forbidden, ValidationError } from '../errors.js';
import type { SecurityCompliance } from '../options.js';

const DAY = 24 * 60 * 60 * 1000;

/** What `[security_compliance]` and `[identity]` ask of passwords. */
export class PasswordPolicy {
  readonly #options: SecurityCompliance;
  readonly #longest: number;
  readonly #strict: boolean;

  constructor(options: SecurityCompliance, limits: { readonly longest: number; readonly strict: boolean }) {
    this.#options = options;
    this.#longest = limits.longest;
    this.#strict = limits.strict;
  }

  /** The password as it is hashed. Throws `ValidationError` for one that does not fit, `Forbidden` for one that is too long. */
  accept(password: string): string {
    this.matchRequirements(password);
    return this.cut(password);
  }

  /** A password longer than the bound is cut there, or refused under `strict_password_check`. */
  cut(password: string): string {
    const bytes = Buffer.from(password);
    if (bytes.length <= this.#longest) return password;
    if (this.#strict)
      throw new Forbidden(
        `The password length must be less than or equal to ${this.#longest}. The server could not comply with the request because the ` +
          'password is invalid.',
      );
    return bytes.subarray(0, this.#longest).toString('utf8');
  }

  matchRequirements(password: unknown): void {
    const { password_regex: pattern, password_regex_description: description } = this.#options;
    if (pattern === undefined || pattern === '') return;
    if (typeof password !== 'string')
      throw new ValidationError('Password validation error: Password must be a string type.');
    let expression: RegExp;
    try {
      // Python's re.match looks at the beginning only.
      expression = new RegExp(`^(?:${pattern})`, 'u');
    } catch {
      throw new ValidationError('Password validation error: Unable to validate password due to invalid configuration.');
    }
    if (!expression.test(password))
      throw new ValidationError(`The password does not match the requirements: ${description ?? 'None'}.`);
  }

  /** When a password set at that time stops being good; null for never. */
  expiryOf(createdAt: Date, exempt: boolean): Date | null {
    const { password_expires_days: days } = this.#options;
    if (days === undefined || exempt) return null;
    return new Date(Math.floor((createdAt.getTime() + days * DAY) / 1000) * 1000);
  }

  get mustChangeFirst(): boolean {
    return this.#options.change_password_upon_first_use;
  }

  /** How many of the newest passwords a new one may not repeat. */
  get history(): number {
    return this.#options.unique_last_password_count;
  }

  historyError(): ValidationError {
    return new ValidationError(
      'The new password cannot be identical to a previous password. The total number which includes the new password must be unique is ' +
        `${this.history}.`,
    );
  }

  /** Throws `ValidationError` while a password that its user set is too young to be changed. */
  assertOldEnough(createdAt: Date, now: number): void {
    const { minimum_password_age: days } = this.#options;
    const left = createdAt.getTime() + days * DAY - now;
    if (left <= 0) return;
    throw new ValidationError(
      'You cannot change your password at this time due to the minimum password age. Once you change your password, it must be used for ' +
        `${days} day(s) before it can be changed. Please try again in ${Math.floor(left / DAY)} day(s) or contact your administrator to ` +
        'reset your password.',
    );
  }

  /** Whether that many failures, the last one then, keep an account locked. */
  isLocked(failures: number, lastFailure: Date | null, now: number): boolean {
    const { lockout_failure_attempts: limit, lockout_duration: seconds } = this.#options;
    if (limit === undefined || failures < limit) return false;
    return lastFailure === null || lastFailure.getTime() + seconds * 1000 > now;
  }

  get countsFailures(): boolean {
    return this.#options.lockout_failure_attempts !== undefined;
  }

  /** Whether an account last used then is disabled for want of use. */
  isForgotten(lastActive: Date, now: number): boolean {
    const { disable_user_account_days_inactive: days } = this.#options;
    return days !== undefined && Math.floor(now / DAY) - Math.floor(lastActive.getTime() / DAY) >= days;
  }

  get watchesActivity(): boolean {
    return this.#options.disable_user_account_days_inactive !== undefined;
  }
}
