// SPDX-License-Identifier: Apache-2.0
import type { RequestContext } from '@stackport/context';
import type { Enforcer } from '@stackport/policy';
import { InvalidInput, OverQuota } from '../errors/base.js';
import { VolumeSizeExceedsAvailableQuota, VolumeSizeExceedsLimit } from '../errors/quotas.js';
import { InvalidVolume } from '../errors/volumes.js';
import type { QuotaEngine, Reservations } from '../quotas/quota-engine.js';
import type { SchedulerRpc } from '../rpc/scheduler-rpc.js';
import type { VolumeTypeService } from '../volume-types/volume-type-service.js';
import { moveRequest } from './move-request.js';
import type { VolumeRepository } from './volume-repository.js';
import type { VolumeRow } from './volume.js';

export interface VolumeExtensionDependencies {
  readonly volumes: VolumeRepository;
  readonly types: VolumeTypeService;
  readonly quotas: QuotaEngine;
  readonly schedulerRpc: Pick<SchedulerRpc, 'extendVolume'>;
  readonly enforcer: Enforcer;
  /** `volume_name_template` */
  readonly nameTemplate: string;
}

/** Makes volumes larger: upstream's cinder/volume/api.py, extend. */
export class VolumeExtension {
  readonly #dependencies: VolumeExtensionDependencies;

  constructor(dependencies: VolumeExtensionDependencies) {
    this.#dependencies = dependencies;
  }

  /**
   * Marks a volume as being extended, reserves the quota and asks the scheduler whether there is room. Where any of that
   * fails all is as before.
   * @param newSize - GiB
   * @param options.attached - whether it is one in use: from 3.42 on
   * @throws InvalidInput, InvalidVolume, VolumeSizeExceedsLimit, VolumeSizeExceedsAvailableQuota
   */
  async extend(
    context: RequestContext,
    volume: VolumeRow,
    newSize: number,
    { attached }: { readonly attached: boolean },
  ): Promise<void> {
    const { volumes, types, quotas, schedulerRpc, enforcer, nameTemplate } = this.#dependencies;
    const rule = attached ? 'volume:extend_attached_volume' : 'volume:extend';
    enforcer.authorize(rule, { project_id: volume.projectId, user_id: volume.userId }, context);
    const size = volume.size ?? 0;
    if (newSize <= size)
      throw new InvalidInput(
        `New size for extend must be greater than current size. (current: ${size}, extended: ${newSize}).`,
      );
    if (volume.volumeType !== null) types.checkSize(volume.volumeType, newSize);
    const status = attached ? 'in-use' : 'available';
    if (!(await volumes.changeWhere(volume.id, { status, size }, { status: 'extending', previousStatus: status })))
      throw new InvalidVolume(
        `Volume ${volume.id} status must be '{'status': '${status}'}' to extend, currently ${volume.status ?? ''}.`,
      );
    let reservations: Reservations = [];
    try {
      reservations = await this.#reserve(context, volume, newSize);
      // As it stands now: what the message says of it is read back.
      const marked = await volumes.get(context, volume.id);
      const type = volume.volumeType && { ...volume.volumeType, projects: undefined };
      const requestSpec = moveRequest(marked, type, nameTemplate);
      const request = { requestSpec, filterProperties: null };
      await schedulerRpc.extendVolume(context, marked, newSize, reservations, request);
    } catch (error) {
      await quotas.rollback(context, reservations, { projectId: volume.projectId });
      await volumes.changeWhere(volume.id, { status: 'extending' }, { status, previousStatus: volume.previousStatus });
      throw error;
    }
  }

  async #reserve(context: RequestContext, volume: VolumeRow, newSize: number): Promise<Reservations> {
    const { quotas } = this.#dependencies;
    const requested = newSize - (volume.size ?? 0);
    try {
      await quotas.limitCheck(context, { per_volume_gigabytes: newSize });
    } catch (error) {
      if (!(error instanceof OverQuota)) throw error;
      throw new VolumeSizeExceedsLimit({ size: newSize, limit: error.quotas.per_volume_gigabytes ?? -1 });
    }
    try {
      const deltas = await quotas.addVolumeTypeOptions(context, { gigabytes: requested }, volume.volumeTypeId);
      return await quotas.reserve(context, deltas, { projectId: volume.projectId ?? undefined });
    } catch (error) {
      if (!(error instanceof OverQuota)) throw error;
      const usage = error.usages.gigabytes;
      throw new VolumeSizeExceedsAvailableQuota({
        name: 'gigabytes',
        requested,
        quota: error.quotas.gigabytes ?? -1,
        consumed: (usage?.inUse ?? 0) + (usage?.reserved ?? 0),
      });
    }
  }
}
