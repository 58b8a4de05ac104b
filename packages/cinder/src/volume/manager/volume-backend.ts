// SPDX-License-Identifier: Apache-2.0
import type { Logger } from '@stackport/config';
import type { RequestContext } from '@stackport/context';
import type { BackupHosts } from '../../backups/backup-hosts.js';
import type { BackupRepository } from '../../backups/backup-repository.js';
import { DriverNotInitialized } from '../../errors/volume-driver.js';
import { NotFound } from '../../errors/base.js';
import type { Snapshot, Volume } from '../../generated/mysql/client.js';
import type { GlanceClient } from '../../image/glance-client.js';
import type { KeyManager } from '../../keys/key-manager.js';
import type { MessageService } from '../../messages/message-service.js';
import type { Notifications } from '../../notifications/notifications.js';
import type { QuotaEngine } from '../../quotas/quota-engine.js';
import type { BackupRpc } from '../../rpc/backup-rpc.js';
import type { SchedulerRpc } from '../../rpc/scheduler-rpc.js';
import type { VolumeRpc } from '../../rpc/volume-rpc.js';
import type { VolumeDriver } from '../drivers/driver.js';
import type { Servers } from '../ports.js';
import type { ImageVolumeCache } from './image-volume-cache.js';
import { KeyedLock } from './keyed-lock.js';
import type { ManagerRepository, SnapshotWithVolume, VolumeWithParts } from './manager-repository.js';
import type { MigrationRepository } from './migration-repository.js';
import { snapshotUsage, volumeUsage } from './usage.js';
import type { WorkClaims } from './work-claims.js';

/** What `services` knows of this back end. */
export interface ServiceIdentity {
  readonly id: number;
  readonly uuid: string | null;
}

export interface BackendSettings {
  readonly availabilityZone: string;
  /** Seconds. */
  readonly migrationTimeout: number;
  readonly isSnapshotSpaceFree: boolean;
  readonly reportsDiscard: boolean;
}

export interface VolumeBackendInit {
  /** `host@backend` */
  readonly host: string;
  /** Undefined where the back end is of a kind that is not here, or badly configured. */
  readonly driver: VolumeDriver | undefined;
  readonly settings: BackendSettings;
  readonly repository: ManagerRepository;
  readonly moves: MigrationRepository;
  readonly claims: WorkClaims;
  readonly quotas: QuotaEngine;
  readonly messages: MessageService;
  readonly notifications: Notifications;
  readonly schedulerRpc: SchedulerRpc;
  readonly volumeRpc: VolumeRpc;
  readonly backupRpc: BackupRpc;
  readonly backups: Pick<BackupRepository, 'change'>;
  readonly backupHosts: Pick<BackupHosts, 'pick'>;
  readonly images: GlanceClient;
  /** Of encrypted volumes. */
  readonly keys: Pick<KeyManager, 'get'>;
  readonly servers: Servers;
  /** Where image_volume_cache_enabled says so. */
  readonly imageCache?: ImageVolumeCache | undefined;
  readonly logger: Logger;
}

/** One back end and what all of its work shares. */
export class VolumeBackend {
  readonly init: VolumeBackendInit;
  readonly locks = new KeyedLock();
  /** Set at the start, when the row is there. */
  service: ServiceIdentity = { id: 0, uuid: null };
  /** GiB that volumes take by pool, as their rows say. */
  readonly allocated = new Map<string, number>();
  #isInitialized = false;
  #protocol: string | undefined;

  constructor(init: VolumeBackendInit) {
    this.init = init;
  }

  get isInitialized(): boolean {
    return this.#isInitialized;
  }

  markInitialized(): void {
    this.#isInitialized = true;
  }

  /** Throws `DriverNotInitialized`. */
  get driver(): VolumeDriver {
    if (!this.#isInitialized || this.init.driver === undefined) throw new DriverNotInitialized();
    return this.init.driver;
  }

  /** Throws `DriverNotInitialized`. */
  requireDriver(): VolumeDriver {
    return this.driver;
  }

  /** Throws `VolumeNotFound`. */
  async volume(id: string): Promise<VolumeWithParts> {
    const row = await this.init.repository.getVolume(id);
    if (row === undefined) throw new WorkNotFound('Volume', id);
    return row;
  }

  async snapshot(id: string): Promise<SnapshotWithVolume> {
    const row = await this.init.repository.getSnapshot(id);
    if (row === undefined) throw new WorkNotFound('Snapshot', id);
    return row;
  }

  /** @param sign - 1 for what was made, -1 for what is gone */
  count(volume: { readonly host: string | null; readonly size: number | null }, sign: 1 | -1): void {
    const pool = volume.host?.split('#')[1] ?? '';
    this.allocated.set(pool, Math.max(0, (this.allocated.get(pool) ?? 0) + sign * (volume.size ?? 0)));
  }

  async notifyVolume(
    context: RequestContext,
    volume: Volume & Partial<Pick<VolumeWithParts, 'metadata' | 'attachments' | 'glanceMetadata'>>,
    event: string,
    extra: Readonly<Record<string, unknown>> = {},
  ): Promise<void> {
    await this.init.notifications.info(context, 'volume', `volume.${event}`, { ...volumeUsage(volume), ...extra });
  }

  async notifySnapshot(context: RequestContext, snapshot: Snapshot, volume: Volume, event: string): Promise<void> {
    await this.init.notifications.info(context, 'snapshot', `snapshot.${event}`, snapshotUsage(snapshot, volume));
  }

  /**
   * Whether nodes have to take care that volumes share a target, as iSCSI's may; null where they always have to, as with
   * NVMe-oF (upstream's _driver_shares_targets).
   */
  get sharesTargets(): boolean | null {
    if (['NVMe-oF', 'NVMeOF', 'nvmeof'].includes(String(this.#protocol))) return null;
    return ['iSCSI', 'iscsi'].includes(String(this.#protocol));
  }

  /** Tells the schedulers what is here and what is free. A failure is logged. */
  async publish(context: RequestContext): Promise<void> {
    if (!this.#isInitialized) return;
    const { logger, schedulerRpc, host } = this.init;
    try {
      const stats = await this.driver.getVolumeStats();
      this.#protocol = stats.storage_protocol;
      const pools = stats.pools.map((pool) => ({
        ...pool,
        allocated_capacity_gb: this.allocated.get(String(pool.pool_name)) ?? 0,
      }));
      const capabilities = { ...stats, pools };
      await schedulerRpc.updateServiceCapabilities(context, 'volume', host, capabilities);
      await schedulerRpc.notifyServiceCapabilities(context, 'volume', host, capabilities);
    } catch (error) {
      logger.error(`Failed to report the capabilities of ${host}`, error);
    }
  }
}

/** `VolumeNotFound` or `SnapshotNotFound`, by upstream's names. */
export class WorkNotFound extends NotFound {
  constructor(kind: 'Volume' | 'Snapshot' | 'Group' | 'GroupSnapshot', id: string) {
    super(`${kind} ${id} could not be found.`);
    this.name = `${kind}NotFound`;
  }
}
