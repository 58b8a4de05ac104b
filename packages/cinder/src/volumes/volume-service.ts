// SPDX-License-Identifier: Apache-2.0
import type { Logger } from '@stackport/config';
import type { RequestContext } from '@stackport/context';
import type { Enforcer } from '@stackport/policy';
import { InvalidVolume, VolumeMetadataNotFound, VolumeNotFound } from '../errors/volumes.js';
import type { Prisma } from '../generated/mysql/client.js';
import { readOrder, type Page } from '../paging/read-order.js';
import { VOLUME_COLUMNS } from './volume-columns.js';
import { volumeConditions } from './volume-filters.js';
import { checkMetadata } from './volume-metadata.js';
import type { VolumeRepository } from './volume-repository.js';
import { dictionaryOf, type VolumeRow } from './volume.js';

export interface VolumeServiceDependencies {
  readonly volumes: VolumeRepository;
  readonly enforcer: Enforcer;
  readonly logger: Logger;
}

/** Which volumes. */
export interface VolumeSelection {
  /** By column. */
  readonly filters: Readonly<Record<string, string>>;
  /** Of all projects, for administrators. */
  readonly allProjects: boolean;
  /** Whether flags among the filters must be true or false: from 3.2 on. */
  readonly strict: boolean;
}

/** What a client changes; what is undefined stays. */
export interface VolumeUpdate {
  readonly name?: string | null | undefined;
  readonly description?: string | null | undefined;
  /** Replaces all. */
  readonly metadata?: Readonly<Record<string, unknown>> | undefined;
  readonly bootable?: boolean | undefined;
}

/** Reading and changing what volumes say of themselves: upstream's cinder/volume/api.py. */
export class VolumeService {
  readonly #dependencies: VolumeServiceDependencies;

  constructor(dependencies: VolumeServiceDependencies) {
    this.#dependencies = dependencies;
  }

  /** Throws `VolumeNotFound`, for a volume that the policy hides as well. */
  async get(context: RequestContext, id: string): Promise<VolumeRow> {
    const { volumes, enforcer } = this.#dependencies;
    const volume = await volumes.get(context, id);
    if (!enforcer.enforce('volume:get', { project_id: volume.projectId, user_id: volume.userId }, context))
      throw new VolumeNotFound(id);
    return volume;
  }

  /** Throws `InvalidInput`, `VolumeNotFound` for a marker that there is not. */
  async list(context: RequestContext, selection: VolumeSelection, page: Page): Promise<VolumeRow[]> {
    const order = readOrder(page, VOLUME_COLUMNS);
    const where = this.#where(context, selection);
    if (where === undefined) return [];
    const { limit, offset, marker } = page;
    return this.#dependencies.volumes.list({ where, order, limit, offset, marker });
  }

  /** How many a list without pages would have. */
  async count(context: RequestContext, selection: VolumeSelection): Promise<number> {
    const where = this.#where(context, selection);
    return where === undefined ? 0 : this.#dependencies.volumes.count(where);
  }

  /** How many, their GiB together, and the different values of their metadata by key. */
  async summary(
    context: RequestContext,
    allProjects: boolean,
  ): Promise<{ count: number; size: number; metadata: Record<string, string[]> }> {
    const where = context.isAdmin && allProjects ? {} : { projectId: context.projectId ?? '' };
    const { volumes } = this.#dependencies;
    const [{ count, size }, pairs] = await Promise.all([volumes.summary(where), volumes.metadataOf(where)]);
    const values = new Map<string, Set<string>>();
    for (const { key, value } of pairs) values.set(key ?? '', (values.get(key ?? '') ?? new Set()).add(value ?? ''));
    return { count, size, metadata: Object.fromEntries([...values].map(([key, set]) => [key, [...set]])) };
  }

  /** Throws `VolumeNotFound`, `InvalidVolume`, `InvalidVolumeMetadata`, `InvalidVolumeMetadataSize`. */
  async update(context: RequestContext, id: string, update: VolumeUpdate): Promise<VolumeRow> {
    const { volumes, logger } = this.#dependencies;
    const volume = await this.get(context, id);
    this.#authorize('volume:update', volume, context);
    if (volume.status === 'maintenance') throw new InvalidVolume('The volume cannot be updated during maintenance.');
    const { metadata } = update;
    if (metadata !== undefined) checkMetadata(metadata);
    await volumes.change(id, {
      ...(update.name === undefined ? {} : { displayName: update.name }),
      ...(update.description === undefined ? {} : { displayDescription: update.description }),
      ...(update.bootable === undefined ? {} : { bootable: update.bootable }),
    });
    if (metadata !== undefined) await volumes.setMetadata('volumeMetadata', id, metadata, { replace: true });
    logger.info(`Volume updated successfully: ${id}`);
    return volumes.get(context, id);
  }

  async getMetadata(context: RequestContext, id: string): Promise<Record<string, string>> {
    const volume = await this.get(context, id);
    this.#authorize('volume:get_volume_metadata', volume, context);
    return dictionaryOf(volume.metadata);
  }

  /**
   * Sets metadata.
   * @param how - `create` and `update` leave other keys, `replace` does not
   * @returns all of it afterwards
   * @throws InvalidVolume while it is uploaded or in maintenance
   */
  async setMetadata(
    context: RequestContext,
    id: string,
    metadata: Readonly<Record<string, unknown>>,
    how: 'create' | 'update' | 'replace',
  ): Promise<Record<string, string>> {
    const volume = await this.get(context, id);
    this.#authorize(
      how === 'create' ? 'volume:create_volume_metadata' : 'volume:update_volume_metadata',
      volume,
      context,
    );
    this.#checkMetadataState(volume, 'Updating');
    checkMetadata(metadata);
    return this.#dependencies.volumes.setMetadata('volumeMetadata', id, metadata, { replace: how === 'replace' });
  }

  /** Throws `VolumeMetadataNotFound`, `InvalidVolume`. */
  async deleteMetadata(context: RequestContext, id: string, key: string): Promise<void> {
    const volume = await this.get(context, id);
    this.#authorize('volume:get_volume_metadata', volume, context);
    if (!volume.metadata.some((row) => row.key === key)) throw new VolumeMetadataNotFound(id, key);
    this.#authorize('volume:delete_volume_metadata', volume, context);
    this.#checkMetadataState(volume, 'Deleting');
    await this.#dependencies.volumes.deleteMetadata('volumeMetadata', id, key);
  }

  /** Says whether hosts may write to it. Throws `InvalidVolume` unless it is available. */
  async setReadonly(context: RequestContext, id: string, readonly: boolean): Promise<void> {
    const volume = await this.get(context, id);
    this.#authorize('volume:update_readonly_flag', volume, context);
    if (volume.status !== 'available')
      throw new InvalidVolume(
        `Volume ${id} status must be available to update readonly flag, but current status is: ${volume.status ?? ''}.`,
      );
    await this.#dependencies.volumes.setMetadata('volumeAdminMetadata', id, { readonly: readonly ? 'True' : 'False' });
  }

  #checkMetadataState({ status }: VolumeRow, doing: 'Updating' | 'Deleting'): void {
    if (status === 'maintenance' || status === 'uploading')
      throw new InvalidVolume(`${doing} volume metadata is not allowed for volumes in ${status} status.`);
  }

  #where(context: RequestContext, selection: VolumeSelection): Prisma.VolumeWhereInput | undefined {
    const { filters, allProjects, strict } = selection;
    const conditions = volumeConditions(filters, strict);
    if (conditions === undefined) return undefined;
    const own: Prisma.VolumeWhereInput[] =
      context.isAdmin && allProjects ? [] : [{ projectId: context.projectId ?? '' }];
    // A migration's other volume is not the users' concern.
    const shown: Prisma.VolumeWhereInput[] = context.isAdmin
      ? []
      : [{ OR: [{ migrationStatus: null }, { NOT: { migrationStatus: { startsWith: 'target:' } } }] }];
    return { AND: [conditions, ...own, ...shown] };
  }

  #authorize(rule: string, { projectId, userId }: VolumeRow, context: RequestContext): void {
    this.#dependencies.enforcer.authorize(rule, { project_id: projectId, user_id: userId }, context);
  }
}
