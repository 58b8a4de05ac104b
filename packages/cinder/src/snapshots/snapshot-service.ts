// SPDX-License-Identifier: Apache-2.0
import type { Logger } from '@stackport/config';
import type { RequestContext } from '@stackport/context';
import type { Enforcer } from '@stackport/policy';
import { InvalidSnapshot, SnapshotMetadataNotFound } from '../errors/snapshots.js';
import { OverQuota } from '../errors/base.js';
import { InvalidVolume } from '../errors/volumes.js';
import type { ObjectValues, WireObject } from '../objects/wire-object.js';
import { toWire } from '../objects/wire-object.js';
import { readOrder, type Page } from '../paging/read-order.js';
import { describeOverQuota } from '../quotas/over-quota.js';
import type { QuotaEngine, Reservations } from '../quotas/quota-engine.js';
import { backendOf } from '../rpc/addressing.js';
import type { SchedulerRpc } from '../rpc/scheduler-rpc.js';
import type { VolumeRpc } from '../rpc/volume-rpc.js';
import type { ServiceRepository } from '../services/service-repository.js';
import { checkNotFrozen } from '../volumes/frozen-backends.js';
import { isMigrating } from '../volumes/migration-states.js';
import { checkMetadata } from '../volumes/volume-metadata.js';
import type { VolumeRepository } from '../volumes/volume-repository.js';
import { dictionaryOf, type VolumeRow } from '../volumes/volume.js';
import { SNAPSHOT_COLUMNS, snapshotConditions } from './snapshot-filters.js';
import type { SnapshotRepository, SnapshotRow } from './snapshot-repository.js';

export interface SnapshotServiceDependencies {
  readonly snapshots: SnapshotRepository;
  readonly volumes: VolumeRepository;
  readonly services: Pick<ServiceRepository, 'list'>;
  readonly quotas: QuotaEngine;
  readonly schedulerRpc: Pick<SchedulerRpc, 'createSnapshot'>;
  readonly volumeRpc: Pick<VolumeRpc, 'deleteSnapshot'>;
  readonly enforcer: Enforcer;
  /** `no_snapshot_gb_quota`: whether the size of snapshots counts for nothing. */
  readonly withoutSizeQuota: boolean;
  readonly logger: Logger;
}

export interface NewSnapshotRequest {
  readonly name: string | null;
  readonly description: string | null;
  readonly metadata: Readonly<Record<string, unknown>>;
  /** Also of a volume that is in use. */
  readonly allowInUse: boolean;
}

export interface SnapshotSelection {
  readonly filters: Readonly<Record<string, string>>;
  readonly allProjects: boolean;
}

/** Snapshots as the API has them: upstream's cinder/volume/api.py. */
export class SnapshotService {
  readonly #dependencies: SnapshotServiceDependencies;

  constructor(dependencies: SnapshotServiceDependencies) {
    this.#dependencies = dependencies;
  }

  /** Throws `SnapshotNotFound`, `PolicyNotAuthorized`. */
  async get(context: RequestContext, id: string): Promise<SnapshotRow> {
    const snapshot = await this.#dependencies.snapshots.get(context, id);
    this.#authorize('volume:get_snapshot', snapshot, context);
    return snapshot;
  }

  /** With its volume's parts. The volume may be another project's by now: it is read as it is. */
  async getWithVolume(context: RequestContext, id: string): Promise<SnapshotRow & { readonly volume: VolumeRow }> {
    const snapshot = await this.get(context, id);
    return { ...snapshot, volume: await this.#dependencies.volumes.get(context.elevated(), snapshot.volumeId) };
  }

  async list(context: RequestContext, selection: SnapshotSelection, page: Page): Promise<SnapshotRow[]> {
    const order = readOrder(page, SNAPSHOT_COLUMNS);
    const where = this.#where(context, selection);
    if (where === undefined) return [];
    const { limit, offset, marker } = page;
    return this.#dependencies.snapshots.list({ where, order, limit, offset, marker });
  }

  async count(context: RequestContext, selection: SnapshotSelection): Promise<number> {
    const where = this.#where(context, selection);
    return where === undefined ? 0 : this.#dependencies.snapshots.count(where);
  }

  /**
   * Stores a snapshot together with its quota and hands it to the scheduler, which looks whether there is room.
   * @throws InvalidVolume, the errors of quotas, InvalidVolumeMetadata
   */
  async create(context: RequestContext, volumeId: string, wanted: NewSnapshotRequest): Promise<SnapshotRow> {
    const { volumes, services, schedulerRpc, snapshots, logger } = this.#dependencies;
    const volume = await volumes.get(context, volumeId);
    await checkNotFrozen(services, volume);
    const snapshot = await this.store(context, volume, wanted);
    try {
      await schedulerRpc.createSnapshot(context, volume, snapshot, backendOf(volume.clusterName ?? volume.host ?? ''), {
        requestSpec: snapshotRequestSpec(snapshot, volume),
        filterProperties: null,
      });
    } catch (error) {
      // It has its quota: the user sees it as failed and may delete it.
      await snapshots.changeWhere({ id: snapshot.id, status: 'creating' }, { status: 'error' });
      logger.error(`Snapshot ${snapshot.id}: create failed`, error);
      throw error;
    }
    return snapshot;
  }

  /** The row of a new snapshot with its quota, before anybody is told. Throws as `create`. */
  async store(context: RequestContext, volume: VolumeRow, wanted: NewSnapshotRequest): Promise<SnapshotRow> {
    const { snapshots, volumes, quotas } = this.#dependencies;
    this.#authorize('volume:create_snapshot', volume, context);
    checkVolume(volume);
    const { metadata } = wanted;
    checkMetadata(metadata);
    const states = wanted.allowInUse ? ['available', 'in-use'] : ['available'];
    if (!states.includes(volume.status ?? '')) throw wrongState(volume, states);
    const reservations = await this.#reserve(context, volume);
    let id: string | undefined;
    try {
      id = await snapshots.create(
        {
          volumeId: volume.id,
          userId: context.userId ?? null,
          projectId: context.projectId ?? null,
          status: 'creating',
          progress: '0%',
          volumeSize: volume.size,
          displayName: wanted.name,
          displayDescription: wanted.description,
          volumeTypeId: volume.volumeTypeId,
          encryptionKeyId: volume.encryptionKeyId,
        },
        metadata,
        states,
        (tx) => quotas.commit(context, reservations, { transaction: tx }),
      );
      if (id === undefined) throw wrongState(await volumes.get(context.elevated(), volume.id), states);
    } catch (error) {
      await quotas.rollback(context, reservations);
      throw error;
    }
    return snapshots.get(context, id);
  }

  /** Throws `InvalidSnapshot`, `InvalidInput` for a frozen back end. */
  async delete(
    context: RequestContext,
    snapshot: SnapshotRow,
    { force = false, unmanageOnly = false } = {},
  ): Promise<void> {
    const { snapshots, services, volumeRpc } = this.#dependencies;
    this.#authorize('volume:delete_snapshot', snapshot, context);
    if (!unmanageOnly) await checkNotFrozen(services, snapshot.volume);
    const states = ['available', 'error'];
    const status = unmanageOnly ? 'unmanaging' : 'deleting';
    const changed = await snapshots.changeWhere(
      { id: snapshot.id, cgsnapshotId: null, groupSnapshotId: null, ...(force ? {} : { status: { in: states } }) },
      { status },
    );
    if (changed === 0)
      throw new InvalidSnapshot(
        `Snapshot ${force ? '' : `status must be ${states.join(' or ')} and `}must not be part of a group.`,
      );
    try {
      await volumeRpc.deleteSnapshot(context, snapshot.volume, { ...snapshot, status }, { unmanageOnly });
    } catch (error) {
      // Nobody was told: the user may try again.
      await snapshots.changeWhere({ id: snapshot.id, status }, { status: snapshot.status });
      throw error;
    }
  }

  /** Changes name and description; what is undefined stays. */
  async update(
    context: RequestContext,
    id: string,
    {
      name,
      description,
    }: { readonly name?: string | null | undefined; readonly description?: string | null | undefined },
  ): Promise<SnapshotRow> {
    const { snapshots } = this.#dependencies;
    const snapshot = await this.get(context, id);
    this.#authorize('volume:update_snapshot', snapshot, context);
    await snapshots.change(id, {
      ...(name === undefined ? {} : { displayName: name }),
      ...(description === undefined ? {} : { displayDescription: description }),
    });
    return snapshots.get(context, id);
  }

  /** Sets the state as an administrator says. @param rule - that allows it */
  async setStatus(
    context: RequestContext,
    id: string,
    values: { readonly status: string; readonly progress?: string },
    rule: string,
  ): Promise<void> {
    const { snapshots } = this.#dependencies;
    const snapshot = await snapshots.get(context, id);
    this.#authorize(rule, snapshot, context);
    await snapshots.change(id, values);
  }

  async getMetadata(context: RequestContext, id: string): Promise<Record<string, string>> {
    const snapshot = await this.get(context, id);
    this.#authorize('volume:get_snapshot_metadata', snapshot, context);
    return dictionaryOf(snapshot.metadata);
  }

  /** @returns all of it afterwards. Throws InvalidVolumeMetadata, InvalidVolumeMetadataSize. */
  async setMetadata(
    context: RequestContext,
    id: string,
    metadata: Readonly<Record<string, unknown>>,
    { replace }: { readonly replace: boolean },
  ): Promise<Record<string, string>> {
    const snapshot = await this.get(context, id);
    this.#authorize('volume:update_snapshot_metadata', snapshot, context);
    const all: Record<string, unknown> = replace
      ? { ...metadata }
      : { ...dictionaryOf(snapshot.metadata), ...metadata };
    checkMetadata(all);
    await this.#dependencies.snapshots.replaceMetadata(id, all);
    return all;
  }

  /** Throws `SnapshotMetadataNotFound`. */
  async deleteMetadata(context: RequestContext, id: string, key: string): Promise<void> {
    if (!Object.hasOwn(await this.getMetadata(context, id), key)) throw new SnapshotMetadataNotFound(id, key);
    this.#authorize('volume:delete_snapshot_metadata', await this.get(context, id), context);
    await this.#dependencies.snapshots.deleteMetadata(id, key);
  }

  async #reserve(context: RequestContext, volume: VolumeRow): Promise<Reservations> {
    const { quotas, withoutSizeQuota } = this.#dependencies;
    const size = volume.size ?? 0;
    try {
      const deltas: Record<string, number> = withoutSizeQuota ? { snapshots: 1 } : { snapshots: 1, gigabytes: size };
      return await quotas.reserve(context, await quotas.addVolumeTypeOptions(context, deltas, volume.volumeTypeId));
    } catch (error) {
      throw error instanceof OverQuota ? describeOverQuota(error, { resource: 'snapshots', size }) : error;
    }
  }

  #where(context: RequestContext, { filters, allProjects }: SnapshotSelection) {
    const conditions = snapshotConditions(filters);
    if (conditions === undefined) return undefined;
    return context.isAdmin && allProjects ? conditions : { AND: [conditions, { projectId: context.projectId ?? '' }] };
  }

  #authorize(
    rule: string,
    { projectId, userId }: { readonly projectId: string | null; readonly userId: string | null },
    context: RequestContext,
  ): void {
    this.#dependencies.enforcer.authorize(rule, { project_id: projectId, user_id: userId }, context);
  }
}

/** What the scheduler is told of a snapshot: only what it looks at. */
export function snapshotRequestSpec(
  snapshot: { readonly id: string },
  volume: { readonly size: number | null },
): WireObject {
  const properties = toWire('VolumeProperties', { size: volume.size }, ['size']);
  const values: ObjectValues = { snapshot_id: snapshot.id, volume_properties: properties };
  return toWire('RequestSpec', values, Object.keys(values));
}

function checkVolume(volume: VolumeRow): void {
  if (!volume.host)
    throw new InvalidVolume('The snapshot cannot be created because volume has not been scheduled to any host.');
  if (volume.status === 'maintenance')
    throw new InvalidVolume('The snapshot cannot be created when the volume is in maintenance mode.');
  if (isMigrating(volume)) throw new InvalidVolume('Snapshot cannot be created while volume is migrating.');
  if (volume.status === 'error')
    throw new InvalidVolume('The snapshot cannot be created when the volume is in error status.');
  if (volume.status?.startsWith('replica_') === true)
    throw new InvalidVolume('Snapshot of secondary replica is not allowed.');
}

function wrongState({ id, status }: VolumeRow, states: readonly string[]): InvalidVolume {
  return new InvalidVolume(`Volume ${id} status must be ${states.join(', ')}, but current status is: ${status ?? ''}.`);
}
