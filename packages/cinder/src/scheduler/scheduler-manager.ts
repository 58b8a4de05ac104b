// SPDX-License-Identifier: Apache-2.0
import { RequestContext } from '@stackport/context';
import { NoValidBackend } from '../errors/scheduler.js';
import type { FilterProperties } from './filter-scheduler.js';
import type { PoolDescription } from './host-manager.js';
import { CapacityNotifications } from './manager/capacity-notifications.js';
import { Cleanup } from './manager/cleanup.js';
import { ScheduleVolume } from './manager/create-volume.js';
import type { SchedulerDependencies } from './manager/dependencies.js';
import { ExtendVolume } from './manager/extend-volume.js';
import { MoveVolume } from './manager/move-volume.js';
import { ScheduleBackup } from './manager/schedule-backup.js';
import { ScheduleGroup } from './manager/schedule-group.js';
import { ScheduleSnapshot } from './manager/schedule-snapshot.js';
import type { Capabilities } from './pool-state.js';
import type { RequestSpec } from './schedule-request.js';

/** What a service says of itself. */
export interface CapabilitiesReport {
  /** `volume` or `backup`; others do not matter. */
  readonly serviceName: string;
  /** `host@backend` */
  readonly host: string;
  readonly capabilities: Capabilities | null;
  readonly clusterName: string | null;
  readonly at: Date;
}

/** What cinder-scheduler does: upstream's SchedulerManager, by concern. */
export class SchedulerManager {
  readonly createVolume: ScheduleVolume;
  readonly snapshots: ScheduleSnapshot;
  readonly moves: MoveVolume;
  readonly extendVolume: ExtendVolume;
  readonly groups: ScheduleGroup;
  readonly backups: ScheduleBackup;
  readonly cleanup: Cleanup;
  readonly capacity: CapacityNotifications;
  readonly #dependencies: SchedulerDependencies;

  constructor(dependencies: SchedulerDependencies) {
    this.#dependencies = dependencies;
    this.createVolume = new ScheduleVolume(dependencies);
    this.snapshots = new ScheduleSnapshot(dependencies);
    this.moves = new MoveVolume(dependencies);
    this.extendVolume = new ExtendVolume(dependencies);
    this.groups = new ScheduleGroup(dependencies);
    this.backups = new ScheduleBackup(dependencies);
    this.cleanup = new Cleanup(dependencies);
    this.capacity = new CapacityNotifications(dependencies);
  }

  async updateCapabilities(report: CapabilitiesReport): Promise<void> {
    const { hosts, readiness } = this.#dependencies;
    if (report.serviceName === 'backup') {
      this.backups.update(report.clusterName ?? report.host, report.capabilities ?? {});
      return;
    }
    hosts.update(report.serviceName, report.host, report.capabilities, report.clusterName, report.at);
    await readiness.check();
  }

  getPools(filters: Readonly<Record<string, unknown>> | null): Promise<PoolDescription[]> {
    return this.#dependencies.hosts.describe(filters ?? {});
  }

  /** Whether a back end has room for what is asked; if so it is taken. */
  async validateHostCapacity(backend: string, spec: RequestSpec, properties: FilterProperties): Promise<boolean> {
    const { scheduler, logger } = this.#dependencies;
    try {
      const { pool } = await scheduler.placeOn(backend, { ...spec, operation: 'create_group' }, properties);
      pool.consume(Number(spec.volume_properties?.size ?? 0));
      return true;
    } catch (error) {
      if (!(error instanceof NoValidBackend)) throw error;
      logger.error(`Desired host ${backend} does not have enough capacity.`);
      return false;
    }
  }

  /** Asks all that hold volumes or backups to say what they can: at start, when nothing is known. */
  async requestCapabilities(): Promise<void> {
    const { volumeRpc, backupRpc } = this.#dependencies;
    const context = RequestContext.admin();
    await volumeRpc.publishServiceCapabilities(context);
    await backupRpc.publishServiceCapabilities(context);
  }
}
