// SPDX-License-Identifier: Apache-2.0
import type { GlanceDatabase } from '../database.js';
import type { DefinitionFile } from './definition-file.js';

/** All definitions in the form that `loadMetadefs` reads (upstream's `_export_data_to_file`), by the names of namespaces. */
export async function exportedNamespaces({ client }: GlanceDatabase): Promise<DefinitionFile[]> {
  const rows = await client.metadefNamespace.findMany({
    orderBy: { namespace: 'asc' },
    include: {
      resourceTypes: { include: { resourceType: true } },
      properties: { orderBy: { name: 'asc' } },
      objects: { orderBy: { name: 'asc' } },
      tags: { orderBy: { name: 'asc' } },
    },
  });
  return rows.map((row) => ({
    namespace: row.namespace,
    display_name: row.displayName,
    description: row.description,
    visibility: row.visibility as 'public' | 'private' | null,
    protected: row.protected,
    owner: row.owner,
    resource_type_associations: row.resourceTypes
      .map(({ resourceType, prefix, propertiesTarget }) => ({
        name: resourceType.name,
        prefix,
        properties_target: propertiesTarget,
      }))
      .sort((a, b) => a.name.localeCompare(b.name)),
    properties: Object.fromEntries(row.properties.map(({ name, jsonSchema }) => [name, parsed(jsonSchema)])),
    objects: row.objects.map(({ name, description, required, jsonSchema }) => ({
      name,
      description,
      ...(required !== null && required !== '' && { required: required.split(',') }),
      properties: parsed(jsonSchema) as Record<string, Record<string, unknown>>,
    })),
    tags: row.tags.map(({ name }) => ({ name })),
  }));
}

/** Removes all definitions and all resource types, or nothing; how many namespaces there were. */
export async function unloadMetadefs(database: GlanceDatabase): Promise<number> {
  return database.transaction(async (transaction) => {
    await transaction.metadefTag.deleteMany();
    await transaction.metadefObject.deleteMany();
    await transaction.metadefProperty.deleteMany();
    await transaction.metadefNamespaceResourceType.deleteMany();
    const { count } = await transaction.metadefNamespace.deleteMany();
    await transaction.metadefResourceType.deleteMany();
    return count;
  });
}

function parsed(json: string): Record<string, unknown> {
  return (JSON.parse(json) as Record<string, unknown> | null) ?? {};
}
