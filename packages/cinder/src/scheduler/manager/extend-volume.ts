// SPDX-License-Identifier: Apache-2.0
import { RequestContext } from '@stackport/context';
import { NoValidBackend } from '../../errors/scheduler.js';
import type { SchedulerDependencies } from './dependencies.js';
import { reportFailure } from './failures.js';
import type { MoveRequest } from './move-volume.js';

/** Looks whether a volume's pool has room for what it grows by, and has it grow. */
export class ExtendVolume {
  readonly #dependencies: SchedulerDependencies;

  constructor(dependencies: SchedulerDependencies) {
    this.#dependencies = dependencies;
  }

  /**
   * Where it has none, the quota is given back, the volume is what it was, and the user is told.
   * @param newSize - GiB
   */
  async run(
    context: RequestContext,
    request: MoveRequest,
    { newSize, reservations }: { readonly newSize: number; readonly reservations: readonly string[] },
  ): Promise<void> {
    const { scheduler, volumes, volumeRpc, quotas, messages } = this.#dependencies;
    const volume = await volumes.get(RequestContext.admin(), request.volumeId);
    const spec = { ...request.spec, operation: 'extend_volume' };
    try {
      const size = newSize - (volume.size ?? 0);
      const backend = volume.clusterName ?? volume.host ?? '';
      const { pool } = await scheduler.placeOn(backend, spec, request.filterProperties, { size });
      pool.consume(size);
      await volumeRpc.extendVolume(context, volume, newSize, reservations);
    } catch (error) {
      await quotas.rollback(context, reservations, { projectId: volume.projectId });
      const status = volume.previousStatus ?? 'available';
      await volumes.changeWhere(volume.id, { status: 'extending' }, { status, previousStatus: null });
      const state = { status, previous_status: null };
      await reportFailure(this.#dependencies, context, { method: 'extend_volume', spec, error, state });
      await messages.create(context, { action: 'EXTEND_VOLUME', resourceId: volume.id, error });
      if (!(error instanceof NoValidBackend)) throw error;
    }
  }
}
