// SPDX-License-Identifier: Apache-2.0
import type { HostAggregate, HostAggregates } from '../ports.js';

/** Which aggregates hosts are in: read at start, kept up to date by what the API tells. */
export class AggregateIndex {
  readonly #source: HostAggregates;
  readonly #byId = new Map<number, HostAggregate>();
  #byHost = new Map<string, HostAggregate[]>();

  constructor(source: HostAggregates) {
    this.#source = source;
  }

  async load(): Promise<void> {
    const all = await this.#source.list();
    this.#byId.clear();
    this.update(all);
  }

  /** Those of a host. */
  of(host: string): readonly HostAggregate[] {
    return this.#byHost.get(host) ?? [];
  }

  update(aggregates: readonly HostAggregate[]): void {
    for (const aggregate of aggregates) this.#byId.set(aggregate.id, aggregate);
    this.#index();
  }

  delete(id: number): void {
    this.#byId.delete(id);
    this.#index();
  }

  #index(): void {
    this.#byHost = new Map();
    for (const aggregate of this.#byId.values())
      for (const host of aggregate.hosts) {
        const own = this.#byHost.get(host);
        if (own === undefined) this.#byHost.set(host, [aggregate]);
        else own.push(aggregate);
      }
  }
}

/** What aggregates say of a host under a name, each value once. */
export function aggregateValues(aggregates: readonly HostAggregate[], key: string): ReadonlySet<string> {
  return new Set(
    aggregates.flatMap(({ metadata }) => {
      const value = Object.hasOwn(metadata, key) ? metadata[key] : undefined;
      return value === undefined ? [] : [value];
    }),
  );
}

/** The same with commas taken for what parts values (nova 26, filters/utils.py). */
export function aggregateWords(aggregates: readonly HostAggregate[], key: string): ReadonlySet<string> {
  return new Set([...aggregateValues(aggregates, key)].flatMap((value) => value.split(',').map((word) => word.trim())));
}

/** All that aggregates say of a host. */
export function aggregateMetadata(aggregates: readonly HostAggregate[]): ReadonlyMap<string, ReadonlySet<string>> {
  const keys = new Set(aggregates.flatMap(({ metadata }) => Object.keys(metadata)));
  return new Map([...keys].map((key) => [key, aggregateWords(aggregates, key)]));
}

/** The smallest of numbers that aggregates give a host, or what is given for all; undefined where one is no number. */
export function smallestOf(
  aggregates: readonly HostAggregate[],
  key: string,
  otherwise: number,
  isNumber: RegExp,
): number | undefined {
  const values = [...aggregateValues(aggregates, key)];
  if (values.length === 0) return otherwise;
  return values.every((value) => isNumber.test(value)) ? Math.min(...values.map(Number)) : undefined;
}

export const INTEGER = /^\s*[+-]?\d+\s*$/;
export const FLOAT = /^\s*[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?\s*$/i;
