// SPDX-License-Identifier: Apache-2.0

/** How a column is read: the engines store booleans and times in their own ways. What is not named comes as text, number or bytes. */
export type ColumnKind = 'boolean' | 'date' | 'bigint' | 'number' | 'text';

type ColumnValue<Kind extends ColumnKind> = Kind extends 'boolean'
  ? boolean
  : Kind extends 'date'
    ? Date
    : Kind extends 'bigint'
      ? bigint
      : Kind extends 'number'
        ? number
        : string;

/** Every column may be null; the caller knows better and says so with a type of its own. */
export type RawRow<Columns extends Record<string, ColumnKind>> = {
  [Name in keyof Columns]: ColumnValue<Columns[Name]> | null;
};

export type RawParameter = string | number | bigint | boolean | Date | null;

/**
 * Reads rows past Prisma, for lists where its cost shows. `?` stands for a parameter, names are quoted in backticks (both engines take them),
 * and the answer's columns are named with their kinds.
 */
export type RawQuery = <Columns extends Record<string, ColumnKind>>(
  sql: string,
  parameters: readonly RawParameter[],
  columns: Columns,
) => Promise<RawRow<Columns>[]>;

/** Rows as a driver answers them → objects with the values that the kinds ask for. */
export function toRows<Columns extends Record<string, ColumnKind>>(
  columns: Columns,
  columnNames: readonly string[],
  rows: readonly (readonly unknown[])[],
): RawRow<Columns>[] {
  const readers = columnNames.map((name) => {
    const kind = columns[name];
    if (kind === undefined)
      throw new TypeError(`the query answers a column '${name}' that is not among the named ones`);
    return { name, read: readersByKind[kind] };
  });
  return rows.map(
    (row) =>
      Object.fromEntries(
        readers.map(({ name, read }, index) => [name, row[index] === null ? null : read(row[index])]),
      ) as RawRow<Columns>,
  );
}

const readersByKind: Record<ColumnKind, (value: unknown) => unknown> = {
  boolean: (value) => Number(value) !== 0,
  date: (value) =>
    new Date(
      `${String(value)
        .replace(' ', 'T')
        .replace(/(?:\+00:00|Z)$/, '')}Z`,
    ),
  bigint: (value) => BigInt(value as bigint | number | string),
  number: Number,
  text: String,
};
