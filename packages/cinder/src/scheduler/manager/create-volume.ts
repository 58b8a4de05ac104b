// SPDX-License-Identifier: Apache-2.0
import { RequestContext } from '@stackport/context';
import { isUnavailable, now } from '@stackport/database';
import { NoValidBackend } from '../../errors/scheduler.js';
import { VolumeNotFound } from '../../errors/volumes.js';
import { isWireObject, type ObjectValues, type WireObject } from '../../objects/wire-object.js';
import type { IncomingMessage } from '../../rpc/create-endpoint.js';
import { dictionaryOf, type VolumeRow } from '../../volumes/volume.js';
import type { FilterProperties } from '../filter-scheduler.js';
import type { RequestSpec, Retry } from '../schedule-request.js';
import { sharedProperties } from '../spec-values.js';
import type { SchedulerDependencies } from './dependencies.js';
import { reportFailure } from './failures.js';

export interface ScheduleVolumeRequest {
  readonly volumeId: string;
  /** As it came, to be passed on as it came; null where the sender is too old to have one. */
  readonly wireSpec: WireObject | ObjectValues | null;
  /** The same, decoded. */
  readonly spec: RequestSpec | null;
  readonly filterProperties: FilterProperties;
  readonly snapshotId: string | null;
  readonly imageId: string | null;
  readonly backupId: string | null;
}

/** Chooses a pool for a new volume and hands the volume to its back end (upstream's scheduler/flows/create_volume.py). */
export class ScheduleVolume {
  readonly #dependencies: SchedulerDependencies;

  constructor(dependencies: SchedulerDependencies) {
    this.#dependencies = dependencies;
  }

  /**
   * The volume's host is written where it has none yet, and only then is the message forgotten, after the next one is
   * sent: a message that comes again finds the host and sends to it again. What cannot be placed is `error`, and the user
   * is told.
   */
  async run(context: RequestContext, request: ScheduleVolumeRequest, message: IncomingMessage): Promise<void> {
    const { readiness, logger } = this.#dependencies;
    await readiness.wait();
    const volume = await this.#find(request.volumeId);
    if (volume?.status !== 'creating') {
      logger.info(`Volume ${request.volumeId} is not to be scheduled: ${volume?.status ?? 'deleted'}`);
      return;
    }
    const spec = request.spec ?? oldSpec(volume, request);
    try {
      if (volume.host === null) await this.#place(context, volume, spec, request, message.redelivered);
      else await this.#cast(context, volume, spec, request, this.#triedProperties(volume, request.filterProperties));
    } catch (error) {
      // It comes again: nothing was decided.
      if (isUnavailable(error)) throw error;
      await this.#fail(context, volume, spec, error);
      if (!(error instanceof NoValidBackend)) throw error;
    }
    await message.acknowledge();
  }

  /** @param isRepeated - the message came before */
  async #place(
    context: RequestContext,
    volume: VolumeRow,
    spec: RequestSpec,
    request: ScheduleVolumeRequest,
    isRepeated: boolean,
  ): Promise<void> {
    const { scheduler, volumes, hosts, logger } = this.#dependencies;
    const { pool, filterProperties } = await scheduler.place(spec, request.filterProperties, { context });
    let claimed = false;
    try {
      claimed = await volumes.changeWhere(
        volume.id,
        { status: 'creating', host: null },
        {
          host: pool.host,
          clusterName: pool.clusterName,
          scheduledAt: now(),
          availabilityZone: pool.service.availabilityZone,
        },
      );
    } finally {
      if (!claimed) hosts.revert(pool.id, Number(spec.volume_properties?.size ?? 0));
    }
    const claim = claimed || isRepeated ? await this.#find(volume.id) : undefined;
    if (claim?.status !== 'creating' || claim.host === null) {
      logger.info(`Volume ${volume.id} was scheduled by another or deleted meanwhile`);
      return;
    }
    // Who claimed it while this message came again may have lost its connection and send nothing: it is sent twice rather.
    const properties = claimed ? filterProperties : this.#triedProperties(claim, request.filterProperties);
    await this.#cast(context, claim, spec, request, properties);
  }

  async #cast(
    context: RequestContext,
    volume: VolumeRow,
    spec: RequestSpec,
    request: ScheduleVolumeRequest,
    chosen: FilterProperties,
  ): Promise<void> {
    const { volumeRpc, settings } = this.#dependencies;
    const wire = request.wireSpec ?? spec;
    const values: ObjectValues = isWireObject(wire) ? wire['versioned_object.data'] : wire;
    await volumeRpc.createVolume(context, volume, {
      requestSpec: wire,
      filterProperties: sharedProperties(chosen, spec, {
        wireType: values.volume_type,
        nameTemplate: settings.volume_name_template,
      }),
      allowReschedule: true,
    });
  }

  /** What the worker would have been told with the host that the volume has already. */
  #triedProperties(volume: VolumeRow, properties: FilterProperties): FilterProperties {
    const shared = {
      size: volume.size,
      availability_zone: volume.availabilityZone,
      user_id: volume.userId,
      metadata: dictionaryOf(volume.metadata),
      qos_specs: null,
    };
    const { retry: before, ...others } = properties;
    if (this.#dependencies.settings.scheduler_max_attempts === 1) return { ...others, ...shared };
    const { num_attempts: attempts = 0, backends = [], hosts = [] } = (before ?? {}) as Partial<Retry>;
    const backend = volume.clusterName ?? volume.host ?? '';
    const retry = { num_attempts: attempts + 1, backends: [...backends, backend], hosts: [...hosts, backend] };
    return { ...others, retry, ...shared };
  }

  async #fail(context: RequestContext, volume: VolumeRow, spec: RequestSpec, error: unknown): Promise<void> {
    const { volumes, messages } = this.#dependencies;
    await volumes.changeWhere(volume.id, { status: 'creating' }, { status: 'error' });
    await messages.create(context, { action: 'SCHEDULE_ALLOCATE_VOLUME', resourceId: volume.id, error });
    await reportFailure(this.#dependencies, context, { method: 'create_volume', spec, error, state: 'error' });
  }

  async #find(id: string): Promise<VolumeRow | undefined> {
    try {
      return await this.#dependencies.volumes.get(RequestContext.admin(), id);
    } catch (error) {
      if (error instanceof VolumeNotFound) return undefined;
      throw error;
    }
  }
}

/** For senders that give none. */
function oldSpec(volume: VolumeRow, request: ScheduleVolumeRequest): RequestSpec {
  const type = volume.volumeType;
  return {
    volume_id: volume.id,
    snapshot_id: request.snapshotId,
    image_id: request.imageId,
    backup_id: request.backupId,
    volume_properties: {
      size: volume.size ?? 0,
      availability_zone: volume.availabilityZone,
      volume_type_id: volume.volumeTypeId,
    },
    volume_type:
      type === null ? null : { id: type.id, name: type.name ?? '', extra_specs: dictionaryOf(type.extraSpecs) },
  };
}
