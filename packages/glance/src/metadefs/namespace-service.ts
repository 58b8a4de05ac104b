// SPDX-License-Identifier: Apache-2.0
import type { RequestContext } from '@stackport/context';
import type { Enforcer } from '@stackport/policy';
import type { GlanceDatabase } from '../database.js';
import { Invalid, MetadefNamespaceInvisible, NotFound, ProtectedMetadefDelete } from '../errors.js';
import type { MetadefNotifications } from '../notifications/metadef-notifications.js';
import { MetadefAccess } from './metadef-access.js';
import type {
  MetadefNamespace,
  MetadefObject,
  MetadefProperty,
  MetadefTag,
  NamespaceContent,
  NamespaceValues,
  ResourceTypeAssociation,
} from './metadef-models.js';
import type {
  ListedNamespace,
  NamespaceColumns,
  NamespaceListQuery,
  NamespaceRepository,
} from './namespace-repository.js';
import { requireNarrow } from '../narrow-text.js';
import type { ObjectRepository } from './object-repository.js';
import type { PropertyRepository } from './property-repository.js';
import { withPrefix } from './resource-type-prefix.js';
import type { ResourceTypeRepository } from './resource-type-repository.js';
import type { TagRepository } from './tag-repository.js';

export interface MetadefRepositories {
  readonly namespaces: NamespaceRepository;
  readonly objects: ObjectRepository;
  readonly properties: PropertyRepository;
  readonly tags: TagRepository;
  readonly resourceTypes: ResourceTypeRepository;
}

export interface NamespaceServiceDependencies extends MetadefRepositories {
  readonly database: GlanceDatabase;
  readonly enforcer: Enforcer;
  readonly notifications: MetadefNotifications;
}

/** A namespace with all that is in it. */
export interface NamespaceDetail {
  readonly namespace: MetadefNamespace;
  readonly resourceTypes: readonly ResourceTypeAssociation[];
  readonly objects: readonly MetadefObject[];
  readonly properties: readonly MetadefProperty[];
  readonly tags: readonly MetadefTag[];
}

/** What a caller does to namespaces (upstream's api/v2/metadef_namespaces.py, whose words the errors have). */
export class NamespaceService {
  readonly #dependencies: NamespaceServiceDependencies;

  constructor(dependencies: NamespaceServiceDependencies) {
    this.#dependencies = dependencies;
  }

  /** Creates a namespace with its content, or nothing. Throws `Forbidden`, `Duplicate`, `Invalid`. */
  async create(
    context: RequestContext,
    values: NamespaceValues,
    content: NamespaceContent = {},
  ): Promise<MetadefNamespace> {
    const { database, namespaces, objects, properties, tags, resourceTypes, notifications } = this.#dependencies;
    this.#access(context).require('add_metadef_namespace', ...contentRules(content));
    const columns = columnsOf(context, values);
    requireNarrowContent(columns, content);
    const created = await database.transaction(async (transaction) => {
      const associations = content.resourceTypes ?? [];
      const names = associations.map(({ name }) => name);
      await resourceTypes.ensure(transaction, names);
      const namespace = await namespaces.add(transaction, columns);
      const made: NamespaceMade = { namespace, resourceTypes: [], objects: [], tags: [] };
      for (const one of associations)
        made.resourceTypes.push(await resourceTypes.associate(transaction, namespace, one));
      for (const object of content.objects ?? []) made.objects.push(await objects.add(transaction, namespace, object));
      for (const tag of content.tags ?? []) made.tags.push(await tags.add(transaction, namespace, tag));
      for (const [name, type] of Object.entries(content.properties ?? {}))
        await properties.add(transaction, namespace, { name, type });
      return made;
    });
    tellOf(notifications, created, content);
    return created.namespace;
  }

  /**
   * A namespace with its content; with a resource type, the names of properties have its prefix. Throws `NotFound`,
   * also for what the caller may not see, and `Forbidden` where part of the content may not be read.
   */
  async get(context: RequestContext, name: string, resourceType?: string): Promise<NamespaceDetail> {
    const { namespaces, objects, properties, tags, resourceTypes } = this.#dependencies;
    const namespace = await namespaces.get(context, name).catch((error: unknown) => {
      throw error instanceof MetadefNamespaceInvisible ? new NotFound('The resource could not be found.') : error;
    });
    this.#access(context, namespace).require(
      'get_metadef_namespace',
      'list_metadef_resource_types',
      'get_metadef_objects',
      'get_metadef_properties',
      'get_metadef_tags',
    );
    const [itsResourceTypes, itsObjects, itsProperties, itsTags] = await Promise.all([
      resourceTypes.listAssociations(namespace),
      objects.list(namespace),
      properties.list(namespace),
      tags.list(namespace),
    ]);
    const detail = {
      namespace,
      resourceTypes: itsResourceTypes,
      objects: itsObjects,
      properties: itsProperties,
      tags: itsTags,
    };
    const prefix = itsResourceTypes.find((one) => one.name === resourceType)?.prefix;
    return prefix ? withPrefix(detail, prefix) : detail;
  }

  /**
   * One page. `paged`: it is full, so another may follow. Throws `Forbidden`, `MetadefNamespaceNotFound` or
   * `MetadefNamespaceInvisible` for a marker.
   */
  async list(
    context: RequestContext,
    query: NamespaceListQuery,
  ): Promise<{ namespaces: ListedNamespace[]; paged: boolean }> {
    this.#access(context).require('get_metadef_namespaces', 'list_metadef_resource_types');
    const found = await this.#dependencies.namespaces.list(context, query);
    const namespaces = found.filter(({ namespace }) =>
      this.#access(context, namespace).allows('get_metadef_namespace'),
    );
    return { namespaces, paged: namespaces.length > 0 && namespaces.length === query.limit };
  }

  /**
   * Replaces a namespace's own attributes: what is left out gets the default again. The answer has the time of the
   * change before, as upstream. Throws `NotFound`, `Forbidden`, `Duplicate`.
   */
  async update(context: RequestContext, name: string, values: NamespaceValues): Promise<MetadefNamespace> {
    const { namespaces, notifications } = this.#dependencies;
    const namespace = await namespaces.getVisible(context, name);
    this.#access(context, namespace).require('modify_metadef_namespace');
    const columns = columnsOf(context, values);
    requireNarrow('update metadata namespace', columns);
    await namespaces.save(namespace.id, columns);
    const updated = { ...namespace, ...columns };
    notifications.updated('metadef_namespace', updated.namespace, updated, namespace.namespace);
    return updated;
  }

  /** Removes a namespace with its content. Throws `NotFound`, `Forbidden` for a protected one. */
  async delete(context: RequestContext, name: string): Promise<void> {
    const namespace = await this.#removable(context, name);
    await this.#dependencies.namespaces.remove(namespace);
    this.#dependencies.notifications.deleted('metadef_namespace', namespace.namespace, namespace);
  }

  async deleteObjects(context: RequestContext, name: string): Promise<void> {
    const namespace = await this.#removable(context, name);
    await this.#dependencies.objects.removeAll(namespace);
    this.#dependencies.notifications.emptied('delete_objects', namespace);
  }

  async deleteProperties(context: RequestContext, name: string): Promise<void> {
    const namespace = await this.#removable(context, name);
    await this.#dependencies.properties.removeAll(namespace);
    this.#dependencies.notifications.emptied('delete_properties', namespace);
  }

  async deleteTags(context: RequestContext, name: string): Promise<void> {
    const { database, tags, notifications } = this.#dependencies;
    const namespace = await this.#removable(context, name, 'delete_metadef_tags');
    await database.transaction((transaction) => tags.removeAll(transaction, namespace));
    notifications.emptied('delete_tags', namespace);
  }

  /** A namespace that the caller may empty or remove; upstream asks for the rule of the namespace in all cases. */
  async #removable(context: RequestContext, name: string, ...furtherRules: string[]): Promise<MetadefNamespace> {
    const namespace = await this.#dependencies.namespaces.getVisible(context, name);
    this.#access(context, namespace).require('delete_metadef_namespace', ...furtherRules);
    if (namespace.protected) throw new ProtectedMetadefDelete('namespace', namespace.namespace);
    return namespace;
  }

  #access(context: RequestContext, namespace?: MetadefNamespace): MetadefAccess {
    return new MetadefAccess(this.#dependencies.enforcer, context, namespace);
  }
}

/** What was made with a namespace, as it is stored. */
interface NamespaceMade {
  readonly namespace: MetadefNamespace;
  readonly resourceTypes: ResourceTypeAssociation[];
  readonly objects: MetadefObject[];
  readonly tags: MetadefTag[];
}

function tellOf(notifications: MetadefNotifications, made: NamespaceMade, { properties = {} }: NamespaceContent): void {
  const { namespace: name } = made.namespace;
  notifications.created('metadef_namespace', name, made.namespace);
  for (const one of made.resourceTypes) notifications.created('metadef_resource_type', name, one);
  for (const one of made.objects) notifications.created('metadef_object', name, one);
  for (const one of made.tags) notifications.created('metadef_tag', name, one);
  for (const [property, type] of Object.entries(properties))
    notifications.created('metadef_property', name, { name: property, type });
}

function contentRules({ resourceTypes, objects, properties, tags }: NamespaceContent): string[] {
  const rules: string[] = [];
  if (resourceTypes !== undefined && resourceTypes.length > 0) rules.push('add_metadef_resource_type_association');
  if (objects !== undefined && objects.length > 0) rules.push('add_metadef_object');
  if (properties !== undefined && Object.keys(properties).length > 0) rules.push('add_metadef_property');
  if (tags !== undefined && tags.length > 0) rules.push('add_metadef_tag');
  return rules;
}

function requireNarrowContent(columns: NamespaceColumns, content: NamespaceContent): void {
  const { resourceTypes = [], objects = [], properties = {}, tags = [] } = content;
  const named = [...Object.keys(properties), ...tags].map((name) => ({ name }));
  requireNarrow('create metadata namespace', columns, ...resourceTypes, ...objects, properties, ...named);
}

function columnsOf(context: RequestContext, values: NamespaceValues): NamespaceColumns {
  const owner = values.owner ?? context.projectId;
  // Zed answers 500: the column takes no null.
  if (owner === undefined) throw new Invalid('A namespace has an owner, and the token has no project.');
  return {
    namespace: values.namespace,
    displayName: values.displayName ?? null,
    description: values.description ?? null,
    visibility: values.visibility ?? 'private',
    protected: values.protected ?? false,
    owner,
  };
}
