// SPDX-License-Identifier: Apache-2.0
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maskDictPassword, maskPassword } from './index.js';

describe('maskPassword', () => {
  // What oslo.utils 6.0.1 answers for the same text.
  it.each([
    [`'adminPass' : 'aaaaa'`, `'adminPass' : '***'`],
    [`"password" : "aaaaa"`, `"password" : "***"`],
    [`'original_password' : 'aaaaa'`, `'original_password' : '***'`],
    ['password=secret other', 'password=*** other'],
    ['password = "a b"', 'password = "***"'],
    ['--password secret x', '--password *** x'],
    ['<adminPass>x</adminPass>', '<adminPass>***</adminPass>'],
    ['{"auth": {"token": {"id": "abc"}}}', '{"auth": {"token": {"id": "abc"}}}'],
    ['http://h/?auth_token=abc&y=2', 'http://h/?auth_token=***'],
    [`auth_password 'x'`, `auth_password '***'`],
    [`{u'adminPass': u'x'}`, `{u'adminPass': u'***'}`],
    [`'--password', '-v', 'abc'`, `'--password', '-v', '***'`],
    [`['password', '--value', 'abc']`, `['password', '--value', '***']`],
    ['admin_password1 = x', 'admin_password1 = ***'],
    ['cmd --password=abc', 'cmd --password=***'],
    [`u'sys_pswd'  :  u'a b'`, `u'sys_pswd'  :  u'***'`],
    ['"x_token": "v"', '"x_token": "***"'],
    ['no secrets', 'no secrets'],
    ['passwords: none', 'passwords: none'],
    ['tokens are fine', 'tokens are fine'],
    ['token_expires 5', 'token_expires 5'],
    ['the password is required', 'the password is required'],
  ])('%s', (text, masked) => expect(maskPassword(text)).toBe(masked));

  // What oslo.utils leaves.
  it.each([
    ['{"password": "a\\"b", "x": 1}', '{"password": "***", "x": 1}'],
    [`{"password": "a'b", "x": "y"}`, `{"password": "***", "x": "y"}`],
    ['X-Auth-Token: gAAAAABj', 'X-Auth-Token: ***'],
    [`{'X-Subject-Token': 'abc'}`, `{'X-Subject-Token': '***'}`],
    ['-H "X-Service-Token: abc" http://h/', '-H "X-Service-Token: ***" http://h/'],
    [
      'mysql+pymysql://glance:p@ss@h/glance and rabbit://u:p@h:1/',
      'mysql+pymysql://glance:***@h/glance and rabbit://u:***@h:1/',
    ],
    ['http://h:9292/v2/a@b', 'http://h:9292/v2/a@b'],
  ])('%s', (text, masked) => expect(maskPassword(text)).toBe(masked));

  it('takes another mask', () => expect(maskPassword('password=a', '????')).toBe('password=????'));

  it('leaves no value behind in JSON, whatever it holds', () => {
    const key = fc.constantFrom('password', 'adminPass', 'auth_token', 'original_password', 'secret', 'X-Auth-Token');
    fc.assert(
      fc.property(key, fc.string({ minLength: 1 }), (name, value) => {
        const masked = maskPassword(JSON.stringify({ before: 1, [name]: value, after: 'kept' }));
        expect(JSON.parse(masked)).toEqual({ before: 1, [name]: '***', after: 'kept' });
      }),
    );
  });

  it('is quick on long hostile text', () => {
    const start = performance.now();
    for (const text of [
      `"${'password'.repeat(3000)}`,
      `password${' '.repeat(20_000)}x`,
      `x://${'a:'.repeat(10_000)}`,
      `--${'a-'.repeat(10_000)}password`,
    ])
      maskPassword(text);
    expect(performance.now() - start).toBeLessThan(2000);
  });
});

it('maskDictPassword masks by name, in strings, and further in', () => {
  expect(
    maskDictPassword({
      password: 'x',
      a: { admin_pass: 5, note: 'password=1' },
      list: [{ secret: 's' }, 'token=x', 3],
      mytoken: 'z',
      token: { id: 5 },
    }),
  ).toEqual({
    password: '***',
    a: { admin_pass: '***', note: 'password=***' },
    list: [{ secret: '***' }, 'token=***', 3],
    mytoken: '***',
    token: { id: 5 },
  });
});
