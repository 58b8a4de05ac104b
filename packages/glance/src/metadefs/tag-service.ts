// SPDX-License-Identifier: Apache-2.0
import { SchemaValidator } from '@stackport/api';
import type { RequestContext } from '@stackport/context';
import type { Enforcer } from '@stackport/policy';
import type { GlanceDatabase } from '../database.js';
import { ProtectedMetadefDelete } from '../errors.js';
import type { MetadefNotifications } from '../notifications/metadef-notifications.js';
import { MetadefAccess } from './metadef-access.js';
import type { MetadefNamespace, MetadefTag } from './metadef-models.js';
import { metadefSchemas } from './metadef-schemas.js';
import type { NamespaceRepository } from './namespace-repository.js';
import { requireNarrow } from '../narrow-text.js';
import type { TagListQuery, TagRepository } from './tag-repository.js';

export interface TagServiceDependencies {
  readonly database: GlanceDatabase;
  readonly namespaces: NamespaceRepository;
  readonly tags: TagRepository;
  readonly enforcer: Enforcer;
  readonly notifications: MetadefNotifications;
}

/** What a caller does to the tags of a namespace (upstream's api/v2/metadef_tags.py). All throw `NotFound` and `Forbidden`. */
export class TagService {
  readonly #dependencies: TagServiceDependencies;
  readonly #validator = new SchemaValidator('tag', metadefSchemas.tag);

  constructor(dependencies: TagServiceDependencies) {
    this.#dependencies = dependencies;
  }

  /** Throws `SchemaViolation` for a name of the wrong form (upstream looks at it before the caller's rights), `Duplicate`. */
  async create(context: RequestContext, namespace: string, name: string): Promise<MetadefTag> {
    const { database, namespaces, tags, enforcer, notifications } = this.#dependencies;
    const owner = await namespaces.getVisible(context, namespace);
    this.#validator.validate({ name });
    new MetadefAccess(enforcer, context, owner).require('add_metadef_tag');
    requireNarrow('create metadata tag', { name });
    const tag = await database.transaction((transaction) => tags.add(transaction, owner, name));
    notifications.created('metadef_tag', owner.namespace, tag);
    return tag;
  }

  /**
   * Puts tags in the place of those that are there, or beside them; all or none. No names change nothing, as upstream.
   * Throws `Duplicate`.
   */
  async createMany(
    context: RequestContext,
    namespace: string,
    names: readonly string[],
    { append }: { readonly append: boolean },
  ): Promise<void> {
    const { database, tags, notifications } = this.#dependencies;
    const owner = await this.#namespace(context, namespace, 'add_metadef_tags');
    if (names.length === 0) return;
    for (const name of names) requireNarrow('create metadata tags', { name });
    const created = await database.transaction(async (transaction) => {
      if (!append) await tags.removeAll(transaction, owner);
      const added: MetadefTag[] = [];
      for (const name of names) added.push(await tags.add(transaction, owner, name));
      return added;
    });
    for (const tag of created) notifications.created('metadef_tag', owner.namespace, tag);
  }

  /** One page. Throws `NotFound` for an unknown marker, too. */
  async list(context: RequestContext, namespace: string, query?: TagListQuery): Promise<MetadefTag[]> {
    return this.#dependencies.tags.list(await this.#namespace(context, namespace, 'get_metadef_tags'), query);
  }

  async get(context: RequestContext, namespace: string, name: string): Promise<MetadefTag> {
    return this.#dependencies.tags.get(await this.#namespace(context, namespace, 'get_metadef_tag'), name);
  }

  /** The answer has the time of the change before, as upstream. Throws `Duplicate`. */
  async rename(context: RequestContext, namespace: string, name: string, newName: string): Promise<MetadefTag> {
    const { tags, notifications } = this.#dependencies;
    const owner = await this.#namespace(context, namespace, 'modify_metadef_tag');
    const tag = await tags.get(owner, name);
    requireNarrow('update metadata tag', { name: newName });
    await tags.rename(owner, tag.name, newName);
    const renamed = { ...tag, name: newName };
    notifications.updated('metadef_tag', owner.namespace, renamed, tag.name);
    return renamed;
  }

  async delete(context: RequestContext, namespace: string, name: string): Promise<void> {
    const { tags, notifications } = this.#dependencies;
    const owner = await this.#namespace(context, namespace, 'delete_metadef_tag');
    const tag = await tags.get(owner, name);
    if (owner.protected) throw new ProtectedMetadefDelete('tag', tag.name);
    await tags.remove(owner, tag.name);
    notifications.deleted('metadef_tag', owner.namespace, tag);
  }

  async #namespace(context: RequestContext, name: string, rule: string): Promise<MetadefNamespace> {
    const { namespaces, enforcer } = this.#dependencies;
    const namespace = await namespaces.getVisible(context, name);
    new MetadefAccess(enforcer, context, namespace).require(rule);
    return namespace;
  }
}
