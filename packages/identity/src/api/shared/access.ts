// SPDX-License-Identifier: Apache-2.0
import { Inject, Injectable } from '@nestjs/common';
import { ENFORCER } from '@stackport/api';
import type { Enforcer } from '@stackport/policy';
import type { Request } from '@stackport/wsgi';
import type { JsonObject } from '../../common/fields.js';
import { isNotFound, type NotFound } from '../../errors.js';
import { callerOf } from './identity-context.js';

/** What rules find under `target.`: the resources that a request is about, as they are answered. */
export type AccessTarget = Readonly<Record<string, unknown>>;

/**
 * Decides by rule and target, for operations whose rule looks at what they are about. Rules see the path's placeholders,
 * and the resources under `target`, as in Keystone (common/rbac_enforcer, Zed).
 */
@Injectable()
export class Access {
  constructor(@Inject(ENFORCER) private readonly enforcer: Enforcer) {}

  /** Throws PolicyNotAuthorized, or `Unauthorized` for a request without a token. */
  async authorize(request: Request, rule: string, target: AccessTarget = {}): Promise<void> {
    await this.enforcer.authorizeAsync(rule, { ...request.params, target }, callerOf(request));
  }

  /** Whether the rule allows it. */
  async allows(request: Request, rule: string, target: AccessTarget = {}): Promise<boolean> {
    return this.enforcer.enforceAsync(rule, { ...request.params, target }, callerOf(request));
  }

  /**
   * The resource, if the rule allows it; that one does not exist is told to everybody, as upstream does it here and
   * there. Throws `NotFound`, PolicyNotAuthorized.
   */
  async authorizeExisting<T>(
    request: Request,
    rule: string,
    load: () => Promise<T>,
    view: (loaded: T) => AccessTarget,
  ): Promise<T> {
    callerOf(request);
    const loaded = await load();
    await this.authorize(request, rule, view(loaded));
    return loaded;
  }

  /**
   * The resource, if the rule allows it. One that does not exist is told only to those whom the rule allows even so:
   * nobody else finds out what exists. Throws PolicyNotAuthorized, `NotFound`.
   * @param view - the resource as rules see it, under the name it has there.
   */
  async authorizeFor<T>(
    request: Request,
    rule: string,
    load: () => Promise<T>,
    view: (loaded: T) => AccessTarget,
  ): Promise<T> {
    callerOf(request);
    let loaded: { readonly value: T } | undefined;
    let missing: NotFound | undefined;
    try {
      loaded = { value: await load() };
    } catch (error) {
      if (!isNotFound(error)) throw error;
      missing = error;
    }
    await this.authorize(request, rule, loaded === undefined ? {} : view(loaded.value));
    if (loaded === undefined) throw missing as NotFound;
    return loaded.value;
  }
}

/** A loaded resource, or nothing where it does not exist: for targets that are no more than a help to the rule. */
export async function ifFound(load: Promise<JsonObject>): Promise<JsonObject | undefined> {
  try {
    return await load;
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}
