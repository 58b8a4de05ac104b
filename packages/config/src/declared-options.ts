// SPDX-License-Identifier: Apache-2.0
import { isDeepStrictEqual } from 'node:util';
import { ConfigurationError } from './errors.js';
import { normalizeGroupName } from './ini-file.js';
import type { OptionGroup } from './option-group.js';
import type { Option } from './option.js';

export interface DeclaredOption {
  readonly group: string;
  readonly name: string;
  readonly option: Option<unknown>;
}

/** All options that are declared so far, by group and name. */
export class DeclaredOptions {
  readonly #groups = new Map<string, { readonly name: string; readonly options: Map<string, DeclaredOption> }>();

  /**
   * Adds a group's options; one that is declared already, in the same way, is left as it is.
   * @returns the added ones.
   * @throws ConfigurationError for one that is declared otherwise: oslo's DuplicateOptError.
   */
  add(group: OptionGroup): readonly DeclaredOption[] {
    const key = normalizeGroupName(group.name);
    const known = this.#groups.get(key) ?? { name: group.name, options: new Map<string, DeclaredOption>() };
    const added: DeclaredOption[] = [];
    for (const [name, option] of Object.entries(group.options)) {
      const before = known.options.get(name);
      if (before === undefined) added.push({ group: known.name, name, option });
      else if (!sameOption(before.option, option))
        throw new ConfigurationError({
          message: `duplicate option: ${name} in group [${known.name}]`,
          group: known.name,
          option: name,
        });
    }
    for (const one of added) known.options.set(one.name, one);
    this.#groups.set(key, known);
    return added;
  }

  /** Takes back what `add` returned. */
  remove(added: readonly DeclaredOption[]): void {
    for (const { group, name } of added) {
      const key = normalizeGroupName(group);
      const known = this.#groups.get(key);
      known?.options.delete(name);
      if (known?.options.size === 0) this.#groups.delete(key);
    }
  }

  /** Group names, in the order of their declaration. */
  groupNames(): readonly string[] {
    return [...this.#groups.values()].map(({ name }) => name);
  }

  hasGroup(group: string): boolean {
    return this.#groups.has(normalizeGroupName(group));
  }

  find(group: string, name: string): DeclaredOption | undefined {
    return this.#groups.get(normalizeGroupName(group))?.options.get(name);
  }

  ofGroup(group: string): readonly DeclaredOption[] {
    return [...(this.#groups.get(normalizeGroupName(group))?.options.values() ?? [])];
  }

  all(): readonly DeclaredOption[] {
    return this.groupNames().flatMap((group) => this.ofGroup(group));
  }
}

/** Types are objects with functions in them: what one can see of them decides. */
function sameOption(a: Option<unknown>, b: Option<unknown>): boolean {
  if (a === b) return true;
  const visible = ({ type, ...rest }: Option<unknown>): unknown => ({
    ...rest,
    typeName: type.typeName,
    allowed: type.allowed,
  });
  return isDeepStrictEqual(visible(a), visible(b));
}
