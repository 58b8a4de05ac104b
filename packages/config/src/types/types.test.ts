// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import {
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
} from './index.js';

/** The expectations come from the real oslo.config 9.0.0 (Zed); a function's result or its message. */
function convert(type: ValueType<unknown>, text: unknown): unknown {
  try {
    return type.convert(text);
  } catch (error) {
    return `! ${(error as Error).message}`;
  }
}

describe('string', () => {
  it('checks length and pattern', () => {
    expect(convert(stringType({ maxLength: 3 }), 'abcd')).toBe("! Value 'abcd' exceeds maximum length 3");
    expect(convert(stringType({ maxLength: 3 }), '𝒳𝒳𝒳')).toBe('𝒳𝒳𝒳');
    expect(convert(stringType({ regex: /b+/ }), 'abbc')).toBe('abbc');
    expect(convert(stringType({ regex: /^b/g }), 'abc')).toBe("! Value 'abc' doesn't match regex '^b'");
    expect(stringType({ maxLength: 3 }).allowed).toBe('a string of at most 3 characters');
  });

  it('takes off quotes when asked', () => {
    expect(convert(stringType({ quotes: true }), '"a b"')).toBe('a b');
    expect(convert(stringType({ quotes: true }), '"a')).toBe('! Non-closed quote: "a');
    expect(convert(stringType({ quotes: true }), "'")).toBe("! Non-closed quote: '");
    expect(convert(stringType(), '"a b"')).toBe('"a b"');
  });

  it('checks choices', () => {
    const type = choiceType({ interval: 'at times', size: '', none: 'never' });
    expect(convert(type, 'size')).toBe('size');
    expect(convert(type, 'Size')).toBe("! Valid values are [interval, size, none], but found 'Size'");
    expect(convert(choiceType(['Days', 'Hours'], true), 'dAYS')).toBe('Days');
  });
});

describe('integer, float, port', () => {
  it.each([
    ['1_000', 1000, 1000],
    ['+5', 5, 5],
    [' 5 ', 5, 5],
    ['0x10', "! invalid literal for int() with base 10: '0x10'", "! could not convert string to float: '0x10'"],
    ['1.0', "! invalid literal for int() with base 10: '1.0'", 1],
    ['-3', -3, -3],
    ['', undefined, undefined],
    ['1e3', "! invalid literal for int() with base 10: '1e3'", 1000],
    ['.5', "! invalid literal for int() with base 10: '.5'", 0.5],
    ['5.', "! invalid literal for int() with base 10: '5.'", 5],
    ['1__0', "! invalid literal for int() with base 10: '1__0'", "! could not convert string to float: '1__0'"],
    ['-inf', "! invalid literal for int() with base 10: '-inf'", -Infinity],
  ])('reads %j', (text, integer, float) => {
    expect(convert(integerType(), text)).toEqual(integer);
    expect(convert(floatType(), text)).toEqual(float);
  });

  it('checks range and choices', () => {
    expect(convert(integerType({ min: 0 }), '-1')).toBe('! Should be greater than or equal to 0');
    expect(convert(integerType({ max: 5 }), '6')).toBe('! Should be less than or equal to 5');
    expect(convert(integerType({ choices: [1, 3] }), '2')).toBe('! Valid values are [1, 3], but found 2');
    expect(convert(integerType({ choices: { 1: 'one', 3: 'three' } }), '3')).toBe(3);
    expect(convert(floatType({ min: 0.5 }), '0.4')).toBe('! Should be greater than or equal to 0.5');
    expect(convert(portType(), '65536')).toBe('! Should be less than or equal to 65535');
    expect(convert(portType(), '0')).toBe(0);
    expect(integerType({ min: 1, max: 3 }).allowed).toBe('an integer from 1 to 3');
    expect(integerType({ min: 1 }).allowed).toBe('an integer of at least 1');
  });

  it('refuses what a double cannot hold, and declarations that contradict themselves', () => {
    expect(convert(integerType(), '9007199254740993')).toBe('! 9007199254740993 is too large');
    expect(() => integerType({ min: 3, max: 1 })).toThrow('Max value is less than min value');
    expect(() => integerType({ min: 3, choices: [1] })).toThrow('Choices [1] are out of bounds [3..]');
    expect(() => portType({ max: 70000 })).toThrow('Max value cannot be more than 65535');
    expect(() => portType({ min: -1 })).toThrow('Min value cannot be less than 0');
  });
});

describe('boolean', () => {
  it.each(['true', '1', 'on', 'yes', 'TRUE', 'Yes', 'oN'])('%s is true', (word) =>
    expect(convert(booleanType(), word)).toBe(true),
  );
  it.each(['false', '0', 'off', 'no', 'False', 'NO'])('%s is false', (word) =>
    expect(convert(booleanType(), word)).toBe(false),
  );
  it.each(['', 't', 'y', '2', ' true', 'enabled'])('%j is neither', (word) =>
    expect(convert(booleanType(), word)).toBe(`! Unexpected boolean value '${word}'`),
  );
});

describe('list', () => {
  it.each([
    ['a,b', ['a', 'b'], ['a', 'b'], '! Value should start with "["'],
    ['"a,b",c', ['"a', 'b"', 'c'], ['a,b', 'c'], '! Value should start with "["'],
    ['[a,b]', ['[a', 'b]'], ['[a', 'b]'], ['a', 'b']],
    ['[a,b', ['[a', 'b'], ['[a', 'b'], '! Value should end with "]"'],
    [' a , ,b', ['a', '', 'b'], ['a', '', 'b'], '! Value should start with "["'],
    ['a,b,,', ['a', 'b'], ['a', 'b'], '! Value should start with "["'],
    ['', [], [], '! Value should start with "["'],
    ['[]', ['[]'], ['[]'], []],
  ])('reads %j', (text, plain, quoted, bounded) => {
    expect(convert(listType(stringType()), text)).toEqual(plain);
    expect(convert(listType(stringType({ quotes: true })), text)).toEqual(quoted);
    expect(convert(listType(stringType(), true), text)).toEqual(bounded);
  });

  it('converts items, also of a list in code', () => {
    expect(convert(listType(integerType()), '1, 2')).toEqual([1, 2]);
    expect(convert(listType(integerType()), ['1', 2])).toEqual([1, 2]);
    expect(convert(listType(integerType({ max: 1 })), '1,2')).toBe('! Should be less than or equal to 1');
    expect(convert(listType(integerType()), '1,,2')).toMatch(/^! /);
    expect(listType(stringType(), true).format(['a', 'b'])).toBe('[a,b]');
  });
});

describe('dict', () => {
  it.each([
    ['a:b', { a: 'b' }],
    ['a:b, c : d', { a: 'b', c: 'd' }],
    ['a:b,c', '! Value should be NAME:VALUE pairs separated by ","'],
    ['', {}],
    ['a:b:c', { a: 'b:c' }],
    [':b', '! Key name should not be empty'],
    ['a:1,a:2', '! Duplicate key a'],
    ['__proto__:x', Object.fromEntries([['__proto__', 'x']])],
  ])('reads %j', (text, expected) => expect(convert(dictType(stringType()), text)).toEqual(expected));

  it('takes bounds and typed values', () => {
    expect(convert(dictType(integerType(), true), '{a:1}')).toEqual({ a: 1 });
    expect(convert(dictType(stringType(), true), 'a:1')).toBe('! Value should start with "{"');
    expect(convert(dictType(integerType()), 'a:x')).toBe("! invalid literal for int() with base 10: 'x'");
    expect(dictType(stringType()).format({ b: '2', a: '1' })).toBe('a:1,b:2');
  });
});

describe('network', () => {
  const noTop = (name: string): string =>
    `! ${name} contains no non-numeric characters in the top-level domain part of the host name and is invalid`;
  it.each([
    ['a', 'a', 'a', 'a'],
    ['a_b', '! a_b is not a valid host address', '! a_b is an invalid hostname', 'a_b'],
    ['1.2.3.4', '1.2.3.4', noTop('1.2.3.4'), '1.2.3.4'],
    ['1.2.3', '! 1.2.3 is not a valid host address', noTop('1.2.3'), '! 1.2.3 is not a valid host address'],
    ['-a', '! -a is not a valid host address', '! -a is an invalid hostname', '! -a is not a valid host address'],
    ['a-', '! a- is not a valid host address', '! a- is an invalid hostname', '! a- is not a valid host address'],
    ['a.', 'a', 'a', 'a'],
    ['::1', '::1', noTop('::1'), '::1'],
    [
      'a..b',
      '! a..b is not a valid host address',
      '! a..b is an invalid hostname',
      '! a..b is not a valid host address',
    ],
    ['', '!  is not a valid host address', '! Cannot have an empty hostname', '!  is not a valid host address'],
    [
      'fe80::1%eth0',
      '! fe80::1%eth0 is not a valid host address',
      '! fe80::1%eth0 is an invalid hostname',
      '! fe80::1%eth0 is not a valid host address',
    ],
  ])('reads the host %j', (text, address, name, domain) => {
    expect(convert(hostAddressType(), text)).toBe(address);
    expect(convert(hostnameType(), text)).toBe(name);
    expect(convert(hostDomainType(), text)).toBe(domain);
  });

  it('refuses names that are too long', () => {
    expect(convert(hostnameType(), `${'a'.repeat(64)}.b`)).toMatch(/is an invalid hostname$/);
    expect(convert(hostnameType(), `${'a.'.repeat(130)}b`)).toMatch(/greater than 253/);
  });

  it('reads addresses of either version or one', () => {
    expect(convert(ipType(), '10.0.0.1')).toBe('10.0.0.1');
    expect(convert(ipType(4), '::1')).toBe('! ::1 is not an IPv4 address');
    expect(convert(ipType(6), '10.0.0.1')).toBe('! 10.0.0.1 is not an IPv6 address');
    expect(convert(ipType(), 'localhost')).toBe('! localhost is not IPv4 or IPv6 address');
    expect(convert(ipType(), '')).toBe('! IP address cannot be an empty string');
  });

  it.each([
    'http://h',
    'http://[::1]:5/x',
    'mysql+pymysql://u:p@h/db',
    'http://h/ä',
    'http://h_x/',
    'http://u@h:99999/',
    'http://h/a b',
    'http://a%20b/',
  ])('reads the URI %s', (text) => expect(convert(uriType(), text)).toBe(text));
  it.each([
    ['x y', '! host, scheme were required but missing'],
    ['file:///x', '! host was required but missing'],
    ['//h/x', '! scheme was required but missing'],
    ['sqlite:///x', '! host was required but missing'],
    ['1x://h/', "! scheme '1x' is not valid"],
    ['http://[zz]/', "! host of '[zz]' is not valid"],
  ])('refuses the URI %s', (text, message) => expect(convert(uriType(), text)).toBe(message));
  it('checks scheme and length of a URI', () => {
    expect(convert(uriType({ schemes: ['https'] }), 'http://h')).toBe("! scheme 'http' is not one of https");
    expect(convert(uriType({ maxLength: 5 }), 'http://h')).toBe("! Value 'http://h' exceeds maximum length 5");
  });
});
