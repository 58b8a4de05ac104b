// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { NoUniqueMatch, PortInUse, PortNotFound, VolumeNotFound } from '../../errors/index.js';
import { refusedOrder } from './refused-order.js';

describe('an order for servers', () => {
  it.each([
    [new PortNotFound('p'), 400],
    [new VolumeNotFound('v'), 400],
    [new PortInUse('p'), 409],
    [new NoUniqueMatch('web'), 409],
  ])('that meets %s is answered %i, with its words', (error, status) => {
    expect(refusedOrder(error)).toMatchObject({ status, message: error.message });
  });

  it('leaves other errors as they are', () => {
    const error = new Error('unexpected');
    expect(refusedOrder(error)).toBe(error);
  });
});
