// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { SchemaValidator } from './schema-validator.js';

const formats = {
  even: (value: unknown) => Number(value) % 2 === 0,
  name: (value: unknown) => {
    if (value === null || value === '') throw new RangeError('no name');
    return true;
  },
};
const validator = (name: object): SchemaValidator =>
  new SchemaValidator('test', { type: 'object', properties: { name } }, { formats, tells: 'first' });

it('a format refuses, or throws what the client is told', () => {
  expect(() => validator({ format: 'even' }).validate({ name: 3 })).toThrow("3 is not a 'even'");
  expect(() => validator({ type: 'string', format: 'name' }).validate({ name: '' })).toThrow(new RangeError('no name'));
});

it('what a format throws is no fault where another alternative holds', () => {
  const either = validator({ oneOf: [{ type: 'string', format: 'name' }, { type: 'null' }] });
  either.validate({ name: null });
  either.validate({ name: 'x' });
  expect(() => either.validate({ name: '' })).toThrow("'' is not valid under any of the given schemas");
});
