// SPDX-License-Identifier: Apache-2.0
import { now } from '@stackport/database';
import type { GlanceDatabase, GlanceTransaction } from '../database.js';
import { Duplicate, NotFound } from '../errors.js';
import type { MetadefNamespace, MetadefObject, MetadefObjectValues } from './metadef-models.js';
import { newTimes } from './metadef-times.js';
import { asciiJson, isWide } from '../narrow-text.js';
import { parsePropertyTypes } from './property-type.js';
import { writing } from './write-errors.js';

type NamespaceKey = Pick<MetadefNamespace, 'id' | 'namespace'>;

interface ObjectRow {
  readonly name: string;
  readonly description: string | null;
  readonly required: string | null;
  readonly jsonSchema: string;
  readonly createdAt: Date;
  readonly updatedAt: Date | null;
}

/** Reads and writes the objects of a namespace. */
export class ObjectRepository {
  readonly #database: GlanceDatabase;

  constructor(database: GlanceDatabase) {
    this.#database = database;
  }

  /** In the order of their creation. */
  async list({ id }: NamespaceKey): Promise<MetadefObject[]> {
    const rows = await this.#database.client.metadefObject.findMany({
      where: { namespaceId: id },
      orderBy: { id: 'asc' },
    });
    return rows.map(objectOf);
  }

  /** Throws `NotFound`. */
  async get({ id }: NamespaceKey, name: string): Promise<MetadefObject> {
    if (isWide(name)) throw notFound(name);
    const row = await this.#database.client.metadefObject.findUnique({
      where: { namespaceId_name: { namespaceId: id, name } },
    });
    if (row === null) throw notFound(name);
    return objectOf(row);
  }

  /** The answer has what was given, no more. Throws `Duplicate`, `MetadefNamespaceNotFound`. */
  async add(
    client: GlanceTransaction,
    { id, namespace }: NamespaceKey,
    values: MetadefObjectValues,
  ): Promise<MetadefObject> {
    const times = newTimes();
    await writing(
      namespace,
      () => client.metadefObject.create({ data: { namespaceId: id, ...columnsOf(values), ...times } }),
      () =>
        new Duplicate(
          `A metadata definition object with name=${values.name} already exists in namespace=${namespace}.`,
        ),
    );
    return { ...values, ...times };
  }

  /** Replaces an object. Throws `NotFound` where it is gone, `Duplicate` for a new name that another has. */
  async save({ id, namespace }: NamespaceKey, name: string, values: MetadefObjectValues): Promise<void> {
    const { count } = await writing(
      namespace,
      () =>
        this.#database.transaction((client) =>
          client.metadefObject.updateMany({
            where: { namespaceId: id, name },
            data: { ...columnsOf(values), updatedAt: now() },
          }),
        ),
      // Upstream names the old name here (db/sqlalchemy/metadef_api/object.py, Zed).
      () =>
        new Duplicate(
          `Invalid update. It would result in a duplicate metadata definition object with the same name=${name} in namespace=${namespace}.`,
        ),
    );
    if (count === 0) throw notFound(name);
  }

  /** Throws `NotFound` where it is gone. */
  async remove({ id }: NamespaceKey, name: string): Promise<void> {
    const { count } = await this.#database.transaction((client) =>
      client.metadefObject.deleteMany({ where: { namespaceId: id, name } }),
    );
    if (count === 0) throw new NotFound(`The specified metadata object ${name} could not be found`);
  }

  async removeAll({ id }: NamespaceKey): Promise<void> {
    await this.#database.transaction((client) => client.metadefObject.deleteMany({ where: { namespaceId: id } }));
  }
}

function notFound(name: string): NotFound {
  return new NotFound(`Could not find metadata object ${name}`);
}

function columnsOf({ name, description, required, properties }: MetadefObjectValues): {
  name: string;
  description: string | null;
  required: string | null;
  jsonSchema: string;
} {
  return {
    name,
    description: description ?? null,
    required: required === undefined || required.length === 0 ? null : required.join(','),
    jsonSchema: asciiJson(properties ?? {}),
  };
}

function objectOf(row: ObjectRow): MetadefObject {
  return {
    name: row.name,
    description: row.description,
    required: row.required ? row.required.split(',') : [],
    properties: parsePropertyTypes(row.jsonSchema),
    createdAt: row.createdAt,
    updatedAt: row.updatedAt,
  };
}
