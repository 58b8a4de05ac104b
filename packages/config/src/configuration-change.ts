// SPDX-License-Identifier: Apache-2.0
import { isDeepStrictEqual } from 'node:util';
import type { DeclaredOption } from './declared-options.js';
import { normalizeGroupName } from './ini-file.js';
import type { OptionGroup } from './option-group.js';

export interface ChangedOption {
  readonly group: string;
  readonly name: string;
  readonly before: unknown;
  readonly after: unknown;
}

/** What a reload changed: glance's `has_changed` and oslo.config's mutated options. */
export class ConfigurationChange {
  readonly changed: readonly ChangedOption[];

  constructor(
    options: readonly DeclaredOption[],
    before: (one: DeclaredOption) => unknown,
    after: (one: DeclaredOption) => unknown,
  ) {
    this.changed = options
      .map((one) => ({ group: one.group, name: one.name, before: before(one), after: after(one) }))
      .filter((change) => !isDeepStrictEqual(change.before, change.after));
  }

  /** Whether that option, or any option of the group where none is named, has another value now. */
  hasChanged(group: string | OptionGroup<unknown>, name?: string): boolean {
    const wanted = normalizeGroupName(typeof group === 'string' ? group : group.name);
    return this.changed.some(
      (one) => normalizeGroupName(one.group) === wanted && (name === undefined || one.name === name),
    );
  }
}
