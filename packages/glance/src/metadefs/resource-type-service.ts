// SPDX-License-Identifier: Apache-2.0
import type { Logger } from '@stackport/config';
import type { RequestContext } from '@stackport/context';
import type { Enforcer } from '@stackport/policy';
import type { GlanceDatabase } from '../database.js';
import { NotFound, ProtectedMetadefDelete } from '../errors.js';
import type { MetadefNotifications } from '../notifications/metadef-notifications.js';
import { MetadefAccess } from './metadef-access.js';
import type {
  MetadefNamespace,
  MetadefResourceType,
  ResourceTypeAssociation,
  ResourceTypeAssociationValues,
} from './metadef-models.js';
import type { NamespaceRepository } from './namespace-repository.js';
import { requireNarrow } from '../narrow-text.js';
import type { ResourceTypeRepository } from './resource-type-repository.js';

export interface ResourceTypeServiceDependencies {
  readonly database: GlanceDatabase;
  readonly namespaces: NamespaceRepository;
  readonly resourceTypes: ResourceTypeRepository;
  readonly enforcer: Enforcer;
  readonly notifications: MetadefNotifications;
  readonly logger: Logger;
}

/** Resource types, and which of them a namespace is for (upstream's api/v2/metadef_resource_types.py). All throw `NotFound` and `Forbidden`. */
export class ResourceTypeService {
  readonly #dependencies: ResourceTypeServiceDependencies;

  constructor(dependencies: ResourceTypeServiceDependencies) {
    this.#dependencies = dependencies;
  }

  async list(context: RequestContext): Promise<MetadefResourceType[]> {
    const { enforcer, resourceTypes } = this.#dependencies;
    new MetadefAccess(enforcer, context).require('list_metadef_resource_types');
    return resourceTypes.list();
  }

  async listAssociations(context: RequestContext, namespace: string): Promise<ResourceTypeAssociation[]> {
    const { enforcer, resourceTypes } = this.#dependencies;
    const owner = await this.#namespace(context, namespace, 'list_metadef_resource_types');
    // Upstream asks the rule for each resource type, of a namespace that they share.
    if (!new MetadefAccess(enforcer, context, owner).allows('get_metadef_resource_type')) return [];
    return resourceTypes.listAssociations(owner);
  }

  /** Associates a namespace with a resource type, which is created where there is none of the name. Throws `Duplicate`. */
  async associate(
    context: RequestContext,
    namespace: string,
    values: ResourceTypeAssociationValues,
  ): Promise<ResourceTypeAssociation> {
    const { database, resourceTypes, notifications } = this.#dependencies;
    const owner = await this.#namespace(context, namespace, 'add_metadef_resource_type_association');
    requireNarrow('create metadata resource type', values);
    const association = await database.transaction(async (transaction) => {
      await resourceTypes.ensure(transaction, [values.name]);
      return resourceTypes.associate(transaction, owner, values);
    });
    notifications.created('metadef_resource_type', owner.namespace, association);
    return association;
  }

  async dissociate(context: RequestContext, namespace: string, name: string): Promise<void> {
    const { resourceTypes, notifications, logger } = this.#dependencies;
    const owner = await this.#namespace(context, namespace, 'remove_metadef_resource_type_association');
    const association = (await resourceTypes.listAssociations(owner)).find((one) => one.name === name);
    if (association !== undefined && owner.protected)
      throw new ProtectedMetadefDelete('resource-type-association', name);
    if (association === undefined || !(await resourceTypes.dissociate(owner, name))) {
      const message = `Failed to find resource type ${name} to delete`;
      logger.error(message);
      throw new NotFound(message);
    }
    notifications.deleted('metadef_resource_type', owner.namespace, association);
  }

  async #namespace(context: RequestContext, name: string, rule: string): Promise<MetadefNamespace> {
    const { namespaces, enforcer } = this.#dependencies;
    const namespace = await namespaces.getVisible(context, name);
    new MetadefAccess(enforcer, context, namespace).require(rule);
    return namespace;
  }
}
