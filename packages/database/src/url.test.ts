// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { parseDatabaseUrl, redactDatabaseUrl } from './url.js';
import { UnsupportedDatabaseUrlError } from './errors.js';

describe('parseDatabaseUrl', () => {
  it('reads a MySQL URL with driver, encoded password and parameters', () => {
    expect(
      parseDatabaseUrl(
        'mysql+pymysql://glance:p%40s%3As%2Fw@db.example.org:3307/glance?charset=utf8&ssl_ca=/etc/ca.pem',
      ),
    ).toEqual({
      provider: 'mysql',
      host: 'db.example.org',
      port: 3307,
      user: 'glance',
      password: 'p@s:s/w',
      database: 'glance',
      parameters: { charset: 'utf8', ssl_ca: '/etc/ca.pem' },
    });
  });

  it.each([
    ['mysql://root@localhost/nova', { host: 'localhost', port: 3306, user: 'root', database: 'nova' }],
    ['mysql:///nova?unix_socket=/run/mysqld.sock', { host: 'localhost', port: 3306, database: 'nova' }],
    ['mysql+pymysql://u:@[fd00::1]:3306/db', { host: 'fd00::1', port: 3306, user: 'u', password: '', database: 'db' }],
    ['mariadb+mariadbconnector://u:a+b@h/db', { host: 'h', port: 3306, user: 'u', password: 'a+b', database: 'db' }],
    ['MySQL+PyMySQL://u:p%25@h/d%2Fb', { host: 'h', port: 3306, user: 'u', password: 'p%', database: 'd/b' }],
  ])('reads %s', (url, expected) => {
    expect(parseDatabaseUrl(url)).toEqual({
      provider: 'mysql',
      parameters: expect.any(Object) as unknown,
      ...expected,
    });
  });

  it.each([
    ['sqlite:////var/lib/glance/glance.sqlite', '/var/lib/glance/glance.sqlite'],
    ['sqlite:///state/glance.sqlite', '/srv/state/glance.sqlite'],
    ['sqlite+pysqlite:////a b%20c', '/a b%20c'],
    ['sqlite:////x?timeout=5', '/x'],
    ['sqlite://', undefined],
    ['sqlite:///', undefined],
    ['sqlite:///:memory:', undefined],
  ])('reads %s as the file %s', (url, path) => {
    expect(parseDatabaseUrl(url, '/srv')).toEqual(
      path === undefined ? { provider: 'sqlite' } : { provider: 'sqlite', path },
    );
  });

  it.each([
    ['postgresql+psycopg2://glance:secret@h/glance', /Unsupported database 'postgresql'/],
    ['mssql://glance:secret@h/glance', /Unsupported database 'mssql'/],
    ['mysql://u:secret@h', /names no database/],
    ['mysql://u:secret@h:port/db', /its port is not/],
    ['mysql://u:secret/db', /its port is not/],
    ['mysql://u:secret@h:99999/db', /its port is not/],
    ['mysql://u:secret%zz@h/db', /percent sign/],
    ['mysql://u:se@secret@h/db', /expected mysql:\/\//],
    ['sqlite://relative', /sqlite:\/\/\//],
    ['/var/lib/glance.sqlite', /Could not parse/],
    ['', /Could not parse/],
  ])('refuses %s without showing the password', (url, message) => {
    let thrown: unknown;
    try {
      parseDatabaseUrl(url);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(UnsupportedDatabaseUrlError);
    expect((thrown as Error).message).toMatch(message);
    expect((thrown as Error).message).not.toContain('secret');
  });

  it('takes every user, password and database name that is encoded', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', minLength: 1 }),
        fc.string({ unit: 'grapheme' }),
        fc.string({ unit: 'grapheme', minLength: 1 }),
        (user, password, database) => {
          const encode = (text: string): string => encodeURIComponent(text);
          const url = `mysql+pymysql://${encode(user)}:${encode(password)}@h:1/${encode(database)}?charset=utf8`;
          expect(parseDatabaseUrl(url)).toMatchObject({ user, password, database, host: 'h', port: 1 });
        },
      ),
    );
  });
});

describe('redactDatabaseUrl', () => {
  it('hides passwords and nothing else', () => {
    expect(redactDatabaseUrl('mysql+pymysql://u:p:w@h:1/db?charset=utf8')).toBe(
      'mysql+pymysql://u:***@h:1/db?charset=utf8',
    );
    expect(redactDatabaseUrl('mysql://u@h/db?password=x&charset=utf8')).toBe(
      'mysql://u@h/db?password=***&charset=utf8',
    );
    expect(redactDatabaseUrl('sqlite:////a/b')).toBe('sqlite:////a/b');
  });
});
