// SPDX-License-Identifier: Apache-2.0
import { OptionValueError } from '../errors.js';
import { pythonRepr, pythonStr } from '../python-text.js';
import type { ValueType } from './value-type.js';

const TRUE = ['true', '1', 'on', 'yes'];
const FALSE = ['false', '0', 'off', 'no'];

/** oslo_config.types.Boolean: its eight words in any case, and no others. */
export function booleanType(): ValueType<boolean> {
  return {
    typeName: 'boolean value',
    allowed: `one of ${[...TRUE, ...FALSE].join(', ')}`,
    convert(value) {
      if (typeof value === 'boolean') return value;
      const word = pythonStr(value).toLowerCase();
      if (TRUE.includes(word)) return true;
      if (FALSE.includes(word)) return false;
      throw new OptionValueError(`Unexpected boolean value ${pythonRepr(value)}`);
    },
    format: (value) => String(value),
  };
}
