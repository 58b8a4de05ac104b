// SPDX-License-Identifier: Apache-2.0
import type { RequestContext } from '@stackport/context';
import { afterMarker, isForeignKeyViolation, now, orderByKeys, type SortKey } from '@stackport/database';
import type { GlanceDatabase, GlanceTransaction } from '../database.js';
import { Duplicate, Forbidden, MetadefNamespaceInvisible, MetadefNamespaceNotFound, NotFound } from '../errors.js';
import type { MetadefNamespace, NamespaceVisibility, ResourceTypeAssociation } from './metadef-models.js';
import { newTimes } from './metadef-times.js';
import { isWide } from '../narrow-text.js';
import { associationOf } from './resource-type-repository.js';
import { writing } from './write-errors.js';

const SORT_FIELDS = {
  id: { field: 'id' },
  namespace: { field: 'namespace' },
  display_name: { field: 'displayName', nullable: true },
  description: { field: 'description', nullable: true },
  visibility: { field: 'visibility', nullable: true },
  protected: { field: 'protected', nullable: true },
  owner: { field: 'owner' },
  created_at: { field: 'createdAt' },
  updated_at: { field: 'updatedAt', nullable: true },
} as const;

/** What a list of namespaces can be sorted by, under the wire's names. */
export type NamespaceSortKey = keyof typeof SORT_FIELDS;
export const namespaceSortKeys = Object.keys(SORT_FIELDS) as NamespaceSortKey[];

export interface NamespaceListQuery {
  readonly visibility?: string;
  /** Only namespaces that are associated with one of these. */
  readonly resourceTypes?: readonly string[];
  readonly sortKey: NamespaceSortKey;
  readonly sortDirection: 'asc' | 'desc';
  /** Namespaces at most. */
  readonly limit: number;
  /** Name of the last namespace of the page before. */
  readonly marker?: string;
}

export interface ListedNamespace {
  readonly namespace: MetadefNamespace;
  readonly resourceTypes: readonly ResourceTypeAssociation[];
}

/** All of a namespace that a change sets. */
export type NamespaceColumns = Pick<
  MetadefNamespace,
  'namespace' | 'displayName' | 'description' | 'visibility' | 'protected' | 'owner'
>;

/** Reads and writes namespaces. */
export class NamespaceRepository {
  readonly #database: GlanceDatabase;

  constructor(database: GlanceDatabase) {
    this.#database = database;
  }

  /** Throws `MetadefNamespaceNotFound`, and `MetadefNamespaceInvisible` for another project's private one. */
  async get(context: RequestContext, name: string): Promise<MetadefNamespace> {
    const { metadefNamespace: table } = this.#database.client;
    const row = isWide(name) ? null : await table.findUnique({ where: { namespace: name } });
    if (row === null) throw new MetadefNamespaceNotFound(name);
    const namespace = namespaceOf(row);
    if (!isVisible(context, namespace)) throw new MetadefNamespaceInvisible(name);
    return namespace;
  }

  /** As `get`, with one answer for both: `NotFound`. */
  async getVisible(context: RequestContext, name: string): Promise<MetadefNamespace> {
    try {
      return await this.get(context, name);
    } catch (error) {
      if (!(error instanceof NotFound || error instanceof Forbidden)) throw error;
      throw new NotFound(`Namespace ${name} not found`);
    }
  }

  /** One page of those that the caller may see. Throws as `get` for the marker. */
  async list(context: RequestContext, query: NamespaceListQuery): Promise<ListedNamespace[]> {
    const keys = totalOrder(query.sortKey, query.sortDirection);
    const conditions: Record<string, unknown>[] = [visibleTo(context)];
    if (query.visibility !== undefined) conditions.push({ visibility: query.visibility });
    if (query.resourceTypes !== undefined)
      conditions.push({
        resourceTypes: {
          some: { resourceType: { name: { in: query.resourceTypes.filter((name) => !isWide(name)) } } },
        },
      });
    if (query.marker !== undefined) conditions.push(afterMarker(keys, await this.#marker(context, query.marker)));
    const rows = await this.#database.client.metadefNamespace.findMany({
      where: { AND: conditions },
      orderBy: orderByKeys(keys),
      take: query.limit,
      include: { resourceTypes: { include: { resourceType: true }, orderBy: { resourceTypeId: 'asc' } } },
    });
    return rows.map((row) => ({
      namespace: namespaceOf(row),
      resourceTypes: row.resourceTypes.map(associationOf),
    }));
  }

  /** Throws `Duplicate`. */
  async add(client: GlanceTransaction, columns: NamespaceColumns): Promise<MetadefNamespace> {
    const { namespace } = columns;
    const row = await writing(
      namespace,
      () => client.metadefNamespace.create({ data: { ...columns, ...newTimes() } }),
      () => new Duplicate(`The metadata definition namespace=${namespace} already exists.`),
    );
    return namespaceOf(row);
  }

  /** Throws `Duplicate`, and `MetadefNamespaceNotFound` where it is gone. */
  async save(id: number, columns: NamespaceColumns): Promise<void> {
    const { namespace } = columns;
    const { count } = await writing(
      namespace,
      () =>
        this.#database.transaction((client) =>
          client.metadefNamespace.updateMany({ where: { id }, data: { ...columns, updatedAt: now() } }),
        ),
      () =>
        new Duplicate(
          `Invalid update. It would result in a duplicate metadata definition namespace with the same name of ${namespace}`,
        ),
    );
    if (count === 0) throw new MetadefNamespaceNotFound(namespace);
  }

  /** Removes a namespace with all that is in it. Throws `NotFound` where it is gone, `Forbidden` where more came in meanwhile. */
  async remove({ id, namespace }: MetadefNamespace): Promise<void> {
    try {
      const count = await this.#database.transaction((transaction) => removeNamespace(transaction, id));
      if (count === 0) throw new NotFound(`The specified namespace ${namespace} could not be found`);
    } catch (error) {
      if (!isForeignKeyViolation(error)) throw error;
      throw new Forbidden(
        `The metadata definition namespace with name=${namespace} not deleted. Other records still refer to it.`,
      );
    }
  }

  /** The row after which a page begins; no name at all is taken for an id, as upstream. */
  async #marker(context: RequestContext, name: string): Promise<Readonly<Record<string, unknown>>> {
    if (name === '') throw new NotFound('Metadata definition namespace not found for id=');
    const { id } = await this.get(context, name);
    return this.#database.client.metadefNamespace.findUniqueOrThrow({ where: { id } });
  }
}

/** Removes a namespace and its content; the count of namespaces removed. */
export async function removeNamespace(client: GlanceTransaction, id: number): Promise<number> {
  const where = { namespaceId: id };
  await client.metadefTag.deleteMany({ where });
  await client.metadefObject.deleteMany({ where });
  await client.metadefProperty.deleteMany({ where });
  await client.metadefNamespaceResourceType.deleteMany({ where });
  const { count } = await client.metadefNamespace.deleteMany({ where: { id } });
  return count;
}

function isVisible(context: RequestContext, { visibility, owner }: MetadefNamespace): boolean {
  return context.isAdmin || visibility === 'public' || owner === context.projectId;
}

function visibleTo(context: RequestContext): Record<string, unknown> {
  if (context.isAdmin) return {};
  const open = { visibility: 'public' };
  return context.projectId === undefined ? open : { OR: [{ owner: context.projectId }, open] };
}

/** Upstream puts a key before the creation time and the id, unless it is one of them: so `sort_key=id` sorts by time. */
function totalOrder(sortKey: NamespaceSortKey, direction: 'asc' | 'desc'): SortKey[] {
  const keys: NamespaceSortKey[] = ['created_at', 'id'];
  if (!keys.includes(sortKey)) keys.unshift(sortKey);
  return keys.map((key) => ({ ...SORT_FIELDS[key], direction }));
}

/** Upstream's defaults for what Python's loader may leave empty. */
function namespaceOf(
  row: Omit<MetadefNamespace, 'visibility' | 'protected'> & {
    readonly visibility: string | null;
    readonly protected: boolean | null;
  },
): MetadefNamespace {
  return {
    id: row.id,
    namespace: row.namespace,
    displayName: row.displayName,
    description: row.description,
    visibility: (row.visibility ?? 'private') as NamespaceVisibility,
    protected: row.protected ?? false,
    owner: row.owner,
    createdAt: row.createdAt,
    updatedAt: row.updatedAt,
  };
}
