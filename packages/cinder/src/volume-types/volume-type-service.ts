// SPDX-License-Identifier: Apache-2.0
import type { RequestContext } from '@stackport/context';
import type { Encryption } from '../generated/mysql/client.js';
import type { DefaultTypeRepository } from '../default-types/default-type-repository.js';
import { InvalidInput } from '../errors/base.js';
import {
  InvalidVolumeType,
  VolumeTypeDefaultDeletionError,
  VolumeTypeDefaultMisconfiguredError,
  VolumeTypeExtraSpecsNotFound,
  VolumeTypeNotFound,
  VolumeTypeNotFoundByName,
} from '../errors/volume-types.js';
import type { Notifications } from '../notifications/notifications.js';
import { cutPage, sortOrder, type Page } from '../paging/page.js';
import type { QuotaEngine } from '../quotas/quota-engine.js';
import type { EncryptionRepository } from './encryption-repository.js';
import { notifiedType, extraSpecsOf } from './type-values.js';
import type {
  NewVolumeType,
  TypeVisibility,
  VolumeTypeFilters,
  VolumeTypeRepository,
  VolumeTypeRow,
} from './volume-type-repository.js';

export interface VolumeTypeServiceDependencies {
  readonly types: VolumeTypeRepository;
  readonly defaults: DefaultTypeRepository;
  readonly encryptions: EncryptionRepository;
  readonly quotas: QuotaEngine;
  readonly notifications: Notifications;
  /** `default_volume_type` */
  readonly defaultTypeName: string;
}

const SORT_COLUMNS = {
  id: 'id',
  name: 'name',
  description: 'description',
  is_public: 'isPublic',
  qos_specs_id: 'qosSpecsId',
  created_at: 'createdAt',
  updated_at: 'updatedAt',
} as const;

/** Volume types: upstream's cinder/volume/volume_types.py. Private types of others are not found. */
export class VolumeTypeService {
  readonly #dependencies: VolumeTypeServiceDependencies;

  constructor(dependencies: VolumeTypeServiceDependencies) {
    this.#dependencies = dependencies;
  }

  /**
   * @param options.inactive - a deleted one is found too
   * @throws VolumeTypeNotFound
   */
  async get(context: RequestContext, id: string, { inactive = false } = {}): Promise<VolumeTypeRow> {
    const row = await this.#dependencies.types.find(id, { visibility: visibilityOf(context), inactive });
    if (row === null) throw new VolumeTypeNotFound(id);
    return row;
  }

  /** Throws VolumeTypeNotFoundByName. */
  async getByName(context: RequestContext, name: string): Promise<VolumeTypeRow> {
    const row = await this.#dependencies.types.findByName(name, visibilityOf(context));
    if (row === null) throw new VolumeTypeNotFoundByName(name);
    return row;
  }

  /** By id where one has it, else by name: a name may look like an id. Throws as upstream, by what was given. */
  async getByNameOrId(context: RequestContext, nameOrId: string): Promise<VolumeTypeRow> {
    if (!isUuidLike(nameOrId)) return this.getByName(context, nameOrId);
    const visibility = visibilityOf(context);
    const row =
      (await this.#dependencies.types.find(nameOrId, { visibility })) ??
      (await this.#dependencies.types.findByName(nameOrId, visibility));
    if (row === null) throw new VolumeTypeNotFound(nameOrId);
    return row;
  }

  /** Those of some ids for volumes that were read, one query; deleted ones and other projects' too. */
  getAll(ids: readonly string[]): Promise<Map<string, VolumeTypeRow>> {
    return this.#dependencies.types.findAll(ids);
  }

  /** Throws InvalidInput for a bad order, VolumeTypeNotFound for a marker that is not in the list. */
  async list(context: RequestContext, filters: VolumeTypeFilters, page: Page = {}): Promise<VolumeTypeRow[]> {
    const rows = await this.#dependencies.types.list(filters, context.projectId, sortOrder(page, SORT_COLUMNS));
    return cutPage(rows, page, (marker) => new VolumeTypeNotFound(marker));
  }

  /**
   * The project's default type, or the configured one.
   * @param context - none for the configured one
   * @throws VolumeTypeDefaultMisconfiguredError
   */
  async getDefault(context?: RequestContext): Promise<VolumeTypeRow> {
    const { defaults, types, defaultTypeName } = this.#dependencies;
    if (context?.projectId !== undefined) {
      const own = await defaults.find(context.projectId);
      if (own !== null) return this.get(context, own);
    }
    const row = await types.findByName(defaultTypeName);
    if (row === null) throw new VolumeTypeDefaultMisconfiguredError(defaultTypeName);
    return row;
  }

  /** Throws VolumeTypeExists. */
  async create(context: RequestContext, values: NewVolumeType): Promise<VolumeTypeRow> {
    const { types } = this.#dependencies;
    return this.#notified(context, 'volume_type.create', { name: values.name }, async () => {
      const row = await types.find(await types.create(values));
      if (row === null) throw new VolumeTypeNotFoundByName(values.name);
      return row;
    });
  }

  /** Changes what is given. Throws VolumeTypeNotFound, VolumeTypeExists. */
  async update(
    context: RequestContext,
    id: string,
    values: { readonly name?: string; readonly description?: string; readonly isPublic?: boolean },
  ): Promise<VolumeTypeRow> {
    const { types, quotas } = this.#dependencies;
    return this.#notified(context, 'volume_type.update', { id }, async () => {
      await this.get(context.elevated(), id);
      await types.update(id, values, (tx, from, to) => quotas.renameVolumeType(tx, from, to));
      return this.get(context, id);
    });
  }

  /** Throws VolumeTypeNotFound, VolumeTypeInUse, VolumeTypeDeletionError, VolumeTypeDefaultDeletionError. */
  async delete(context: RequestContext, id: string): Promise<void> {
    const { types, defaults } = this.#dependencies;
    await this.#notified(context, 'volume_type.delete', { id }, async () => {
      const row = await this.get(context, id);
      if (await defaults.isDefault(id)) throw new VolumeTypeDefaultDeletionError(id);
      if ((await this.getDefault()).id === id) throw new VolumeTypeDefaultDeletionError(id);
      await types.delete(id);
      return row;
    });
  }

  /** Opens a private type to a project. Throws InvalidVolumeType for a public one, VolumeTypeAccessExists. */
  async addAccess(context: RequestContext, id: string, projectId: string): Promise<void> {
    await this.#checkPrivate(context, id);
    await this.#dependencies.types.addAccess(id, projectId);
    await this.#notifyAccess(context, id, projectId, 'access.add');
  }

  /** Closes it again. Throws InvalidVolumeType for a public one, VolumeTypeAccessNotFound. */
  async removeAccess(context: RequestContext, id: string, projectId: string): Promise<void> {
    await this.#checkPrivate(context, id);
    await this.#dependencies.types.removeAccess(id, projectId);
    await this.#notifyAccess(context, id, projectId, 'access.remove');
  }

  /** Sets extra specs; those that are not named stay. The caller checked them. */
  async updateExtraSpecs(
    context: RequestContext,
    id: string,
    specs: Readonly<Record<string, string | null>>,
    event: { readonly name: 'create' | 'update'; readonly key?: string },
  ): Promise<void> {
    await this.#dependencies.types.updateExtraSpecs(id, specs);
    const row = await this.get(context, id);
    await this.#dependencies.notifications.info(
      context,
      'volumeTypeExtraSpecs',
      `volume_type_extra_specs.${event.name}`,
      {
        type_id: id,
        ...(event.key === undefined ? { specs } : { id: event.key }),
        created_at: row.createdAt,
        updated_at: row.updatedAt,
      },
    );
  }

  /** Throws VolumeTypeExtraSpecsNotFound. */
  async deleteExtraSpec(context: RequestContext, id: string, key: string): Promise<void> {
    const row = await this.get(context, id);
    if (!(await this.#dependencies.types.deleteExtraSpec(id, key))) throw new VolumeTypeExtraSpecsNotFound(id, key);
    await this.#dependencies.notifications.info(context, 'volumeTypeExtraSpecs', 'volume_type_extra_specs.delete', {
      type_id: id,
      id: key,
      created_at: row.createdAt,
      updated_at: row.updatedAt,
      deleted_at: row.deletedAt,
    });
  }

  /** Whether living volumes have the type. */
  isInUse(id: string): Promise<boolean> {
    return this.#dependencies.types.isInUse(id);
  }

  /** How volumes of the type are encrypted; null where they are not. */
  getEncryption(id: string | null | undefined): Promise<Encryption | null> {
    return id === null || id === undefined ? Promise.resolve(null) : this.#dependencies.encryptions.find(id);
  }

  async isEncrypted(id: string | null | undefined): Promise<boolean> {
    return (await this.getEncryption(id)) !== null;
  }

  /**
   * Checks a size against what the type allows (`provisioning:min_vol_size`, `provisioning:max_vol_size`).
   * @param size - GiB
   * @throws InvalidInput
   */
  checkSize(type: VolumeTypeRow, size: number): void {
    const specs = extraSpecsOf(type);
    const least = specs['provisioning:min_vol_size'];
    if (least && size < Number.parseInt(least, 10))
      throw new InvalidInput(
        `Specified volume size of '${size}' is less than the minimum required size of '${least}' for volume type '${type.name ?? ''}'.`,
      );
    const most = specs['provisioning:max_vol_size'];
    if (most && size > Number.parseInt(most, 10))
      throw new InvalidInput(
        `Specified volume size of '${size}' is greater than the maximum allowable size of '${most}' for volume type '${type.name ?? ''}'.`,
      );
  }

  async #checkPrivate(context: RequestContext, id: string): Promise<void> {
    if ((await this.get(context.elevated(), id)).isPublic === true)
      throw new InvalidVolumeType('Type access modification is not applicable to public volume type.');
  }

  async #notifyAccess(context: RequestContext, id: string, projectId: string, suffix: string): Promise<void> {
    await this.#dependencies.notifications.info(context, 'volume_type_project', `volume_type_project.${suffix}`, {
      volume_type_id: id,
      project_id: projectId,
    });
  }

  /** Tells of a change and of one that failed. */
  async #notified(
    context: RequestContext,
    event: string,
    what: { readonly id?: string; readonly name?: string },
    action: () => Promise<VolumeTypeRow>,
  ): Promise<VolumeTypeRow> {
    const { notifications } = this.#dependencies;
    let row: VolumeTypeRow;
    try {
      row = await action();
    } catch (error) {
      await notifications.error(context, 'volumeType', event, {
        volume_types: null,
        name: what.name ?? null,
        id: what.id ?? null,
        error_message: error instanceof Error ? error.message : String(error),
      });
      throw error;
    }
    await notifications.info(context, 'volumeType', event, { volume_types: notifiedType(row) });
    return row;
  }
}

/** Administrators see every type. */
export function visibilityOf(context: RequestContext): TypeVisibility | undefined {
  return context.isAdmin ? undefined : { projectId: context.projectId };
}

/** As oslo.utils has it: hyphens, braces and `urn:uuid:` do not matter. */
export function isUuidLike(text: string): boolean {
  return /^[0-9a-f]{32}$/i.test(text.replaceAll(/urn:|uuid:|[{}-]/g, ''));
}
