// SPDX-License-Identifier: Apache-2.0
import type { Logger } from '@stackport/config';
import type { RequestContext } from '@stackport/context';
import type { Enforcer } from '@stackport/policy';
import type { SchedulerRpc } from '../rpc/scheduler-rpc.js';
import type { ManageablePage, VolumeRpc } from '../rpc/volume-rpc.js';
import type { BackendName, ManagedBackends } from '../services/managed-backends.js';
import { manageableResources, type ManageableResource } from '../volumes/manageable.js';
import type { VolumeService } from '../volumes/volume-service.js';
import type { SnapshotRepository, SnapshotRow } from './snapshot-repository.js';
import { snapshotRequestSpec, type SnapshotService } from './snapshot-service.js';

export interface ManageSnapshotRequest {
  readonly volumeId: string;
  /** What the back end knows it by. */
  readonly ref: unknown;
  readonly name: string | null;
  readonly description: string | null;
  readonly metadata: Readonly<Record<string, string>>;
}

export interface SnapshotManagementDependencies {
  readonly backends: ManagedBackends;
  readonly snapshots: SnapshotRepository;
  readonly snapshotService: Pick<SnapshotService, 'get' | 'store' | 'delete'>;
  readonly volumeService: Pick<VolumeService, 'get'>;
  readonly schedulerRpc: Pick<SchedulerRpc, 'manageExistingSnapshot'>;
  readonly volumeRpc: Pick<VolumeRpc, 'getManageableSnapshots'>;
  readonly enforcer: Enforcer;
  readonly logger: Logger;
}

/** Takes what is on a back end already under management as snapshots, and lets snapshots go. */
export class SnapshotManagement {
  readonly #dependencies: SnapshotManagementDependencies;

  constructor(dependencies: SnapshotManagementDependencies) {
    this.#dependencies = dependencies;
  }

  /** What the caller may not see is refused before the request is looked at. Throws `PolicyNotAuthorized`. */
  authorizeList(context: RequestContext): void {
    const target = { projectId: context.projectId ?? null, userId: context.userId ?? null };
    this.#authorize('snapshot_extension:list_manageable', target, context);
  }

  /**
   * Makes the row of a snapshot that the back end takes over, with the quota of one as large as its volume.
   * @throws VolumeNotFound, PolicyNotAuthorized, ServiceNotFound, BackendUnavailable, InvalidVolume, the errors of quotas
   */
  async manage(context: RequestContext, request: ManageSnapshotRequest): Promise<SnapshotRow> {
    const { backends, snapshots, snapshotService, volumeService, schedulerRpc, logger } = this.#dependencies;
    const volume = await volumeService.get(context, request.volumeId);
    this.#authorize('snapshot_extension:snapshot_manage', volume, context);
    // One that is on no back end is refused with the reason.
    if (volume.host !== null) await backends.find(volume.clusterName === null ? volume : { ...volume, host: null });
    const { name, description, metadata } = request;
    const snapshot = await snapshotService.store(context, volume, { name, description, metadata, allowInUse: true });
    try {
      await schedulerRpc.manageExistingSnapshot(context, volume, snapshot, request.ref, {
        requestSpec: snapshotRequestSpec(snapshot, volume),
        filterProperties: null,
      });
    } catch (error) {
      // Nobody was told: the row can be deleted, and gives its quota back then.
      await snapshots.changeWhere({ id: snapshot.id, status: 'creating' }, { status: 'error' });
      logger.error(`Snapshot ${snapshot.id}: manage failed.`, error);
      throw error;
    }
    return snapshot;
  }

  /** What is on a back end, with what is managed already. */
  async list(
    context: RequestContext,
    backend: BackendName,
    page: ManageablePage,
  ): Promise<readonly ManageableResource[]> {
    this.authorizeList(context);
    const service = await this.#dependencies.backends.find(backend);
    return manageableResources(await this.#dependencies.volumeRpc.getManageableSnapshots(context, service, page));
  }

  /** Lets a snapshot go: its data stay on the back end. Throws `SnapshotNotFound`, `InvalidSnapshot`. */
  async unmanage(context: RequestContext, id: string): Promise<void> {
    const { snapshotService } = this.#dependencies;
    const snapshot = await snapshotService.get(context, id);
    this.#authorize('snapshot_extension:snapshot_unmanage', snapshot, context);
    await snapshotService.delete(context, snapshot, { unmanageOnly: true });
  }

  #authorize(
    rule: string,
    { projectId, userId }: { readonly projectId: string | null; readonly userId: string | null },
    context: RequestContext,
  ): void {
    this.#dependencies.enforcer.authorize(rule, { project_id: projectId, user_id: userId }, context);
  }
}
