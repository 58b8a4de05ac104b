// SPDX-License-Identifier: Apache-2.0
import { isForeignKeyViolation, isUniqueViolation, violatedKey } from '@stackport/database';
import type { Client, PlacementDatabase } from '../database.js';
import {
  CannotDeleteParentResourceProvider,
  ProviderActionError,
  ResourceProviderExists,
  ResourceProviderInUse,
  ResourceProviderNotFound,
} from '../errors.js';
import type { Provider } from './provider.js';
import type { ProviderRepository } from './provider-repository.js';
import { subtreeOf } from './subtree.js';

export interface NewProvider {
  readonly uuid: string;
  readonly name: string;
  readonly parentUuid: string | null;
}

/** What of a provider is to be changed. */
export interface ProviderChange {
  readonly name?: string;
  /** Null for none. */
  readonly parentUuid?: string | null;
  /** Whether a parent may be replaced or taken away; a provider without one may always get one. */
  readonly allowReparenting: boolean;
}

const NO_PARENT = 'parent provider UUID does not exist.';

/** Providers and the trees that they make up. */
export class Providers {
  readonly #database: PlacementDatabase;
  readonly #rows: ProviderRepository;

  constructor(database: PlacementDatabase, rows: ProviderRepository) {
    this.#database = database;
    this.#rows = rows;
  }

  /** Throws ResourceProviderNotFound. */
  async get(uuid: string): Promise<Provider> {
    const provider = await this.#rows.find(uuid);
    if (provider === undefined) throw new ResourceProviderNotFound(uuid);
    return provider;
  }

  /** Throws ProviderActionError, ResourceProviderExists. */
  async create({ uuid, name, parentUuid }: NewProvider): Promise<Provider> {
    if (name === '') throw new ProviderActionError('create', 'name is required');
    if (parentUuid === uuid)
      throw new ProviderActionError(
        'create',
        'parent provider UUID cannot be same as UUID. Please set parent provider UUID to None if there is no parent.',
      );
    try {
      await this.#database.transaction(async (tx) => {
        const parent = parentUuid === null ? undefined : await this.#rows.find(parentUuid, tx);
        if (parentUuid !== null && parent === undefined) throw new ProviderActionError('create', NO_PARENT);
        await this.#rows.create(tx, { uuid, name, parent });
      });
    } catch (error) {
      if (!isUniqueViolation(error)) throw error;
      const isOfName = violatedKey(error).some((key) => key.endsWith('name'));
      throw new ResourceProviderExists([isOfName ? `name: ${name}` : `uuid: ${uuid}`]);
    }
    return this.get(uuid);
  }

  /** Throws ResourceProviderNotFound, ProviderActionError, ResourceProviderExists. */
  async update(uuid: string, change: ProviderChange): Promise<Provider> {
    try {
      await this.#database.transaction((tx) => this.#update(tx, uuid, change));
    } catch (error) {
      if (isUniqueViolation(error)) throw new ResourceProviderExists([change.name ?? '']);
      if (isForeignKeyViolation(error)) throw new ProviderActionError('update', NO_PARENT);
      throw error;
    }
    return this.get(uuid);
  }

  /** Throws ResourceProviderNotFound, CannotDeleteParentResourceProvider, ResourceProviderInUse. */
  async delete(uuid: string): Promise<void> {
    try {
      await this.#database.transaction(async (tx) => {
        const provider = await this.#rows.find(uuid, tx);
        if (provider === undefined) throw new ResourceProviderNotFound(uuid);
        if (await this.#rows.hasChildren(tx, provider.id)) throw new CannotDeleteParentResourceProvider();
        if (await this.#rows.hasAllocations(tx, provider.id)) throw new ResourceProviderInUse();
        if (!(await this.#rows.delete(tx, provider.id))) throw new ResourceProviderNotFound(uuid);
      });
    } catch (error) {
      // Somebody put a provider below it just now.
      throw isForeignKeyViolation(error) ? new CannotDeleteParentResourceProvider() : error;
    }
  }

  async #update(tx: Client, uuid: string, change: ProviderChange): Promise<void> {
    const provider = await this.#rows.find(uuid, tx);
    if (provider === undefined) throw new ResourceProviderNotFound(uuid);
    const name = change.name ?? provider.name;
    const { parentUuid = provider.parentUuid } = change;
    if (parentUuid === provider.parentUuid) {
      await this.#rows.update(tx, provider.id, { name, rootId: provider.rootId, parentId: provider.parentId });
      return;
    }
    const parent = parentUuid === null ? undefined : await this.#rows.find(parentUuid, tx);
    if (parentUuid !== null && parent === undefined) throw new ProviderActionError('create', NO_PARENT);
    if (provider.parentId !== null && !change.allowReparenting)
      throw new ProviderActionError(
        'update',
        parent === undefined
          ? 'un-parenting a provider is not currently allowed.'
          : 're-parenting a provider is not currently allowed.',
      );
    const tree = await this.#rows.list({ rootId: provider.rootId }, tx);
    const subtree = subtreeOf(provider.id, tree);
    if (parent !== undefined && subtree.has(parent.id))
      throw new ProviderActionError('update', 'creating loop in the provider tree is not allowed.');
    const rootId = parent?.rootId ?? provider.id;
    await this.#rows.update(tx, provider.id, { name, rootId, parentId: parent?.id ?? null });
    if (rootId !== provider.rootId) await this.#rows.setRoot(tx, [...subtree], rootId);
  }
}
