// SPDX-License-Identifier: Apache-2.0
import type { Option } from './option.js';

/** The declarations of a group, by upstream's snake_case names. */
export type Declarations = Readonly<Record<string, Option<unknown>>>;

/** What `Configuration.get` shows of a group: a value for each declared option, with the type it declares. */
export type Values<T> = { readonly [K in keyof T]: T[K] extends Option<infer V> ? V : never };

/** Options that stand together in a section of the files. Several may share a section, each with its own view of it. */
export interface OptionGroup<T = Declarations> {
  readonly name: string;
  readonly options: T;
  /** For sample files. */
  readonly help?: string;
}

/**
 * Declares options of a group: `DEFAULT`, `keystone_authtoken`, or one whose name is known only when the
 * configuration is loaded (a back end that `enabled_backends` names), which is then registered later.
 * @throws TypeError for a name that cannot stand in a file.
 */
export function declareOptions<const T extends Declarations>(group: string, options: T, help?: string): OptionGroup<T> {
  if (!/^[^\s[\]][^[\]\n]*$/.test(group)) throw new TypeError(`${JSON.stringify(group)} cannot be the name of a group`);
  for (const name of Object.keys(options))
    if (!/^[A-Za-z0-9][\w.]*$/.test(name))
      throw new TypeError(`${JSON.stringify(name)} cannot be the name of an option`);
  return { name: group, options, ...(help === undefined ? {} : { help }) };
}
