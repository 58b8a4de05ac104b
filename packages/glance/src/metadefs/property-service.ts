// SPDX-License-Identifier: Apache-2.0
import { pythonStr } from '@stackport/config';
import type { RequestContext } from '@stackport/context';
import type { Enforcer } from '@stackport/policy';
import type { GlanceDatabase } from '../database.js';
import { NotFound, ProtectedMetadefDelete } from '../errors.js';
import type { MetadefNotifications } from '../notifications/metadef-notifications.js';
import { MetadefAccess } from './metadef-access.js';
import type { MetadefNamespace, MetadefProperty } from './metadef-models.js';
import type { NamespaceRepository } from './namespace-repository.js';
import { requireNarrow } from '../narrow-text.js';
import type { PropertyRepository } from './property-repository.js';
import type { ResourceTypeRepository } from './resource-type-repository.js';

export interface PropertyServiceDependencies {
  readonly database: GlanceDatabase;
  readonly namespaces: NamespaceRepository;
  readonly properties: PropertyRepository;
  readonly resourceTypes: ResourceTypeRepository;
  readonly enforcer: Enforcer;
  readonly notifications: MetadefNotifications;
}

/** What a caller does to the properties of a namespace (upstream's api/v2/metadef_properties.py). All throw `NotFound` and `Forbidden`. */
export class PropertyService {
  readonly #dependencies: PropertyServiceDependencies;

  constructor(dependencies: PropertyServiceDependencies) {
    this.#dependencies = dependencies;
  }

  /** Throws `Duplicate`. */
  async create(context: RequestContext, namespace: string, property: MetadefProperty): Promise<MetadefProperty> {
    const { database, properties, notifications } = this.#dependencies;
    const owner = await this.#namespace(context, namespace, 'add_metadef_property');
    requireNarrow('create metadata property', property);
    await database.transaction((transaction) => properties.add(transaction, owner, property));
    notifications.created('metadef_property', owner.namespace, property);
    return property;
  }

  async list(context: RequestContext, namespace: string): Promise<MetadefProperty[]> {
    const owner = await this.#namespace(context, namespace, 'get_metadef_properties');
    return this.#dependencies.properties.list(owner);
  }

  /** @param resourceType - the name that is asked for begins with the prefix of this resource type's association. */
  async get(context: RequestContext, namespace: string, name: string, resourceType?: string): Promise<MetadefProperty> {
    const { enforcer, properties, resourceTypes } = this.#dependencies;
    const owner = await this.#namespace(context, namespace, 'get_metadef_property');
    if (!resourceType) return properties.get(owner, name);
    new MetadefAccess(enforcer, context, owner).require('get_metadef_resource_type');
    const { prefix } = await resourceTypes.getAssociation(owner, resourceType);
    if (!prefix || !name.startsWith(prefix))
      throw new NotFound(
        `Property ${name} does not start with the expected resource type association prefix of '${pythonStr(prefix)}'.`,
      );
    return properties.get(owner, name.slice(prefix.length));
  }

  /** Replaces a property. Throws `Duplicate`. */
  async update(
    context: RequestContext,
    namespace: string,
    name: string,
    property: MetadefProperty,
  ): Promise<MetadefProperty> {
    const { properties, notifications } = this.#dependencies;
    const owner = await this.#namespace(context, namespace, 'modify_metadef_property');
    const { name: oldName } = await properties.get(owner, name);
    requireNarrow('update metadata property', property);
    await properties.save(owner, oldName, property);
    notifications.updated('metadef_property', owner.namespace, property, oldName);
    return property;
  }

  async delete(context: RequestContext, namespace: string, name: string): Promise<void> {
    const { properties, notifications } = this.#dependencies;
    const owner = await this.#namespace(context, namespace, 'remove_metadef_property');
    const property = await properties.get(owner, name);
    if (owner.protected) throw new ProtectedMetadefDelete('property', property.name);
    await properties.remove(owner, property.name);
    notifications.deleted('metadef_property', owner.namespace, property);
  }

  async #namespace(context: RequestContext, name: string, rule: string): Promise<MetadefNamespace> {
    const { namespaces, enforcer } = this.#dependencies;
    const namespace = await namespaces.getVisible(context, name);
    new MetadefAccess(enforcer, context, namespace).require(rule);
    return namespace;
  }
}
