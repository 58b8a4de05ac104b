// SPDX-License-Identifier: Apache-2.0
import type { Logger } from '@stackport/config';
import type { RequestContext } from '@stackport/context';
import type { Enforcer } from '@stackport/policy';
import { CinderError, InvalidInput, OverQuota } from '../errors/base.js';
import { InvalidVolume } from '../errors/volumes.js';
import type { Prisma } from '../generated/mysql/client.js';
import { describeOverQuota } from '../quotas/over-quota.js';
import type { QuotaEngine, Reservations } from '../quotas/quota-engine.js';
import type { SchedulerRpc } from '../rpc/scheduler-rpc.js';
import type { SnapshotRepository } from '../snapshots/snapshot-repository.js';
import type { VolumeTypeRow } from '../volume-types/volume-type-repository.js';
import type { VolumeTypeService } from '../volume-types/volume-type-service.js';
import { extraSpecsOf } from '../volume-types/type-values.js';
import { NOT_MIGRATING } from './migration-states.js';
import { moveRequest } from './move-request.js';
import type { VolumeRepository } from './volume-repository.js';
import type { VolumeRow } from './volume.js';

export interface VolumeRetypeDependencies {
  readonly volumes: VolumeRepository;
  readonly snapshots: Pick<SnapshotRepository, 'sizeOf'>;
  readonly types: VolumeTypeService;
  readonly quotas: QuotaEngine;
  readonly schedulerRpc: Pick<SchedulerRpc, 'retype'>;
  readonly enforcer: Enforcer;
  /** `no_snapshot_gb_quota`: whether the size of snapshots counts for nothing. */
  readonly withoutSizeQuota: boolean;
  /** `volume_name_template` */
  readonly nameTemplate: string;
  readonly logger: Logger;
}

/** `never` or `on-demand`; null is never. */
export type MigrationPolicy = string | null;

/** Makes volumes another type: upstream's cinder/volume/api.py, retype. */
export class VolumeRetype {
  readonly #dependencies: VolumeRetypeDependencies;

  constructor(dependencies: VolumeRetypeDependencies) {
    this.#dependencies = dependencies;
  }

  /**
   * Reserves the new type's quota and the old one's return, marks the volume, and asks the scheduler where it may be
   * with the new type. Where any of that fails all is as before.
   * @param typeName - its id or its name. Private types of others are not found, though upstream finds them here
   * @throws VolumeTypeNotFound and its kin, InvalidInput, InvalidVolume, the errors of quotas, PolicyNotAuthorized
   */
  async retype(
    context: RequestContext,
    volume: VolumeRow,
    typeName: string,
    migrationPolicy: MigrationPolicy,
  ): Promise<void> {
    const { types, volumes, quotas, enforcer, logger } = this.#dependencies;
    const target = { project_id: volume.projectId, user_id: volume.userId };
    enforcer.authorize('volume:retype', target, context);
    const type = await types.getByNameOrId(context, typeName);
    types.checkSize(type, volume.size ?? 0);
    const multiattach = isMultiattach(type);
    if (multiattach !== (volume.multiattach ?? false)) {
      if (volume.status !== 'available')
        throw new InvalidInput(
          'Invalid volume_type passed, retypes affecting multiattach are only allowed on available volumes, the ' +
            `specified volume however currently has a status of: ${volume.status ?? 'None'}.`,
        );
      if (multiattach) enforcer.authorize('volume:multiattach', target, context);
    }
    if (multiattach && (await types.isEncrypted(type.id)))
      throw new InvalidInput('Retype requested both encryption and multi-attach, which is not supported.');
    const reservations = await this.#reserve(context, volume, type.id, 1);
    let oldReservations: Reservations = [];
    try {
      oldReservations = await this.#giveBack(context, volume);
      // Upstream sets multiattach later, when a back end may be at work already. One that fails puts it back.
      const changes = { status: 'retyping', previousStatus: volume.status, multiattach };
      if (!(await volumes.changeWhere(volume.id, expected(volume, type), changes)))
        throw new InvalidVolume(
          'Retype needs volume to be in available or in-use state, not be part of an active migration or a consistency ' +
            'group, requested type has to be different that the one from the volume, and for in-use volumes front-end ' +
            'qos specs cannot change.',
        );
      await this.#schedule(context, volume, { type, multiattach, migrationPolicy, reservations, oldReservations });
    } catch (error) {
      await quotas.rollback(context, [...reservations, ...oldReservations], { projectId: volume.projectId });
      throw error;
    }
    logger.info(`Retype volume request issued successfully: ${volume.id}`);
  }

  async #schedule(
    context: RequestContext,
    volume: VolumeRow,
    change: {
      readonly type: VolumeTypeRow;
      readonly multiattach: boolean;
      readonly migrationPolicy: MigrationPolicy;
      readonly reservations: Reservations;
      readonly oldReservations: Reservations;
    },
  ): Promise<void> {
    const { schedulerRpc, volumes, nameTemplate } = this.#dependencies;
    const { type, multiattach } = change;
    const marked = { ...volume, status: 'retyping', previousStatus: volume.status, multiattach };
    try {
      await schedulerRpc.retype(context, marked, {
        requestSpec: {
          ...moveRequest(marked, type, nameTemplate),
          migration_policy: change.migrationPolicy,
          quota_reservations: change.reservations,
          old_reservations: change.oldReservations,
          availability_zones: zonesOf(type) ?? [volume.availabilityZone],
        },
        filterProperties: {},
      });
    } catch (error) {
      const { status, previousStatus } = volume;
      await volumes.changeWhere(
        volume.id,
        { status: 'retyping' },
        { status, previousStatus, multiattach: volume.multiattach },
      );
      throw error;
    }
  }

  /** What a type alone counts: the volume itself stays what it was. */
  async #reserve(context: RequestContext, volume: VolumeRow, typeId: string, sign: 1 | -1): Promise<Reservations> {
    const { quotas, snapshots, withoutSizeQuota } = this.#dependencies;
    const ofSnapshots = await snapshots.sizeOf(volume.id);
    const size = volume.size ?? 0;
    const all: Record<string, number> = {
      volumes: 1,
      gigabytes: size + (withoutSizeQuota ? 0 : ofSnapshots.size),
      ...(ofSnapshots.count === 0 ? {} : { snapshots: ofSnapshots.count }),
    };
    const whole = Object.keys(all);
    await quotas.addVolumeTypeOptions(context, all, typeId);
    const deltas = Object.entries(all)
      .filter(([name]) => !whole.includes(name))
      .map(([name, delta]) => [name, sign * delta] as const);
    try {
      return await quotas.reserve(context, Object.fromEntries(deltas), { projectId: volume.projectId ?? undefined });
    } catch (error) {
      throw error instanceof OverQuota ? describeOverQuota(error, { resource: 'volumes', size }) : error;
    }
  }

  async #giveBack(context: RequestContext, volume: VolumeRow): Promise<Reservations> {
    try {
      return await this.#reserve(context, volume, volume.volumeTypeId, -1);
    } catch (error) {
      this.#dependencies.logger.error(`Failed to update quota usage while retyping volume ${volume.id}`, error);
      throw new RetypeFailed();
    }
  }
}

/** Answered 500, as upstream does. */
class RetypeFailed extends CinderError {
  constructor() {
    super('Failed to update quota usage while retyping volume.');
  }
}

/** Limits that the node with the guest sets do not change under a volume in use (upstream's volume_qos_allows_retype). */
function expected(volume: VolumeRow, type: VolumeTypeRow): Prisma.VolumeWhereInput {
  const { volumeType: old } = volume;
  const isSame = old !== null && old.qosSpecsId !== null && old.qosSpecsId === type.qosSpecsId;
  const allowsInUse = isSame || !(isFrontEnd(old) || isFrontEnd(type));
  return {
    AND: [
      { status: volume.status },
      { status: { in: allowsInUse ? ['available', 'in-use'] : ['available'] } },
      NOT_MIGRATING,
      { OR: [{ consistencyGroupId: null }, { consistencyGroupId: '' }] },
      { OR: [{ groupId: null }, { groupId: '' }] },
      { volumeTypeId: volume.volumeTypeId },
      { volumeTypeId: { not: type.id } },
    ],
  };
}

function isFrontEnd(type: VolumeTypeRow | null): boolean {
  const consumer = type?.qosSpecs?.specs.find(({ key }) => key === 'consumer')?.value;
  return consumer !== undefined && consumer !== null && consumer !== 'back-end';
}

function isMultiattach(type: VolumeTypeRow): boolean {
  return extraSpecsOf(type).multiattach === '<is> True';
}

/** The zones that volumes of the type must be in; undefined where it does not say. */
function zonesOf(type: VolumeTypeRow): readonly string[] | undefined {
  const { 'RESKEY:availability_zones': zones } = extraSpecsOf(type);
  return zones
    ?.split(',')
    .map((zone) => zone.trim())
    .filter((zone) => zone !== '');
}
