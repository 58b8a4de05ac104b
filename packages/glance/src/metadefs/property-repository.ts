// SPDX-License-Identifier: Apache-2.0
import { now } from '@stackport/database';
import type { GlanceDatabase, GlanceTransaction } from '../database.js';
import { Duplicate, NotFound } from '../errors.js';
import type { MetadefNamespace, MetadefProperty } from './metadef-models.js';
import { newTimes } from './metadef-times.js';
import { asciiJson, isWide } from '../narrow-text.js';
import { propertyType } from './property-type.js';
import { writing } from './write-errors.js';

type NamespaceKey = Pick<MetadefNamespace, 'id' | 'namespace'>;

/** Reads and writes the properties of a namespace. */
export class PropertyRepository {
  readonly #database: GlanceDatabase;

  constructor(database: GlanceDatabase) {
    this.#database = database;
  }

  /** By name, as MySQL's key gives them to upstream. */
  async list({ id }: NamespaceKey): Promise<MetadefProperty[]> {
    const rows = await this.#database.client.metadefProperty.findMany({
      where: { namespaceId: id },
      orderBy: { name: 'asc' },
    });
    return rows.map(propertyOf);
  }

  /** Throws `NotFound`. */
  async get({ id }: NamespaceKey, name: string): Promise<MetadefProperty> {
    if (isWide(name)) throw notFound(name);
    const row = await this.#database.client.metadefProperty.findUnique({
      where: { namespaceId_name: { namespaceId: id, name } },
    });
    if (row === null) throw notFound(name);
    return propertyOf(row);
  }

  /** Throws `Duplicate`, `MetadefNamespaceNotFound`. */
  async add(
    client: GlanceTransaction,
    { id, namespace }: NamespaceKey,
    { name, type }: MetadefProperty,
  ): Promise<void> {
    const data = { namespaceId: id, name, jsonSchema: asciiJson(type), ...newTimes() };
    await writing(
      namespace,
      () => client.metadefProperty.create({ data }),
      () => new Duplicate(`A metadata definition property with name=${name} already exists in namespace=${namespace}.`),
    );
  }

  /** Replaces a property. Throws `NotFound` where it is gone, `Duplicate` for a new name that another has. */
  async save({ id, namespace }: NamespaceKey, name: string, property: MetadefProperty): Promise<void> {
    const { count } = await writing(
      namespace,
      () =>
        this.#database.transaction((client) =>
          client.metadefProperty.updateMany({
            where: { namespaceId: id, name },
            data: { name: property.name, jsonSchema: asciiJson(property.type), updatedAt: now() },
          }),
        ),
      // Upstream names the old name here (db/sqlalchemy/metadef_api/property.py, Zed).
      () =>
        new Duplicate(
          `Invalid update. It would result in a duplicate metadata definition property with the same name=${name} in namespace=${namespace}.`,
        ),
    );
    if (count === 0) throw notFound(name);
  }

  /** Throws `NotFound` where it is gone. */
  async remove({ id }: NamespaceKey, name: string): Promise<void> {
    const { count } = await this.#database.transaction((client) =>
      client.metadefProperty.deleteMany({ where: { namespaceId: id, name } }),
    );
    if (count === 0) throw new NotFound(`The specified property ${name} could not be found`);
  }

  async removeAll({ id }: NamespaceKey): Promise<void> {
    await this.#database.transaction((client) => client.metadefProperty.deleteMany({ where: { namespaceId: id } }));
  }
}

function notFound(name: string): NotFound {
  return new NotFound(`Could not find property ${name}`);
}

function propertyOf(row: { readonly name: string; readonly jsonSchema: string }): MetadefProperty {
  return { name: row.name, type: propertyType(JSON.parse(row.jsonSchema) as Record<string, unknown>) };
}
