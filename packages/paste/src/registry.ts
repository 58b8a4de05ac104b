// SPDX-License-Identifier: Apache-2.0

/** Where factories are found by their upstream dotted names, `module.path:attr.attr`. */
export interface FactoryRegistry {
  lookup(dottedName: string): unknown;
  /** All names, where they can be told: they make the difference between an unknown module and an unknown attribute. */
  names?(): Iterable<string>;
}

export type RegistryLike = FactoryRegistry | ReadonlyMap<string, unknown> | Readonly<Record<string, unknown>>;

/** Takes a registry, a Map or a plain record from dotted name to factory. */
export function toRegistry(source: RegistryLike | undefined): FactoryRegistry {
  if (source === undefined) return { lookup: () => undefined, names: () => [] };
  if (source instanceof Map) {
    const map = source as ReadonlyMap<string, unknown>;
    return { lookup: (name) => map.get(name), names: () => map.keys() };
  }
  if (isRegistry(source)) return source;
  const record = source as Readonly<Record<string, unknown>>;
  return {
    lookup: (name) => (Object.hasOwn(record, name) ? record[name] : undefined),
    names: () => Object.keys(record),
  };
}

function isRegistry(source: object): source is FactoryRegistry {
  return 'lookup' in source && typeof source.lookup === 'function';
}

/** One registry over another: the first that knows a name answers. */
export function layered(...registries: readonly FactoryRegistry[]): Required<FactoryRegistry> {
  return {
    lookup(name): unknown {
      for (const registry of registries) {
        const value = registry.lookup(name);
        if (value !== undefined) return value;
      }
      return undefined;
    },
    names: () => registries.flatMap((registry) => [...(registry.names?.() ?? [])]),
  };
}
