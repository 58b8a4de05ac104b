// SPDX-License-Identifier: Apache-2.0
import type { GlanceDatabase } from '@stackport/glance';
import type { RecordedRequest } from '../recorded-requests.js';

/** What was there before the first request. */
const IMAGES = ['anchor-image', 'anchor-image-alt'];
const NAMESPACES = 'metadefs/namespaces';

interface RecordedImage {
  readonly id: string;
  readonly name: string;
  readonly disk_format: string;
  readonly container_format: string;
  readonly size: number;
  readonly virtual_size: number;
  readonly checksum: string;
  readonly os_hash_algo: string;
  readonly os_hash_value: string;
  readonly owner: string;
  readonly created_at: string;
}

interface RecordedNamespace {
  readonly namespace: string;
  readonly display_name: string;
  readonly description: string;
  readonly visibility: string;
  readonly protected: boolean;
  readonly owner: string;
  readonly created_at: string;
  readonly resource_type_associations: readonly {
    readonly name: string;
    readonly prefix?: string;
    readonly properties_target?: string;
  }[];
}

/** Puts into the database what the recorded answers show that was there: public images, definitions, tasks. */
export async function furnish(database: GlanceDatabase, recorded: readonly RecordedRequest[]): Promise<void> {
  const bodyOf = (path: string): Record<string, unknown[]> =>
    JSON.parse(recorded.find((one) => one.path === path && one.status === 200)?.response_body ?? '{}') as Record<
      string,
      unknown[]
    >;
  for (const image of bodyOf('/v2/images').images as RecordedImage[])
    if (IMAGES.includes(image.name)) await addImage(database, image);
  const { namespaces } = bodyOf(`/v2/${NAMESPACES}?limit=2`);
  // Of those that were made within one second the last comes first.
  for (const namespace of [MORE, ...(namespaces as RecordedNamespace[]).reverse()])
    await addNamespace(database, namespace);
  for (const task of (bodyOf('/v2/tasks').tasks as Record<string, string>[]).slice(2)) await addTask(database, task);
}

/** One more than fits on the page. */
const MORE: RecordedNamespace = {
  namespace: 'OS::Later',
  display_name: '',
  description: '',
  visibility: 'public',
  protected: true,
  owner: 'admin',
  created_at: '2026-11-21T08:49:08Z',
  resource_type_associations: [],
};

async function addImage({ client }: GlanceDatabase, image: RecordedImage): Promise<void> {
  const at = new Date(image.created_at);
  const properties = Object.entries(image).filter(([name]) => name.startsWith('owner_specified.'));
  await client.image.create({
    data: {
      id: image.id,
      name: image.name,
      diskFormat: image.disk_format,
      containerFormat: image.container_format,
      visibility: 'public',
      status: 'active',
      size: image.size,
      virtualSize: image.virtual_size,
      checksum: image.checksum,
      osHashAlgo: image.os_hash_algo,
      osHashValue: image.os_hash_value,
      owner: image.owner,
      minDisk: 0,
      minRam: 0,
      createdAt: at,
      updatedAt: at,
      properties: {
        create: properties.map(([name, value]) => ({ name, value: String(value), createdAt: at, updatedAt: at })),
      },
    },
  });
}

async function addNamespace({ client }: GlanceDatabase, namespace: RecordedNamespace): Promise<void> {
  const createdAt = new Date(namespace.created_at);
  const { id } = await client.metadefNamespace.create({
    data: {
      namespace: namespace.namespace,
      displayName: namespace.display_name,
      description: namespace.description,
      visibility: namespace.visibility as 'public',
      protected: namespace.protected,
      owner: namespace.owner,
      createdAt,
    },
  });
  for (const { name, prefix, properties_target: propertiesTarget } of namespace.resource_type_associations) {
    const type = await client.metadefResourceType.findFirstOrThrow({ where: { name } });
    await client.metadefNamespaceResourceType.create({
      data: {
        namespaceId: id,
        resourceTypeId: type.id,
        prefix: prefix ?? null,
        propertiesTarget: propertiesTarget ?? null,
        createdAt,
      },
    });
  }
}

async function addTask({ client }: GlanceDatabase, task: Record<string, string>): Promise<void> {
  const { id = '', type = '', status = '', owner = '' } = task;
  const at = (name: string): Date => new Date(task[name] ?? '');
  await client.task.create({
    data: {
      id,
      type,
      status,
      owner,
      createdAt: at('created_at'),
      updatedAt: at('updated_at'),
      expiresAt: new Date('2999-01-01'),
      info: { create: { input: '{}', message: '' } },
    },
  });
}
