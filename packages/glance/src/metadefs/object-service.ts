// SPDX-License-Identifier: Apache-2.0
import type { RequestContext } from '@stackport/context';
import type { Enforcer } from '@stackport/policy';
import type { GlanceDatabase } from '../database.js';
import { MetadefNamespaceInvisible, NotFound, ProtectedMetadefDelete } from '../errors.js';
import type { MetadefNotifications } from '../notifications/metadef-notifications.js';
import { MetadefAccess } from './metadef-access.js';
import type { MetadefNamespace, MetadefObject, MetadefObjectValues } from './metadef-models.js';
import type { NamespaceRepository } from './namespace-repository.js';
import { requireNarrow } from '../narrow-text.js';
import type { ObjectRepository } from './object-repository.js';

export interface ObjectServiceDependencies {
  readonly database: GlanceDatabase;
  readonly namespaces: NamespaceRepository;
  readonly objects: ObjectRepository;
  readonly enforcer: Enforcer;
  readonly notifications: MetadefNotifications;
}

/** What a caller does to the objects of a namespace (upstream's api/v2/metadef_objects.py). All throw `NotFound` and `Forbidden`. */
export class ObjectService {
  readonly #dependencies: ObjectServiceDependencies;

  constructor(dependencies: ObjectServiceDependencies) {
    this.#dependencies = dependencies;
  }

  /** Throws `Duplicate`. */
  async create(context: RequestContext, namespace: string, values: MetadefObjectValues): Promise<MetadefObject> {
    const { database, objects, notifications } = this.#dependencies;
    const owner = await this.#namespace(context, namespace, 'add_metadef_object');
    requireNarrow('create metadata object', values);
    const object = await database.transaction((transaction) => objects.add(transaction, owner, values));
    notifications.created('metadef_object', owner.namespace, object);
    return object;
  }

  async list(context: RequestContext, namespace: string): Promise<MetadefObject[]> {
    const { enforcer, objects } = this.#dependencies;
    const owner = await this.#namespace(context, namespace, 'get_metadef_objects');
    // Upstream asks the rule for each object, of a namespace that they share.
    if (!new MetadefAccess(enforcer, context, owner).allows('get_metadef_object')) return [];
    return objects.list(owner);
  }

  async get(context: RequestContext, namespace: string, name: string): Promise<MetadefObject> {
    const owner = await this.#namespace(context, namespace, 'get_metadef_object');
    return this.#dependencies.objects.get(owner, name);
  }

  /**
   * Replaces an object; the answer has what was given, and the time of the change before, as upstream. Throws
   * `Duplicate`.
   */
  async update(
    context: RequestContext,
    namespace: string,
    name: string,
    values: MetadefObjectValues,
  ): Promise<MetadefObject> {
    const { objects, notifications } = this.#dependencies;
    const owner = await this.#namespace(context, namespace, 'modify_metadef_object');
    const { name: oldName, createdAt, updatedAt } = await objects.get(owner, name);
    requireNarrow('update metadata object', values);
    await objects.save(owner, oldName, values);
    const object = { ...values, createdAt, updatedAt };
    notifications.updated('metadef_object', owner.namespace, object, oldName);
    return object;
  }

  async delete(context: RequestContext, namespace: string, name: string): Promise<void> {
    const { objects, notifications } = this.#dependencies;
    const owner = await this.#namespace(context, namespace, 'delete_metadef_object');
    const object = await objects.get(owner, name);
    if (owner.protected) throw new ProtectedMetadefDelete('object', object.name);
    await objects.remove(owner, object.name);
    notifications.deleted('metadef_object', owner.namespace, object);
  }

  /** An unknown namespace and an invisible one have different words here. */
  async #namespace(context: RequestContext, name: string, rule: string): Promise<MetadefNamespace> {
    const { namespaces, enforcer } = this.#dependencies;
    const namespace = await namespaces.get(context, name).catch((error: unknown) => {
      throw error instanceof MetadefNamespaceInvisible ? new NotFound(`Namespace ${name} not found`) : error;
    });
    new MetadefAccess(enforcer, context, namespace).require(rule);
    return namespace;
  }
}
