// SPDX-License-Identifier: Apache-2.0
import { getSystemErrorName } from 'node:util';

/** The base of what this package throws by itself; what a query throws is Prisma's, see the predicates below. */
export class DatabaseError extends Error {
  override name = 'DatabaseError';
}

/** `[database] connection` is no URL that we can serve. */
export class UnsupportedDatabaseUrlError extends DatabaseError {
  override name = 'UnsupportedDatabaseUrlError';
}

/** The server could not be reached, or refused us, at start. */
export class DatabaseUnavailableError extends DatabaseError {
  override name = 'DatabaseUnavailableError';
}

/** The tables are not what this program can work with: another revision, another service's, or a migration that failed half-way. */
export class DatabaseSchemaError extends DatabaseError {
  override name = 'DatabaseSchemaError';
}

/** A row with the same unique key exists (Prisma's P2002). */
export function isUniqueViolation(error: unknown): boolean {
  return codeOf(error) === 'P2002' || driverKindOf(error) === 'UniqueConstraintViolation';
}

/** A row that is referred to does not exist, or one that refers keeps a row from being deleted (P2003). */
export function isForeignKeyViolation(error: unknown): boolean {
  return codeOf(error) === 'P2003' || driverKindOf(error) === 'ForeignKeyConstraintViolation';
}

/** A column that must have a value was given null (P2011). */
export function isNullViolation(error: unknown): boolean {
  return codeOf(error) === 'P2011' || driverKindOf(error) === 'NullConstraintViolation';
}

/** The row of an `update`, `delete` or `…OrThrow` does not exist (P2025). */
export function isNotFound(error: unknown): boolean {
  return codeOf(error) === 'P2025';
}

/** A value does not fit its column: too long (P2000) or out of range (P2020). MySQL only; SQLite has no lengths. */
export function isValueTooLong(error: unknown): boolean {
  return ['P2000', 'P2020'].includes(codeOf(error) ?? '');
}

// Incorrect string value, and mixes of collations that cannot be compared.
const textErrnos = new Set<unknown>([1366, 1267, 1270, 1271]);

/**
 * A text has characters that the column's character set does not have: beyond the basic plane, where it is MySQL's utf8. Neither can it be
 * written there nor compared. MySQL only.
 */
export function isUnstorableText(error: unknown): boolean {
  return errnosOf(error).some((number) => textErrnos.has(number));
}

/** Two transactions got in each other's way and this one was rolled back: it can be done again (P2034; MySQL's deadlock). */
export function isWriteConflict(error: unknown): boolean {
  return (
    codeOf(error) === 'P2034' || driverKindOf(error) === 'TransactionWriteConflict' || errnosOf(error).includes(1205)
  );
}

// The driver's own numbers (45xxx), the client library's (2002 …) and the server's: shutdown in progress (1053), killed (1927).
const lostErrnos = new Set([
  ...[1053, 1927, 2002, 2003, 2006, 2013, 2055],
  ...[45_001, 45_004, 45_009, 45_012, 45_013, 45_019, 45_026, 45_039, 45_042],
]);
const lostCodes = new Set([
  ...['P1001', 'P1002', 'P1017'],
  ...[
    'ECONNREFUSED',
    'ECONNRESET',
    'EPIPE',
    'ENOTFOUND',
    'ETIMEDOUT',
    'EHOSTUNREACH',
    'ENETUNREACH',
    'EAI_AGAIN',
    'ENOENT',
  ],
]);
const lostKinds = new Set(['DatabaseNotReachable', 'ConnectionClosed', 'SocketTimeout']);

/**
 * The server is gone or cannot be reached. The pool connects again by itself, so a later attempt may succeed; whether the statement that
 * failed was carried out is not known.
 */
export function isConnectionLost(error: unknown): boolean {
  return chainOf(error).some((link) => {
    const { errno, code, kind } = link as { errno?: unknown; code?: unknown; kind?: unknown };
    return (
      isLostNumber(errno) ||
      isLostNumber(code) ||
      (typeof code === 'string' && lostCodes.has(code)) ||
      (typeof kind === 'string' && lostKinds.has(kind))
    );
  });
}

// MySQL's "Too many connections", and of one user.
const fullErrnos = new Set([1040, 1203, 1226]);

/**
 * The database does not serve us now and may soon: it cannot be reached, has no connection left, or another transaction was in the way.
 * What was asked may be tried again where doing it twice does no harm. Errors of other things (a file that is not there, another service
 * that refuses) are none of these, whatever their codes.
 */
export function isUnavailable(error: unknown): boolean {
  return isOfDatabase(error) && (isConnectionLost(error) || isWriteConflict(error) || isServerFull(error));
}

function isOfDatabase(error: unknown): boolean {
  const name = error instanceof Error ? error.name : '';
  return /^(PrismaClient|DriverAdapterError|SqlError)/.test(name) || /^P\d{4}$/.test(codeOf(error) ?? '');
}

/** No connection is to be had: of the server, or of the pool in time (Prisma's P2037). */
export function isServerFull(error: unknown): boolean {
  return (
    codeOf(error) === 'P2037' ||
    driverKindOf(error) === 'TooManyConnections' ||
    errnosOf(error).some((number) => typeof number === 'number' && fullErrnos.has(number))
  );
}

function isLostNumber(number: unknown): boolean {
  if (typeof number !== 'number') return false;
  return number < 0 ? lostCodes.has(getSystemErrorName(number)) : lostErrnos.has(number);
}

/**
 * The columns or the name of the key that a unique violation is about, as far as the database says: SQLite names columns (`image_id`, `name`),
 * MySQL the key (`ix_image_properties_image_id_name`).
 */
export function violatedKey(error: unknown): readonly string[] {
  for (const link of chainOf(error)) {
    const constraint = (link as { constraint?: { fields?: string[]; index?: string } }).constraint;
    if (constraint?.fields !== undefined) return constraint.fields;
    if (constraint?.index !== undefined) return [constraint.index];
  }
  return [];
}

function codeOf(error: unknown): string | undefined {
  const code = (error as { code?: unknown } | null | undefined)?.code;
  return typeof code === 'string' ? code : undefined;
}

function driverKindOf(error: unknown): string | undefined {
  for (const link of chainOf(error)) {
    const kind = (link as { kind?: unknown }).kind;
    if (typeof kind === 'string') return kind;
  }
  return undefined;
}

function errnosOf(error: unknown): unknown[] {
  return chainOf(error).flatMap((link) => {
    const { errno, code } = link as { errno?: unknown; code?: unknown };
    return [errno, code];
  });
}

/** The error and what caused it; Prisma keeps the driver's error in `meta.driverAdapterError`. */
function chainOf(error: unknown): object[] {
  const chain: object[] = [];
  let link: unknown = error;
  while (typeof link === 'object' && link !== null && !chain.includes(link)) {
    chain.push(link);
    const { cause, meta } = link as { cause?: unknown; meta?: { driverAdapterError?: unknown } };
    link = cause ?? meta?.driverAdapterError;
  }
  return chain;
}
