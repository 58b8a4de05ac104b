// SPDX-License-Identifier: Apache-2.0
import { isAbsolute, resolve } from 'node:path';
import { UnsupportedDatabaseUrlError } from './errors.js';

/** Where a MySQL or MariaDB server is. */
export interface MysqlLocation {
  provider: 'mysql';
  host: string;
  port: number;
  user?: string;
  password?: string;
  database: string;
  /** What follows `?` in the URL: `charset`, `unix_socket`, `ssl_ca`, `ssl_cert`, `ssl_key`, … */
  parameters: Readonly<Record<string, string>>;
}

/** A SQLite file. */
export interface SqliteLocation {
  provider: 'sqlite';
  /** Absolute; undefined for a database that lives as long as it is open (`sqlite://`, `sqlite:///:memory:`). */
  path?: string;
}

export type DatabaseLocation = MysqlLocation | SqliteLocation;

const mysqlDialects = new Set(['mysql', 'mariadb']);

/**
 * Reads a database URL as SQLAlchemy writes it: `dialect+driver://user:password@host:port/database?parameter=value`, the user and password
 * percent-encoded. The driver is Python's affair and is ignored. SQLite takes `sqlite:///relative`, `sqlite:////absolute` and `sqlite://`.
 * @param relativeTo - the folder that a relative SQLite path starts from; the current one by default
 * @throws UnsupportedDatabaseUrlError for any other dialect and for what is no URL; its message has no password in it
 */
export function parseDatabaseUrl(url: string, relativeTo = process.cwd()): DatabaseLocation {
  const match = /^(?<dialect>[A-Za-z][\w]*)(?:\+[\w.]+)?:\/\/(?<rest>.*)$/s.exec(url.trim());
  if (match?.groups === undefined)
    throw new UnsupportedDatabaseUrlError(
      `Could not parse the database URL '${redactDatabaseUrl(url)}': expected dialect://user:password@host/database`,
    );
  const dialect = (match.groups.dialect ?? '').toLowerCase();
  const rest = match.groups.rest ?? '';
  if (dialect === 'sqlite') return parseSqlite(rest, url, relativeTo);
  if (mysqlDialects.has(dialect)) return parseMysql(rest, url);
  throw new UnsupportedDatabaseUrlError(
    `Unsupported database '${dialect}' in '${redactDatabaseUrl(url)}': use mysql:// (MySQL, MariaDB) or sqlite://`,
  );
}

/** The URL with its password and those of its parameters replaced by `***`, as SQLAlchemy prints one. */
export function redactDatabaseUrl(url: string): string {
  return (
    url
      .replace(/^([^:/]+:\/\/[^:@/]*):.*@/s, '$1:***@')
      // Where the @ was forgotten, what stands for the port may be the password.
      .replace(/^([^:/]+:\/\/[^:@/]*):(?!\*\*\*@|\d*(?:[/?]|$))[^/?]*/, '$1:***')
      .replace(/([?&](?:[\w-]*password|passwd|ssl_key|[\w-]*secret)=)[^&]*/gi, '$1***')
  );
}

function parseSqlite(rest: string, url: string, relativeTo: string): SqliteLocation {
  const [location, query] = split(rest, '?');
  if (location === '' || location === '/' || location === '/:memory:') return { provider: 'sqlite' };
  if (!location.startsWith('/') || query?.includes('uri=true'))
    throw new UnsupportedDatabaseUrlError(
      `Invalid SQLite URL '${redactDatabaseUrl(url)}': use sqlite:///relative/path or sqlite:////absolute/path`,
    );
  // SQLAlchemy takes the path as it stands: nothing in it is percent-decoded.
  const path = location.slice(1);
  return { provider: 'sqlite', path: isAbsolute(path) ? path : resolve(relativeTo, path) };
}

function parseMysql(rest: string, url: string): MysqlLocation {
  const match =
    /^(?:(?<user>[^:@/]*)(?::(?<password>[^@]*))?@)?(?<host>\[[^\]/?]+\]|[^/:?@]*)(?::(?<port>[^/?@]*))?(?:\/(?<database>[^?]*))?(?:\?(?<query>.*))?$/s.exec(
      rest,
    );
  const groups = match?.groups;
  if (groups === undefined) throw invalid(url, 'expected mysql://user:password@host:port/database');
  const port = groups.port === undefined || groups.port === '' ? 3306 : Number(groups.port);
  if (!Number.isInteger(port) || port < 1 || port > 65_535)
    throw invalid(url, 'its port is not a number from 1 to 65535');
  const database = decode(groups.database ?? '', url);
  if (database === '') throw invalid(url, 'it names no database');
  const host = (groups.host ?? '').replace(/^\[(.*)\]$/, '$1');
  return {
    provider: 'mysql',
    host: host === '' ? 'localhost' : host,
    port,
    ...(groups.user === undefined || groups.user === '' ? {} : { user: decode(groups.user, url) }),
    ...(groups.password === undefined ? {} : { password: decode(groups.password, url) }),
    database,
    parameters: Object.fromEntries(new URLSearchParams(groups.query ?? '')),
  };
}

function decode(text: string, url: string): string {
  try {
    // A plus sign stands for itself here: SQLAlchemy decodes these parts without the rules of forms.
    return decodeURIComponent(text);
  } catch {
    throw invalid(
      url,
      'a percent sign in it is not followed by two hexadecimal digits (write %25 for the sign itself)',
    );
  }
}

function invalid(url: string, reason: string): UnsupportedDatabaseUrlError {
  return new UnsupportedDatabaseUrlError(`Invalid database URL '${redactDatabaseUrl(url)}': ${reason}`);
}

function split(text: string, separator: string): [string, string | undefined] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + separator.length)];
}
