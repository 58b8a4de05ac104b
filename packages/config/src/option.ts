// SPDX-License-Identifier: Apache-2.0
import { OptionValueError } from './errors.js';
import { pythonRepr } from './python-text.js';
import { hasReference } from './template.js';
import type { ValueType } from './types/index.js';

/** A name that an option had before; the group is the option's own, and the name too, unless another is given. */
export interface DeprecatedName {
  readonly group?: string;
  readonly name?: string;
}

/** What every option may declare, whatever its type. */
export interface OptionSettings {
  readonly help?: string;
  /** Shown in a sample file in place of the default. */
  readonly sampleDefault?: string;
  readonly deprecated?: readonly DeprecatedName[];
  /** Still read, but on its way out. */
  readonly deprecatedForRemoval?: boolean | { readonly reason?: string; readonly since?: string };
  /** Never shown in logs, explanations and errors. */
  readonly secret?: boolean;
  /** Loading fails where there is no value. */
  readonly required?: boolean;
  /** May change without a restart. */
  readonly mutable?: boolean;
  readonly advanced?: boolean;
  /** Listed by `--help`, as upstream's command line options are. */
  readonly cli?: boolean;
  /** One letter: `-d`. */
  readonly short?: string;
  readonly metavar?: string;
}

/**
 * The declaration of one option. Its name is its key in the group, in upstream's snake_case.
 * @typeParam V - what `Configuration.get` shows: with `undefined` unless there is a default or it is required.
 */
export interface Option<V> extends OptionSettings {
  readonly type: ValueType<unknown>;
  /** Each assignment adds a value, and the option holds them all: oslo's MultiOpt. */
  readonly multi: boolean;
  /** A flag on the command line. */
  readonly flag: boolean;
  readonly default?: V | undefined;
}

/** The declared default, checked at once: throws OptionValueError (oslo's DefaultValueError) for a wrong one. */
export function makeOption<V>(
  type: ValueType<unknown>,
  settings: OptionSettings & { readonly default?: V | undefined },
  kind: { readonly multi?: boolean; readonly flag?: boolean } = {},
): Option<V> {
  const declared = settings.default;
  // A default that refers to another option is known only when everything is loaded.
  if (declared !== undefined && !hasReference(declared)) {
    try {
      if (kind.multi === true) for (const value of declared as readonly unknown[]) type.convert(value);
      else type.convert(declared);
    } catch (error) {
      if (!(error instanceof OptionValueError)) throw error;
      throw new OptionValueError(`Error processing default value ${pythonRepr(declared)}: ${error.message}`, {
        cause: error,
      });
    }
  }
  return { ...settings, type, multi: kind.multi ?? false, flag: kind.flag ?? false };
}
