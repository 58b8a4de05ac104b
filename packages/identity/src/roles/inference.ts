// SPDX-License-Identifier: Apache-2.0
import { groupBy } from '../common/group-by.js';
import type { RoleInference } from './role.js';

/** Which roles follow from which, over any number of steps; loops are harmless. */
export class InferenceGraph {
  readonly #implied: ReadonlyMap<string, readonly string[]>;

  constructor(rules: readonly RoleInference[]) {
    const byPrior = groupBy(rules, (rule) => rule.priorId);
    this.#implied = new Map([...byPrior].map(([prior, group]) => [prior, group.map(({ impliedId }) => impliedId)]));
  }

  /** The roles and all that they imply, each once, the given ones first. */
  expand(roleIds: Iterable<string>): string[] {
    const found = new Set(roleIds);
    // A set's iteration reaches what is added on the way.
    for (const id of found) for (const implied of this.#implied.get(id) ?? []) found.add(implied);
    return [...found];
  }

  /** What a role implies, with the role that it directly follows from; the role itself is not among them. */
  *consequences(roleId: string): Iterable<{ readonly priorId: string; readonly impliedId: string }> {
    const seen = new Set([roleId]);
    for (const priorId of seen)
      for (const impliedId of this.#implied.get(priorId) ?? []) {
        if (seen.has(impliedId)) continue;
        seen.add(impliedId);
        yield { priorId, impliedId };
      }
  }
}
