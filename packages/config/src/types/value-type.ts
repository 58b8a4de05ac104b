// SPDX-License-Identifier: Apache-2.0

/** How the values of an option are read, checked and written: oslo_config.types.ConfigType. */
export interface ValueType<V> {
  /** As a sample file names it: `integer value`. */
  readonly typeName: string;
  /** What is allowed, for error messages: `an integer from 0 to 65535`. */
  readonly allowed: string;
  readonly minimum?: number;
  readonly maximum?: number;
  /** Values that are allowed, with a description of each where there is one. */
  readonly choices?: ReadonlyMap<string | number, string | undefined>;
  /**
   * A value from its text in a file, or checked when it is one already (a default in code).
   * @returns undefined for an empty number: oslo's None.
   * @throws OptionValueError where it is not allowed.
   */
  convert(value: unknown): V | undefined;
  /** The value as one writes it into a file. */
  format(value: V): string;
}

/** Choices as declared: a list, or an object from choice to its description. */
export type Choices<C extends string | number> = readonly C[] | Readonly<Record<C, string>>;

/** Choices as a map, in the order of their declaration. */
export function choiceMap<C extends string>(choices: Choices<C>): ReadonlyMap<C, string | undefined> {
  if (Array.isArray(choices)) return new Map((choices as readonly C[]).map((choice) => [choice, undefined]));
  return new Map(Object.entries<string>(choices as Readonly<Record<string, string>>) as [C, string][]);
}

/** Leading or trailing space would be lost in a file without quotes. */
export function quoteOuterSpace(text: string): string {
  return text.trim() === text ? text : `"${text}"`;
}
