// SPDX-License-Identifier: Apache-2.0
import { OptionValueError } from '../errors.js';
import { pythonRepr, pythonStr } from '../python-text.js';
import type { Choices, ValueType } from './value-type.js';

export interface NumberRules {
  readonly min?: number;
  readonly max?: number;
  readonly choices?: Choices<number>;
  readonly typeName?: string;
}

// Python's int() and float() take single underscores between digits; hexadecimal they do not take.
const INTEGER = /^[+-]?\d+(_\d+)*$/;
const FLOAT = /^[+-]?(\d+(_\d+)*\.?(\d+(_\d+)*)?|\.\d+(_\d+)*)(e[+-]?\d+(_\d+)*)?$/i;
const INFINITE = /^([+-]?)inf(inity)?$/i;

/** oslo_config.types.Integer. An integer that a double cannot hold exactly is refused. */
export function integerType(rules: NumberRules = {}): ValueType<number> {
  return numberType('integer', 'integer value', 'an integer', rules, (text) => {
    if (!INTEGER.test(text)) throw new OptionValueError(`invalid literal for int() with base 10: ${pythonRepr(text)}`);
    const number = Number(text.replaceAll('_', ''));
    if (!Number.isSafeInteger(number)) throw new OptionValueError(`${text} is too large`);
    return number === 0 ? 0 : number;
  });
}

/** oslo_config.types.Float. */
export function floatType(rules: NumberRules = {}): ValueType<number> {
  return numberType('float', 'floating point value', 'a number', rules, (text) => {
    const infinite = INFINITE.exec(text);
    if (infinite !== null) return infinite[1] === '-' ? -Infinity : Infinity;
    if (/^[+-]?nan$/i.test(text)) return NaN;
    if (!FLOAT.test(text)) throw new OptionValueError(`could not convert string to float: ${pythonRepr(text)}`);
    return Number(text.replaceAll('_', ''));
  });
}

/** oslo_config.types.Port: 0 to 65535. Throws RangeError for a declared range beyond that. */
export function portType(rules: NumberRules = {}): ValueType<number> {
  const { min = 0, max = 65535 } = rules;
  if (min < 0) throw new RangeError('Min value cannot be less than 0');
  if (max > 65535) throw new RangeError('Max value cannot be more than 65535');
  return integerType({ ...rules, min, max, typeName: rules.typeName ?? 'port value' });
}

function numberType(
  kind: 'integer' | 'float',
  typeName: string,
  noun: string,
  rules: NumberRules,
  parse: (text: string) => number,
): ValueType<number> {
  const { min, max } = rules;
  if (min !== undefined && max !== undefined && max < min) throw new RangeError('Max value is less than min value');
  // The keys of an object are strings, whatever they were declared as.
  const choices = rules.choices === undefined ? undefined : numberChoices(rules.choices);
  const outside = [...(choices?.keys() ?? [])].filter(
    (choice) => choice < (min ?? -Infinity) || choice > (max ?? Infinity),
  );
  if (outside.length > 0)
    throw new RangeError(`Choices [${outside.join(', ')}] are out of bounds [${min ?? ''}..${max ?? ''}]`);
  return {
    typeName: rules.typeName ?? typeName,
    allowed: choices === undefined ? noun + bounds(min, max) : `one of ${[...choices.keys()].join(', ')}`,
    ...(min === undefined ? {} : { minimum: min }),
    ...(max === undefined ? {} : { maximum: max }),
    ...(choices === undefined ? {} : { choices }),
    convert(value) {
      const text = pythonStr(value).trim();
      if (text === '') return undefined;
      const number =
        typeof value === 'number' && (kind === 'float' || Number.isSafeInteger(value)) ? value : parse(text);
      if (choices !== undefined) {
        if (!choices.has(number))
          throw new OptionValueError(`Valid values are [${[...choices.keys()].join(', ')}], but found ${number}`);
        return number;
      }
      if (min !== undefined && number < min) throw new OptionValueError(`Should be greater than or equal to ${min}`);
      if (max !== undefined && number > max) throw new OptionValueError(`Should be less than or equal to ${max}`);
      return number;
    },
    format: (value) => pythonStr(value),
  };
}

/** The keys of an object are strings, whatever they were declared as. */
function numberChoices(choices: Choices<number>): ReadonlyMap<number, string | undefined> {
  if (Array.isArray(choices)) return new Map((choices as readonly number[]).map((choice) => [choice, undefined]));
  return new Map(
    Object.entries<string>(choices as Readonly<Record<string, string>>).map(([key, text]) => [Number(key), text]),
  );
}

function bounds(min: number | undefined, max: number | undefined): string {
  if (min !== undefined && max !== undefined) return ` from ${min} to ${max}`;
  if (min !== undefined) return ` of at least ${min}`;
  return max === undefined ? '' : ` of at most ${max}`;
}
