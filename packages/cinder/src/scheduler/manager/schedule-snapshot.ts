// SPDX-License-Identifier: Apache-2.0
import { RequestContext } from '@stackport/context';
import { NoValidBackend } from '../../errors/scheduler.js';
import type { FilterProperties } from '../filter-scheduler.js';
import type { RequestSpec } from '../schedule-request.js';
import type { SchedulerDependencies } from './dependencies.js';
import { reportFailure } from './failures.js';

export interface ScheduleSnapshotRequest {
  readonly volumeId: string;
  readonly snapshotId: string;
  readonly spec: RequestSpec;
  readonly filterProperties: FilterProperties;
}

/** Looks whether a back end has room for a snapshot, and has it made or taken over there. */
export class ScheduleSnapshot {
  readonly #dependencies: SchedulerDependencies;

  constructor(dependencies: SchedulerDependencies) {
    this.#dependencies = dependencies;
  }

  /** @param backend - `host@backend#pool` of the volume */
  async create(context: RequestContext, request: ScheduleSnapshotRequest, backend: string): Promise<void> {
    const { volumes, snapshots, volumeRpc } = this.#dependencies;
    await this.#schedule(context, 'create_snapshot', request, async (spec) => {
      const size = Number(spec.volume_properties?.size ?? 0);
      await this.#take(backend, spec, request.filterProperties, size);
      const admin = RequestContext.admin();
      const volume = await volumes.get(admin, request.volumeId);
      await volumeRpc.createSnapshot(context, volume, await snapshots.get(admin, request.snapshotId));
    });
  }

  /** @param ref - what the back end knows it by */
  async manageExisting(context: RequestContext, request: ScheduleSnapshotRequest, ref: unknown): Promise<void> {
    const { volumes, snapshots, volumeRpc } = this.#dependencies;
    await this.#schedule(context, 'manage_existing_snapshot', request, async (spec) => {
      const admin = RequestContext.admin();
      const volume = await volumes.get(admin, request.volumeId);
      const backend = volume.clusterName ?? volume.host ?? '';
      await this.#take(backend, spec, request.filterProperties, volume.size ?? 0);
      await volumeRpc.manageExistingSnapshot(context, await snapshots.get(admin, request.snapshotId), ref, volume);
    });
  }

  async #take(backend: string, spec: RequestSpec, properties: FilterProperties, size: number): Promise<void> {
    const { pool } = await this.#dependencies.scheduler.placeOn(backend, spec, properties);
    pool.consume(size);
  }

  async #schedule(
    context: RequestContext,
    method: string,
    { snapshotId, spec: given }: ScheduleSnapshotRequest,
    action: (spec: RequestSpec) => Promise<void>,
  ): Promise<void> {
    const { readiness, snapshots } = this.#dependencies;
    await readiness.wait();
    const spec = { ...given, operation: method };
    try {
      await action(spec);
    } catch (error) {
      await snapshots.changeWhere({ id: snapshotId, status: 'creating' }, { status: 'error' });
      await reportFailure(this.#dependencies, context, { method, spec, error, state: 'error', snapshotId });
      if (!(error instanceof NoValidBackend)) throw error;
    }
  }
}
