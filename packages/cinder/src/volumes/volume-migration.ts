// SPDX-License-Identifier: Apache-2.0
import type { Logger } from '@stackport/config';
import type { RequestContext } from '@stackport/context';
import type { Enforcer } from '@stackport/policy';
import { InvalidHost } from '../errors/services.js';
import { InvalidVolume } from '../errors/volumes.js';
import type { Prisma } from '../generated/mysql/client.js';
import { backendOf } from '../rpc/addressing.js';
import type { SchedulerRpc } from '../rpc/scheduler-rpc.js';
import type { VolumeRpc } from '../rpc/volume-rpc.js';
import type { ServiceRepository, ServiceRow } from '../services/service-repository.js';
import { NOT_MIGRATING } from './migration-states.js';
import { moveRequest } from './move-request.js';
import type { VolumeConnections } from './volume-connections.js';
import type { VolumeRepository } from './volume-repository.js';
import type { VolumeRow } from './volume.js';

export interface VolumeMigrationDependencies {
  readonly volumes: VolumeRepository;
  readonly services: Pick<ServiceRepository, 'list'>;
  readonly connections: Pick<VolumeConnections, 'attach' | 'detach'>;
  readonly schedulerRpc: Pick<SchedulerRpc, 'migrateVolume'>;
  readonly volumeRpc: Pick<VolumeRpc, 'migrateVolumeCompletion'>;
  readonly enforcer: Enforcer;
  /** `volume_name_template` */
  readonly nameTemplate: string;
  readonly logger: Logger;
}

/** Where a volume is to go: one of both. */
export interface MigrationTarget {
  /** `host@backend#pool` */
  readonly host: string | null;
  readonly cluster: string | null;
}

const ACTIONS = 'volume_extension:volume_admin_actions';
const MOVABLE = ['available', 'in-use'];

/** No group has it, and no other back end has a replica of it. */
const FREE: Prisma.VolumeWhereInput[] = [
  { OR: [{ replicationStatus: null }, { replicationStatus: { in: ['disabled', 'not-capable'] } }] },
  { OR: [{ consistencyGroupId: null }, { consistencyGroupId: '' }] },
  { OR: [{ groupId: null }, { groupId: '' }] },
];

/** Moves volumes between back ends: upstream's cinder/volume/api.py, migrate_volume and migrate_volume_completion. */
export class VolumeMigration {
  readonly #dependencies: VolumeMigrationDependencies;

  constructor(dependencies: VolumeMigrationDependencies) {
    this.#dependencies = dependencies;
  }

  /**
   * Marks a volume as one that will be moved and asks the scheduler whether it may go there.
   * @param options.forceCopy - whether its back end must not move it by itself
   * @param options.lock - whether users cannot use it meanwhile: it is in `maintenance` where it is available
   * @throws InvalidHost where there is no such service that is up and enabled, InvalidVolume, PolicyNotAuthorized
   */
  async migrate(
    context: RequestContext,
    volume: VolumeRow,
    target: MigrationTarget,
    { forceCopy, lock }: { readonly forceCopy: boolean; readonly lock: boolean },
  ): Promise<void> {
    const { volumes, schedulerRpc, nameTemplate, logger } = this.#dependencies;
    this.#authorize('migrate_volume', volume, context);
    const { clusterName } = await this.#service(target);
    const destination = clusterName ?? target.host ?? '';
    const status = lock && volume.status === 'available' ? 'maintenance' : volume.status;
    const changes = { status, migrationStatus: 'starting', previousStatus: volume.status };
    if (!(await volumes.changeWhere(volume.id, expected(volume, clusterName, target), changes)))
      throw new InvalidVolume(
        `Volume ${volume.id} status must be available or in-use, must not be migrating, have snapshots, be replicated, ` +
          'be part of a group and destination host/cluster must be different than the current one',
      );
    const marked = { ...volume, ...changes };
    try {
      await schedulerRpc.migrateVolume(context, marked, destination, {
        forceHostCopy: forceCopy,
        requestSpec: moveRequest(
          marked,
          volume.volumeType && { ...volume.volumeType, projects: undefined },
          nameTemplate,
        ),
        filterProperties: null,
      });
    } catch (error) {
      // Nobody was told: it is what it was.
      const { migrationStatus, previousStatus } = volume;
      const before = { status: volume.status, migrationStatus, previousStatus };
      await volumes.changeWhere(volume.id, { status, migrationStatus: 'starting' }, before);
      throw error;
    }
    logger.info(`Migrate volume request issued successfully: ${volume.id}`);
  }

  /**
   * Ends a migration whose data somebody else copied: the Compute service, for volumes in use.
   * @param isFailed - whether they could not be copied
   * @returns the id of the volume that stays
   * @throws InvalidVolume where the two are not those of one migration
   */
  async complete(
    context: RequestContext,
    volume: VolumeRow,
    newVolume: VolumeRow,
    { isFailed }: { readonly isFailed: boolean },
  ): Promise<unknown> {
    const { volumeRpc, logger } = this.#dependencies;
    this.#authorize('migrate_volume_completion', volume, context);
    if (!volume.migrationStatus && !newVolume.migrationStatus) {
      if (!isFailed) await this.#exchangeAttachments(context, volume, newVolume);
      return newVolume.id;
    }
    if (!volume.migrationStatus) throw new InvalidVolume('Source volume not mid-migration.');
    if (!newVolume.migrationStatus) throw new InvalidVolume('Destination volume not mid-migration.');
    const wanted = `target:${volume.id}`;
    if (newVolume.migrationStatus !== wanted)
      throw new InvalidVolume(`Destination has migration_status ${newVolume.migrationStatus}, expected ${wanted}.`);
    logger.info(`Migrate volume completion issued successfully: ${volume.id}`);
    return volumeRpc.migrateVolumeCompletion(context, volume, newVolume, isFailed);
  }

  /** A server took another volume in this one's place, and nothing was migrated. */
  async #exchangeAttachments(context: RequestContext, volume: VolumeRow, newVolume: VolumeRow): Promise<void> {
    const { connections } = this.#dependencies;
    for (const attachment of volume.attachments) {
      await connections.detach(context, volume, attachment.id);
      await connections.attach(context, newVolume, {
        instanceUuid: attachment.instanceUuid,
        hostName: attachment.attachedHost,
        mountpoint: attachment.mountpoint ?? '',
        mode: 'rw',
      });
    }
  }

  /** One that is up and enabled; any of a cluster. */
  async #service({ host, cluster }: MigrationTarget): Promise<ServiceRow> {
    const name = cluster ?? host ?? '';
    const backend = backendOf(name);
    const found = await this.#dependencies.services.list({
      topic: 'cinder-volume',
      isUp: true,
      disabled: false,
      ...(cluster === null ? { host: backend } : { clusterName: backend }),
    });
    const service = found.find((one) => (cluster === null ? one.host : one.clusterName) === backend);
    if (service === undefined) throw new InvalidHost(`No available service named '${name}'`);
    return service;
  }

  #authorize(action: string, { projectId, userId }: VolumeRow, context: RequestContext): void {
    const target = { project_id: projectId, user_id: userId };
    this.#dependencies.enforcer.authorize(`${ACTIONS}:${action}`, target, context);
  }
}

/** A volume of a cluster goes to another cluster, any other to another host. */
function expected(
  { status }: VolumeRow,
  clusterName: string | null,
  { host }: MigrationTarget,
): Prisma.VolumeWhereInput {
  const elsewhere: Prisma.VolumeWhereInput =
    clusterName === null
      ? { OR: [{ host: null }, { host: { not: host } }] }
      : { OR: [{ clusterName: null }, { clusterName: { not: clusterName } }] };
  return {
    AND: [
      { AND: [{ status }, { status: { in: MOVABLE } }] },
      NOT_MIGRATING,
      ...FREE,
      elsewhere,
      { snapshots: { none: { deleted: false } } },
    ],
  };
}
