// SPDX-License-Identifier: Apache-2.0
import type { RequestContext } from '@stackport/context';
import type { Enforcer } from '@stackport/policy';
import { Forbidden, NotFound } from '../errors.js';
import type { MetadefNamespace } from './metadef-models.js';

/** What a caller may do with a namespace, or with none in particular (upstream's api/v2/policy.py, MetadefAPIPolicy). */
export class MetadefAccess {
  readonly #enforcer: Enforcer;
  readonly #context: RequestContext;
  readonly #target: Readonly<Record<string, unknown>>;

  constructor(enforcer: Enforcer, context: RequestContext, namespace?: MetadefNamespace) {
    this.#enforcer = enforcer;
    this.#context = context;
    this.#target =
      namespace === undefined
        ? { project_id: context.projectId }
        : { project_id: namespace.owner, visibility: namespace.visibility };
  }

  /** Whether the rule allows it; never throws. */
  allows(rule: string): boolean {
    return this.#enforcer.enforce(rule, this.#target, this.#context);
  }

  /**
   * Checks the rules in their order. Throws `NotFound` for a namespace that the caller may not see, and `Forbidden`
   * where they may see it but not do this.
   */
  require(...rules: readonly string[]): void {
    for (const rule of rules) {
      if (this.allows(rule)) continue;
      if (rule === 'get_metadef_namespace' || !this.allows('get_metadef_namespace'))
        throw new NotFound('The resource could not be found.');
      throw new Forbidden(`You are not authorized to complete ${rule} action.`);
    }
  }
}
