// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { Invalid } from '../../errors/base.js';
import { TextExpression } from './text-expression.js';

describe('an expression of a client', () => {
  it('fits whatever the case, and a bar is a bar', () => {
    expect(new TextExpression('^A.c').fitting(['abc', 'xabc', ''])).toEqual([true, false, false]);
    expect(new TextExpression('a|b').fitting(['a', 'A|B'])).toEqual([false, true]);
  });

  it('is refused where it is none, and where nobody can wait for it', () => {
    expect(() => new TextExpression('(')).toThrow(new Invalid("'(' is not a 'regex'"));
    const endless = new TextExpression('(a+)+!');
    expect(endless.fitting(['aa', 'aa!'])).toEqual([false, true]);
    expect(() => endless.fitting(['a'.repeat(200)])).toThrow(new Invalid("The expression '(a+)+!' takes too long."));
  });
});
