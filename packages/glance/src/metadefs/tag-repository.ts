// SPDX-License-Identifier: Apache-2.0
import { afterMarker, now, orderByKeys, type SortKey } from '@stackport/database';
import type { GlanceDatabase, GlanceTransaction } from '../database.js';
import { Duplicate, NotFound } from '../errors.js';
import type { MetadefNamespace, MetadefTag } from './metadef-models.js';
import { newTimes } from './metadef-times.js';
import { isWide } from '../narrow-text.js';
import { writing } from './write-errors.js';

type NamespaceKey = Pick<MetadefNamespace, 'id' | 'namespace'>;

const SORT_FIELDS = {
  id: { field: 'id' },
  name: { field: 'name' },
  created_at: { field: 'createdAt' },
  updated_at: { field: 'updatedAt', nullable: true },
} as const;

/** What a list of tags can be sorted by, under the wire's names. */
export type TagSortKey = keyof typeof SORT_FIELDS;
export const tagSortKeys = Object.keys(SORT_FIELDS) as TagSortKey[];

export interface TagListQuery {
  readonly sortKey: TagSortKey;
  readonly sortDirection: 'asc' | 'desc';
  /** Tags at most; all of them by default. */
  readonly limit?: number;
  /** Name of the last tag of the page before. */
  readonly marker?: string;
}

/** Newest first: upstream's order where the client names none. */
export const defaultTagOrder: TagListQuery = { sortKey: 'created_at', sortDirection: 'desc' };

/** Reads and writes the tags of a namespace. */
export class TagRepository {
  readonly #database: GlanceDatabase;

  constructor(database: GlanceDatabase) {
    this.#database = database;
  }

  /** One page. Throws `NotFound` for a marker that is no tag of the namespace. */
  async list({ id }: NamespaceKey, query: TagListQuery = defaultTagOrder): Promise<MetadefTag[]> {
    const keys = totalOrder(query);
    const after = query.marker === undefined ? {} : afterMarker(keys, { ...(await this.#row(id, query.marker)) });
    return this.#database.client.metadefTag.findMany({
      where: { namespaceId: id, ...after },
      orderBy: orderByKeys(keys),
      ...(query.limit === undefined ? {} : { take: query.limit }),
    });
  }

  /** Throws `NotFound`. */
  async get({ id }: NamespaceKey, name: string): Promise<MetadefTag> {
    return this.#row(id, name);
  }

  /** Throws `Duplicate`, `MetadefNamespaceNotFound`. */
  async add(client: GlanceTransaction, { id, namespace }: NamespaceKey, name: string): Promise<MetadefTag> {
    const data = { namespaceId: id, name, ...newTimes() };
    return writing(
      namespace,
      () => client.metadefTag.create({ data }),
      () => duplicate(name, namespace),
    );
  }

  /** Throws `NotFound` where it is gone, `Duplicate` for a new name that another has. */
  async rename({ id, namespace }: NamespaceKey, name: string, newName: string): Promise<void> {
    const { count } = await writing(
      namespace,
      () =>
        this.#database.transaction((client) =>
          client.metadefTag.updateMany({
            where: { namespaceId: id, name },
            data: { name: newName, updatedAt: now() },
          }),
        ),
      () => duplicate(newName, namespace),
    );
    if (count === 0) throw notFound(name);
  }

  /** Throws `NotFound` where it is gone. */
  async remove({ id }: NamespaceKey, name: string): Promise<void> {
    const { count } = await this.#database.transaction((client) =>
      client.metadefTag.deleteMany({ where: { namespaceId: id, name } }),
    );
    if (count === 0) throw new NotFound(`The specified metadata tag ${name} could not be found`);
  }

  async removeAll(client: GlanceTransaction, { id }: NamespaceKey): Promise<void> {
    await client.metadefTag.deleteMany({ where: { namespaceId: id } });
  }

  async #row(namespaceId: number, name: string): Promise<MetadefTag & { readonly id: number }> {
    if (isWide(name)) throw notFound(name);
    const row = await this.#database.client.metadefTag.findUnique({
      where: { namespaceId_name: { namespaceId, name } },
    });
    if (row === null) throw notFound(name);
    return row;
  }
}

function notFound(name: string): NotFound {
  return new NotFound(`Could not find metadata tag ${name}`);
}

function duplicate(name: string, namespace: string): Duplicate {
  return new Duplicate(
    `A metadata tag with name=${name} already exists in namespace=${namespace}. (Please note that metadata tag names are case insensitive).`,
  );
}

/** As for namespaces: `sort_key=id` sorts by time, as upstream. */
function totalOrder({ sortKey, sortDirection }: TagListQuery): SortKey[] {
  const keys: TagSortKey[] = ['created_at', 'id'];
  if (!keys.includes(sortKey)) keys.unshift(sortKey);
  return keys.map((key) => ({ ...SORT_FIELDS[key], direction: sortDirection }));
}
