// SPDX-License-Identifier: Apache-2.0
import type { GlanceDatabase, GlanceTransaction } from '../database.js';
import { Duplicate, NotFound } from '../errors.js';
import type {
  MetadefNamespace,
  MetadefResourceType,
  ResourceTypeAssociation,
  ResourceTypeAssociationValues,
} from './metadef-models.js';
import { newTimes } from './metadef-times.js';
import { isWide } from '../narrow-text.js';
import { writing } from './write-errors.js';

type NamespaceKey = Pick<MetadefNamespace, 'id' | 'namespace'>;

/** Reads and writes resource types and what namespaces they are associated with. */
export class ResourceTypeRepository {
  readonly #database: GlanceDatabase;

  constructor(database: GlanceDatabase) {
    this.#database = database;
  }

  /** All resource types. */
  async list(): Promise<MetadefResourceType[]> {
    return this.#database.client.metadefResourceType.findMany({ orderBy: { id: 'asc' } });
  }

  async listAssociations({ id }: NamespaceKey): Promise<ResourceTypeAssociation[]> {
    const rows = await this.#database.client.metadefNamespaceResourceType.findMany({
      where: { namespaceId: id },
      include: { resourceType: true },
      orderBy: { resourceTypeId: 'asc' },
    });
    return rows.map(associationOf);
  }

  /** Throws `NotFound` for an unknown resource type and for one that the namespace is not associated with. */
  async getAssociation({ id, namespace }: NamespaceKey, name: string): Promise<ResourceTypeAssociation> {
    const { client } = this.#database;
    const type = isWide(name) ? null : await client.metadefResourceType.findUnique({ where: { name } });
    if (type === null) throw new NotFound(`The metadata definition resource-type with name=${name}, was not found.`);
    const row = await client.metadefNamespaceResourceType.findUnique({
      where: { resourceTypeId_namespaceId: { resourceTypeId: type.id, namespaceId: id } },
      include: { resourceType: true },
    });
    if (row === null)
      throw new NotFound(
        `The metadata definition resource-type association of resource-type=${name} to namespace=${namespace}, was not found.`,
      );
    return associationOf(row);
  }

  /** Makes sure that the resource types exist; their names in the order of use. Goes before all reads of its transaction. */
  async ensure(transaction: GlanceTransaction, names: readonly string[]): Promise<void> {
    const { metadefResourceType } = transaction;
    for (const name of new Set(names)) {
      const data = { name, protected: false, ...newTimes() };
      if (this.#database.provider === 'mysql') {
        // A read first would fix MySQL's snapshot, in which a row that another transaction commits next is not seen.
        await metadefResourceType.createMany({ data, skipDuplicates: true });
      } else if ((await metadefResourceType.count({ where: { name } })) === 0) {
        await metadefResourceType.create({ data });
      }
    }
  }

  /** Associates a namespace with a resource type that exists. Throws `Duplicate`. */
  async associate(
    transaction: GlanceTransaction,
    { id, namespace }: NamespaceKey,
    { name, prefix, propertiesTarget }: ResourceTypeAssociationValues,
  ): Promise<ResourceTypeAssociation> {
    const { id: resourceTypeId } = await transaction.metadefResourceType.findUniqueOrThrow({ where: { name } });
    const times = newTimes();
    const columns = { prefix: prefix ?? null, propertiesTarget: propertiesTarget ?? null, ...times };
    await writing(
      namespace,
      () => transaction.metadefNamespaceResourceType.create({ data: { namespaceId: id, resourceTypeId, ...columns } }),
      () =>
        new Duplicate(
          `The metadata definition resource-type association of resource-type=${name} to namespace=${namespace} already exists.`,
        ),
    );
    return { name, ...columns };
  }

  /** False where there was no such association any more. */
  async dissociate({ id }: NamespaceKey, name: string): Promise<boolean> {
    const { count } = await this.#database.transaction((client) =>
      client.metadefNamespaceResourceType.deleteMany({
        where: { namespaceId: id, resourceType: { name } },
      }),
    );
    return count > 0;
  }
}

/** The association of a row with its resource type. */
export function associationOf(
  row: Omit<ResourceTypeAssociation, 'name'> & { readonly resourceType: { readonly name: string } },
): ResourceTypeAssociation {
  return {
    name: row.resourceType.name,
    prefix: row.prefix ?? null,
    propertiesTarget: row.propertiesTarget ?? null,
    createdAt: row.createdAt,
    updatedAt: row.updatedAt,
  };
}
