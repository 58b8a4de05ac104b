// SPDX-License-Identifier: Apache-2.0

const snake = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
const camel = (name: string): string => name.replace(/_(\w)/g, (_whole, letter: string) => letter.toUpperCase());

/** Names are few and asked for with every row. */
const remembered = (convert: (name: string) => string) => {
  const known = new Map<string, string>();
  return (name: string): string => {
    let converted = known.get(name);
    if (converted === undefined) known.set(name, (converted = convert(name)));
    return converted;
  };
};
const fieldOf = remembered(snake);
const columnOf = remembered(camel);

/** A row as the values of upstream's object: `vmState` is `vm_state`, `deleted` a boolean. */
// The caller names what the row is: the mapping is one of names.
// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters
export function valuesOf<Values>(row: Readonly<Record<string, unknown>>): Values {
  return Object.fromEntries(
    Object.entries(row).map(([column, value]) => [
      fieldOf(column),
      column === 'deleted' ? Boolean(value) : typeof value === 'bigint' ? Number(value) : value,
    ]),
  ) as Values;
}

/** Values by upstream's names as columns; those that are undefined are left as they are. */
// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters
export function columnsOf<Columns>(values: Readonly<Record<string, unknown>>): Columns {
  return Object.fromEntries(
    Object.entries(values)
      .filter(([, value]) => value !== undefined)
      .map(([field, value]) => [columnOf(field), value]),
  ) as Columns;
}
