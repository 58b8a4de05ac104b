// SPDX-License-Identifier: Apache-2.0
import { HeaderMap } from '@stackport/wsgi';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RESERVED, removeIdentityHeaders } from './identity-headers.js';

describe('removeIdentityHeaders', () => {
  it('finds every reserved name in any case and with any mixture of hyphens and underscores', () => {
    const choices = fc.array(fc.boolean(), { minLength: 64, maxLength: 64 });
    fc.assert(
      fc.property(fc.constantFrom(...RESERVED), choices, choices, (reserved, upper, underscores) => {
        const spelt = Array.from(reserved, (character, i) => {
          if (character === '-') return underscores[i] === true ? '_' : '-';
          return upper[i] === true ? character.toUpperCase() : character;
        });
        const headers = new HeaderMap({
          [spelt.join('')]: 'forged',
          'X-Auth-Token': 'kept',
          'X-User-Identity': 'kept',
        });
        removeIdentityHeaders(headers);
        expect([...headers]).toEqual([
          ['X-Auth-Token', 'kept'],
          ['X-User-Identity', 'kept'],
        ]);
      }),
    );
  });
});
