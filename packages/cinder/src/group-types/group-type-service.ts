// SPDX-License-Identifier: Apache-2.0
import type { RequestContext } from '@stackport/context';
import { GroupTypeNotFound, GroupTypeNotFoundByName, GroupTypeSpecsNotFound } from '../errors/group-types.js';
import type { Notifications } from '../notifications/notifications.js';
import { cutPage, sortOrder, type Page } from '../paging/page.js';
import { isUuidLike, visibilityOf } from '../volume-types/volume-type-service.js';
import type { GroupTypeRepository, GroupTypeRow, NewGroupType } from './group-type-repository.js';

const SORT_COLUMNS = {
  id: 'id',
  name: 'name',
  description: 'description',
  is_public: 'isPublic',
  created_at: 'createdAt',
  updated_at: 'updatedAt',
} as const;

/** The type that consistency groups become when they are migrated to groups. */
export const DEFAULT_CGSNAPSHOT_TYPE = 'default_cgsnapshot_type';

export interface GroupTypeServiceDependencies {
  readonly types: GroupTypeRepository;
  readonly notifications: Notifications;
  /** `default_group_type`; none where it is not set. */
  readonly defaultTypeName: string | undefined;
}

/** Group types: upstream's cinder/volume/group_types.py. Private types of others are not found. */
export class GroupTypeService {
  readonly #dependencies: GroupTypeServiceDependencies;

  constructor(dependencies: GroupTypeServiceDependencies) {
    this.#dependencies = dependencies;
  }

  /** Throws GroupTypeNotFound. */
  async get(context: RequestContext, id: string): Promise<GroupTypeRow> {
    const row = await this.#dependencies.types.find(id, visibilityOf(context));
    if (row === null) throw new GroupTypeNotFound(id);
    return row;
  }

  /** Throws GroupTypeNotFoundByName. */
  async getByName(context: RequestContext, name: string): Promise<GroupTypeRow> {
    const row = await this.#dependencies.types.findByName(name, visibilityOf(context));
    if (row === null) throw new GroupTypeNotFoundByName(name);
    return row;
  }

  /** By id for what looks like one, else by name. */
  getByNameOrId(context: RequestContext, nameOrId: string): Promise<GroupTypeRow> {
    return isUuidLike(nameOrId) ? this.get(context, nameOrId) : this.getByName(context, nameOrId);
  }

  /** The configured default; null where there is none. */
  async getDefault(): Promise<GroupTypeRow | null> {
    const { types, defaultTypeName } = this.#dependencies;
    return defaultTypeName === undefined ? null : types.findByName(defaultTypeName);
  }

  /** Whether a group of the type stands for a consistency group of old. */
  async isDefaultCgsnapshotType(id: string): Promise<boolean> {
    return (await this.#dependencies.types.findByName(DEFAULT_CGSNAPSHOT_TYPE))?.id === id;
  }

  /** Throws InvalidInput for a bad order, GroupTypeNotFound for a marker that is not in the list. */
  async list(context: RequestContext, isPublic: boolean | undefined, page: Page): Promise<GroupTypeRow[]> {
    const order = sortOrder(page, SORT_COLUMNS);
    const rows = await this.#dependencies.types.list(isPublic, { projectId: context.projectId }, order);
    return cutPage(rows, page, (marker) => new GroupTypeNotFound(marker));
  }

  /** Throws GroupTypeExists. */
  create(context: RequestContext, values: NewGroupType): Promise<GroupTypeRow> {
    const { types } = this.#dependencies;
    return this.#notified(context, 'group_type.create', { name: values.name }, async () => {
      const row = await types.find(await types.create(values));
      if (row === null) throw new GroupTypeNotFoundByName(values.name);
      return row;
    });
  }

  /** Changes what is given. Throws GroupTypeNotFound, GroupTypeExists. */
  update(
    context: RequestContext,
    id: string,
    values: { readonly name?: string; readonly description?: string; readonly isPublic?: boolean },
  ): Promise<GroupTypeRow> {
    return this.#notified(context, 'group_type.update', { id }, async () => {
      await this.#dependencies.types.update(id, values);
      return this.get(context, id);
    });
  }

  /** Throws GroupTypeNotFound, GroupTypeInUse. */
  async delete(context: RequestContext, id: string): Promise<void> {
    await this.#notified(context, 'group_type.delete', { id }, async () => {
      const row = await this.get(context, id);
      await this.#dependencies.types.delete(id);
      return row;
    });
  }

  /** Sets specs; those that are not named stay. Throws GroupTypeNotFound. */
  async updateSpecs(
    context: RequestContext,
    id: string,
    specs: Readonly<Record<string, string | null>>,
    event: { readonly name: 'create' | 'update'; readonly key?: string },
  ): Promise<void> {
    await this.get(context, id);
    await this.#dependencies.types.updateSpecs(id, specs);
    await this.#dependencies.notifications.info(context, 'groupTypeSpecs', `group_type_specs.${event.name}`, {
      type_id: id,
      ...(event.key === undefined ? { specs } : { id: event.key }),
    });
  }

  /** Throws GroupTypeNotFound, GroupTypeSpecsNotFound. */
  async deleteSpec(context: RequestContext, id: string, key: string): Promise<void> {
    await this.get(context, id);
    if (!(await this.#dependencies.types.deleteSpec(id, key))) throw new GroupTypeSpecsNotFound(id, key);
    const payload = { type_id: id, id: key };
    await this.#dependencies.notifications.info(context, 'groupTypeSpecs', 'group_type_specs.delete', payload);
  }

  async #notified(
    context: RequestContext,
    event: string,
    what: { readonly id?: string; readonly name?: string },
    action: () => Promise<GroupTypeRow>,
  ): Promise<GroupTypeRow> {
    const { notifications } = this.#dependencies;
    let row: GroupTypeRow;
    try {
      row = await action();
    } catch (error) {
      await notifications.error(context, 'groupType', event, {
        group_types: null,
        name: what.name ?? null,
        id: what.id ?? null,
        error_message: error instanceof Error ? error.message : String(error),
      });
      throw error;
    }
    await notifications.info(context, 'groupType', event, { group_types: notifiedType(row) });
    return row;
  }
}

/** Specs by key. */
export function groupSpecsOf(row: GroupTypeRow): Record<string, string | null> {
  return Object.fromEntries(row.specs.flatMap(({ key, value }) => (key === null ? [] : [[key, value] as const])));
}

function notifiedType(row: GroupTypeRow): Record<string, unknown> {
  return {
    id: row.id,
    name: row.name,
    description: row.description,
    is_public: row.isPublic,
    group_specs: groupSpecsOf(row),
    created_at: row.createdAt,
    updated_at: row.updatedAt,
    deleted_at: row.deletedAt,
    deleted: row.deleted,
  };
}
