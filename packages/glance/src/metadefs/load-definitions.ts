// SPDX-License-Identifier: Apache-2.0
import { now } from '@stackport/database';
import type { GlanceTransaction } from '../database.js';
import type { DefinitionFile } from './definition-file.js';
import { removeNamespace } from './namespace-repository.js';
import { asciiJson } from '../narrow-text.js';

export type LoadOutcome = 'created' | 'merged' | 'overwritten' | 'skipped';

interface Options {
  readonly merge: boolean;
  readonly preferNew: boolean;
  readonly overwrite: boolean;
}

/** What the file says of the namespace itself; what it leaves out is null, as upstream's loader has it. */
function namespaceColumns(file: DefinitionFile) {
  return {
    namespace: file.namespace,
    displayName: file.display_name ?? null,
    description: file.description ?? null,
    visibility: file.visibility ?? null,
    protected: file.protected ?? null,
    owner: file.owner ?? 'admin',
  };
}

/** Puts one file's definitions into the database. Rejects with the database's unique violation for a name used twice. */
export async function loadDefinitions(
  transaction: GlanceTransaction,
  file: DefinitionFile,
  options: Options,
): Promise<LoadOutcome> {
  const found = await transaction.metadefNamespace.findUnique({ where: { namespace: file.namespace } });
  if (found !== null && !options.merge) return 'skipped';
  const replaces = found !== null && options.overwrite;
  if (replaces) await removeNamespace(transaction, found.id);
  const columns = namespaceColumns(file);
  let namespaceId: number;
  if (found === null || replaces) {
    ({ id: namespaceId } = await transaction.metadefNamespace.create({ data: { ...columns, createdAt: now() } }));
  } else {
    namespaceId = found.id;
    if (options.preferNew)
      await transaction.metadefNamespace.update({ where: { id: found.id }, data: { ...columns, updatedAt: now() } });
  }
  const loader = new ContentLoader(transaction, namespaceId, options.preferNew);
  await loader.resourceTypes(file);
  await loader.properties(file);
  await loader.objects(file);
  await loader.tags(file);
  if (replaces) return 'overwritten';
  return found === null ? 'created' : 'merged';
}

/** Adds what a namespace lacks and, if new values are preferred, replaces what it has. */
class ContentLoader {
  readonly #transaction: GlanceTransaction;
  readonly #namespaceId: number;
  readonly #preferNew: boolean;

  constructor(transaction: GlanceTransaction, namespaceId: number, preferNew: boolean) {
    this.#transaction = transaction;
    this.#namespaceId = namespaceId;
    this.#preferNew = preferNew;
  }

  async resourceTypes({ resource_type_associations: associations = [] }: DefinitionFile): Promise<void> {
    const { metadefNamespaceResourceType: table } = this.#transaction;
    for (const { name, prefix = null, properties_target: propertiesTarget = null } of associations) {
      const key = { resourceTypeId: await this.#resourceType(name), namespaceId: this.#namespaceId };
      const where = { resourceTypeId_namespaceId: key };
      const values = { prefix, propertiesTarget };
      if ((await table.findUnique({ where })) === null)
        await table.create({ data: { ...key, ...values, createdAt: now() } });
      else if (this.#preferNew) await table.update({ where, data: { ...values, updatedAt: now() } });
    }
  }

  async properties({ properties = {} }: DefinitionFile): Promise<void> {
    const { metadefProperty: table } = this.#transaction;
    for (const [name, definition] of Object.entries(properties)) {
      const key = { namespaceId: this.#namespaceId, name };
      const where = { namespaceId_name: key };
      const jsonSchema = asciiJson(definition);
      if ((await table.findUnique({ where })) === null)
        await table.create({ data: { ...key, jsonSchema, createdAt: now() } });
      else if (this.#preferNew) await table.update({ where, data: { jsonSchema, updatedAt: now() } });
    }
  }

  async objects({ objects = [] }: DefinitionFile): Promise<void> {
    const { metadefObject: table } = this.#transaction;
    for (const { name, description = null, required = [], properties } of objects) {
      const key = { namespaceId: this.#namespaceId, name };
      const where = { namespaceId_name: key };
      // Upstream's loader drops `required`, and writes `null` for no properties, which its API then fails on.
      const values = {
        description,
        required: required.length === 0 ? null : required.join(','),
        jsonSchema: asciiJson(properties ?? {}),
      };
      if ((await table.findUnique({ where })) === null)
        await table.create({ data: { ...key, ...values, createdAt: now() } });
      else if (this.#preferNew) await table.update({ where, data: { ...values, updatedAt: now() } });
    }
  }

  async tags({ tags = [] }: DefinitionFile): Promise<void> {
    const { metadefTag: table } = this.#transaction;
    for (const { name } of tags) {
      const key = { namespaceId: this.#namespaceId, name };
      const where = { namespaceId_name: key };
      if ((await table.findUnique({ where })) === null) await table.create({ data: { ...key, createdAt: now() } });
      else if (this.#preferNew) await table.update({ where, data: { updatedAt: now() } });
    }
  }

  /** Id of the resource type of that name; a new one cannot be deleted. */
  async #resourceType(name: string): Promise<number> {
    const { metadefResourceType: table } = this.#transaction;
    const found = await table.findUnique({ where: { name } });
    if (found === null) return (await table.create({ data: { name, protected: true, createdAt: now() } })).id;
    if (this.#preferNew) await table.update({ where: { id: found.id }, data: { updatedAt: now() } });
    return found.id;
  }
}
