// SPDX-License-Identifier: Apache-2.0
import { OptionValueError } from '../errors.js';
import { pythonRepr, pythonStr } from '../python-text.js';
import { type Choices, type ValueType, choiceMap, quoteOuterSpace } from './value-type.js';

export interface StringRules {
  /** Takes off a pair of single or double quotes; an opening quote without its end is an error. */
  readonly quotes?: boolean;
  /** Found anywhere in the value, as Python's `re.search`. */
  readonly regex?: RegExp;
  /** In characters (code points). */
  readonly maxLength?: number;
  readonly typeName?: string;
}

/** oslo_config.types.String. */
export function stringType(rules: StringRules = {}): ValueType<string> {
  const { quotes = false, regex, maxLength = 0 } = rules;
  const limits = [
    ...(maxLength > 0 ? [`of at most ${maxLength} characters`] : []),
    ...(regex === undefined ? [] : [`matching ${regex.source}`]),
  ];
  return {
    typeName: rules.typeName ?? 'string value',
    allowed: ['a string', ...limits].join(' '),
    convert(value) {
      const text = quotes ? unquote(pythonStr(value)) : pythonStr(value);
      if (maxLength > 0 && Array.from(text).length > maxLength)
        throw new OptionValueError(`Value '${text}' exceeds maximum length ${maxLength}`);
      // String.search ignores lastIndex, so that a pattern with the g flag does no harm.
      if (regex !== undefined && text.search(regex) < 0)
        throw new OptionValueError(`Value ${pythonRepr(text)} doesn't match regex ${pythonRepr(regex.source)}`);
      return text;
    },
    format: quoteOuterSpace,
  };
}

/**
 * A string out of a few: oslo's `choices`.
 * @param ignoreCase - any case is read; the value is then the choice as it was declared.
 */
export function choiceType<C extends string>(declared: Choices<C>, ignoreCase = false): ValueType<C> {
  const choices = choiceMap(declared);
  const byText = new Map([...choices.keys()].map((choice) => [ignoreCase ? choice.toLowerCase() : choice, choice]));
  return {
    typeName: 'string value',
    allowed: `one of ${[...choices.keys()].map((choice) => (choice === '' ? "''" : choice)).join(', ')}`,
    choices,
    convert(value) {
      const text = pythonStr(value);
      const choice = byText.get(ignoreCase ? text.toLowerCase() : text);
      if (choice === undefined)
        throw new OptionValueError(
          `Valid values are [${[...choices.keys()].join(', ')}], but found ${pythonRepr(text)}`,
        );
      return choice;
    },
    format: quoteOuterSpace,
  };
}

function unquote(text: string): string {
  const quote = text.charAt(0);
  if (quote !== '"' && quote !== "'") return text;
  if (text.length === 1 || !text.endsWith(quote)) throw new OptionValueError(`Non-closed quote: ${text}`);
  return text.slice(1, -1);
}
