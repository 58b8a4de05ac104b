// SPDX-License-Identifier: Apache-2.0
import { type Option, type OptionSettings, makeOption } from './option.js';
import {
  type Choices,
  type NumberRules,
  type StringRules,
  type UriRules,
  type ValueType,
  booleanType,
  choiceType,
  dictType,
  floatType,
  hostAddressType,
  hostDomainType,
  hostnameType,
  integerType,
  ipType,
  listType,
  portType,
  stringType,
  uriType,
} from './types/index.js';

/** Declares an option; its value may be undefined unless it has a default or is required. */
interface Builder<V, Rules> {
  (settings: Rules & OptionSettings & { readonly default: V }): Option<V>;
  (settings: Rules & OptionSettings & { readonly required: true }): Option<V>;
  (settings?: Rules & OptionSettings & { readonly default?: undefined }): Option<V | undefined>;
}

interface ChoiceRules {
  /** Reads any case; the value is the choice as declared. */
  readonly ignoreCase?: boolean;
}

interface Version {
  /** That version of IP only. */
  readonly version?: 4 | 6;
}

interface Bounds {
  /** The text stands in `[ ]`, or `{ }` for a dict. */
  readonly bounds?: boolean;
}

function builder<V, Rules>(
  type: (rules: Rules) => ValueType<unknown>,
  kind: { readonly multi?: boolean; readonly flag?: boolean } = {},
): Builder<V, Rules> {
  const build = (settings?: Rules & OptionSettings & { readonly default?: V }): Option<V> => {
    const given = settings ?? ({} as Rules & OptionSettings);
    return makeOption<V>(type(given), given, kind);
  };
  return build;
}

type Settings<V> = OptionSettings & { readonly default?: V | undefined };

/** A string out of a few; the value has their union as its type. */
function choice<const C extends string>(
  choices: Choices<C>,
  settings: ChoiceRules & OptionSettings & { readonly default: NoInfer<C> },
): Option<C>;
function choice<const C extends string>(
  choices: Choices<C>,
  settings?: ChoiceRules & OptionSettings & { readonly default?: undefined },
): Option<C | undefined>;
function choice<const C extends string>(
  choices: Choices<C>,
  settings: ChoiceRules & Settings<C> = {},
): Option<C | undefined> {
  return makeOption<C | undefined>(choiceType(choices, settings.ignoreCase), settings);
}

/** A list, in one text between commas, of items of a type: `option.listOf(integerType({ min: 0 }), { default: [1] })`. */
function listOf<V>(
  items: ValueType<V>,
  settings: Bounds & OptionSettings & { readonly default: readonly NoInfer<V>[] },
): Option<readonly V[]>;
function listOf<V>(
  items: ValueType<V>,
  settings?: Bounds & OptionSettings & { readonly default?: undefined },
): Option<readonly V[] | undefined>;
function listOf<V>(
  items: ValueType<V>,
  settings: Bounds & Settings<readonly V[]> = {},
): Option<readonly V[] | undefined> {
  return makeOption<readonly V[] | undefined>(listType(items, settings.bounds), settings);
}

/** As `listOf`, with one assignment for each value. */
function multi<V>(
  items: ValueType<V>,
  settings: OptionSettings & { readonly default: readonly NoInfer<V>[] },
): Option<readonly V[]>;
function multi<V>(
  items: ValueType<V>,
  settings?: OptionSettings & { readonly default?: undefined },
): Option<readonly V[] | undefined>;
function multi<V>(items: ValueType<V>, settings: Settings<readonly V[]> = {}): Option<readonly V[] | undefined> {
  return makeOption<readonly V[] | undefined>(items, settings, { multi: true });
}

/**
 * The kinds of options. Each takes what oslo.config's class of that kind takes: default, help, secret, deprecated, …
 * and throws `OptionValueError` when the default is not one of its values.
 */
export const option = {
  string: builder<string, StringRules>(stringType),
  choice,
  integer: builder<number, NumberRules>(integerType),
  float: builder<number, NumberRules>(floatType),
  boolean: builder<boolean, unknown>(booleanType, { flag: true }),
  port: builder<number, NumberRules>(portType),
  list: builder<readonly string[], Bounds & { readonly quotes?: boolean }>((rules) =>
    listType(stringType({ quotes: rules.quotes ?? false }), rules.bounds),
  ),
  listOf,
  dict: builder<Readonly<Record<string, string>>, Bounds>((rules) => dictType(stringType(), rules.bounds)),
  multiString: builder<readonly string[], unknown>(() => stringType({ typeName: 'multi valued' }), {
    multi: true,
  }),
  multi,
  ip: builder<string, Version>((rules) => ipType(rules.version)),
  /** A name only. */
  hostname: builder<string, unknown>(hostnameType),
  /** A name or an address: oslo's HostAddressOpt. */
  host: builder<string, Version>((rules) => hostAddressType(rules.version)),
  /** As `host`, with underscores in names: oslo's HostDomainOpt. */
  hostDomain: builder<string, Version>((rules) => hostDomainType(rules.version)),
  uri: builder<string, UriRules>(uriType),
} as const;
