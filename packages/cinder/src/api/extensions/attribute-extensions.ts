// SPDX-License-Identifier: Apache-2.0
import type { RequestContext } from '@stackport/context';
import type { Enforcer } from '@stackport/policy';
import type { AttributeExtension } from './extension.js';

/** Adds what the loaded extensions add to views. */
export class AttributeExtensions {
  readonly #enforcer: Enforcer;
  readonly #byCollection = new Map<string, AttributeExtension[]>();

  constructor(extensions: readonly AttributeExtension[], enforcer: Enforcer) {
    this.#enforcer = enforcer;
    for (const extension of extensions) {
      const others = this.#byCollection.get(extension.collection) ?? [];
      this.#byCollection.set(extension.collection, [...others, extension]);
    }
  }

  /** @param row - the domain row that the view was made from. @returns the view */
  apply(
    collection: string,
    context: RequestContext,
    view: Record<string, unknown>,
    { row, microversion }: { readonly row: unknown; readonly microversion: number },
  ): Record<string, unknown> {
    for (const extension of this.#byCollection.get(collection) ?? [])
      extension.extend(context, view, row, { enforcer: this.#enforcer, microversion });
    return view;
  }
}
