// SPDX-License-Identifier: Apache-2.0
import {
  type Configuration,
  ConfigurationError,
  type Declarations,
  type OptionGroup,
  OptionValueError,
  type Values,
} from '@stackport/config';

type Texts = Readonly<Record<string, string>>;

/**
 * The values of a group for one filter: those of the configuration, with what its paste section (and the file's
 * `[DEFAULT]`) says in their place, read with the options' types. oslo.middleware and keystonemiddleware do so.
 * @throws ConfigurationError for a text that is no value of its option.
 */
export function pasteOptions<T extends Declarations>(
  configuration: Configuration,
  group: OptionGroup<T>,
  globalConf: Texts,
  localConf: Texts,
): Values<T> {
  configuration.register(group);
  const values = configuration.get(group);
  const overrides = pasteOverrides(group, globalConf, localConf);
  return Object.keys(overrides).length === 0 ? values : (Object.freeze({ ...values, ...overrides }) as Values<T>);
}

/** What a paste section sets of a group's options, under their present names. */
export function pasteOverrides(group: OptionGroup, globalConf: Texts, localConf: Texts): Record<string, unknown> {
  const texts: Texts = { ...globalConf, ...localConf };
  const overrides: Record<string, unknown> = {};
  for (const [name, declared] of Object.entries(group.options)) {
    const former = declared.deprecated
      ?.map((one) => one.name)
      .find((one) => one !== undefined && Object.hasOwn(texts, one));
    const key = Object.hasOwn(texts, name) ? name : former;
    const text = key === undefined ? undefined : texts[key];
    if (text === undefined) continue;
    try {
      overrides[name] = declared.type.convert(text);
    } catch (error) {
      if (!(error instanceof OptionValueError)) throw error;
      const message = `Unable to convert the value of option "${key ?? name}" into correct type: ${error.message}`;
      throw new ConfigurationError({ message, group: group.name, option: name });
    }
  }
  return overrides;
}
