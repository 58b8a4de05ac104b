// SPDX-License-Identifier: Apache-2.0

/** Properties of a message under the names that recordings have. */
export function propertiesOf(properties: Readonly<Record<string, unknown>>): object {
  return Object.fromEntries(
    Object.entries(properties).map(([name, value]) => [
      name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
      value,
    ]),
  );
}

export interface FormOptions {
  /** Of the keys of objects: `versioned_object`, and `nova_object` for nova's. */
  readonly prefix?: string;
  /** Parts whose names are whoever's who wrote them. */
  readonly free: ReadonlySet<string>;
}

/** A line for each thing that has a name, and for each object its class, version and changes: forms, without values. */
export function forms(value: unknown, options: FormOptions, path = ''): string[] {
  const { prefix = 'versioned_object', free } = options;
  if (Array.isArray(value)) return value.slice(0, 1).flatMap((one) => forms(one, options, `${path}[]`));
  if (typeof value !== 'object' || value === null) return [];
  const object = value as Readonly<Record<string, unknown>>;
  if (`${prefix}.name` in object) {
    const changes = [...((object[`${prefix}.changes`] as string[] | undefined) ?? [])].sort();
    const [name, namespace, version] = ['name', 'namespace', 'version'].map((part) => object[`${prefix}.${part}`]);
    const head = `${path} is ${String(namespace)} ${String(name)} ${String(version)}, changed: ${changes.join(' ')}`;
    return [head, ...forms(object[`${prefix}.data`], options, path)];
  }
  return Object.entries(object).flatMap(([name, inner]) => [
    `${path}/${name}`,
    ...(free.has(name) ? [] : forms(inner, options, `${path}/${name}`)),
  ]);
}
