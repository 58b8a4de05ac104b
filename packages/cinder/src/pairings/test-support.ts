// SPDX-License-Identifier: Apache-2.0
// Our workers and clients on a bus and a database that Python's cinder shares.
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Configuration, silentLogger } from '@stackport/config';
import { loggingOptions, RequestContext, setupLogging } from '@stackport/context';
import { now } from '@stackport/database';
import { RpcClient, transportFromConf, type Transport } from '@stackport/messaging';
import { PythonPeer, RabbitVhost } from '@stackport/messaging/testing';
import { createCinderBackup } from '../backup/service.js';
import { BackupRepository, type BackupRow } from '../backups/backup-repository.js';
import type { CinderDatabase } from '../database.js';
import type { Group, GroupSnapshot, Prisma, Snapshot } from '../generated/mysql/client.js';
import { openTestDatabase, type TestDatabase } from '../quotas/test-support.js';
import { BackupRpc } from '../rpc/backup-rpc.js';
import { SchedulerRpc } from '../rpc/scheduler-rpc.js';
import { VolumeRpc } from '../rpc/volume-rpc.js';
import { createCinderScheduler } from '../scheduler/service.js';
import { cinderApiOptionGroups } from '../service.js';
import { createCinderVolume } from '../volume/create-cinder-volume.js';
import { VolumeTypeRepository } from '../volume-types/volume-type-repository.js';
import { VolumeRepository } from '../volumes/volume-repository.js';
import type { VolumeRow } from '../volumes/volume.js';

const PEER = fileURLToPath(new URL('../../test/peer.py', import.meta.url));

export const PROJECT = '3f6d0c5a9b8e4f7aa1b2c3d4e5f60718';
export const USER = '0123456789abcdef0123456789abcdef';
/** The back end of our cinder-volume. */
export const BACKEND = 'ts@store';
/** The back end that Python serves. */
export const PYTHON_BACKEND = 'py@store';
export const PYTHON_HOST = 'py';

/** A bus (a virtual host of the machine's RabbitMQ) and a database (MariaDB) where ours and Python's meet. */
export class Meeting {
  readonly context = new RequestContext({ userId: USER, projectId: PROJECT, roles: ['member'] });
  readonly typeId = randomUUID();
  readonly transport: Transport;
  readonly #peers: PythonPeer[] = [];
  readonly #stopping: (() => Promise<void>)[] = [];

  private constructor(
    readonly folder: string,
    readonly vhost: RabbitVhost,
    readonly opened: TestDatabase,
    readonly configuration: Configuration,
  ) {
    this.transport = transportFromConf(configuration, { logger: silentLogger });
  }

  static async open(): Promise<Meeting> {
    const folder = await mkdtemp(join(tmpdir(), 'stackport-pairing-'));
    const vhost = await RabbitVhost.create();
    const opened = await openTestDatabase('mysql');
    const configuration = Configuration.of([...cinderApiOptionGroups, loggingOptions], {
      DEFAULT: {
        host: 'ts',
        transport_url: vhost.url,
        state_path: folder,
        enabled_backends: ['store'],
        backup_driver: 'cinder.backup.drivers.posix.PosixBackupDriver',
        backup_posix_path: join(folder, 'backups'),
        rpc_response_timeout: 20,
      },
      store: { volume_driver: 'stackport.file', file_volumes_dir: join(folder, 'volumes') },
    });
    const meeting = new Meeting(folder, vhost, opened, configuration);
    await meeting.database.client.volumeType.create({
      data: { id: meeting.typeId, name: 'plain', isPublic: true, createdAt: now(), updatedAt: now() },
    });
    return meeting;
  }

  get database(): CinderDatabase {
    return this.opened.database;
  }

  get volumeRpc(): VolumeRpc {
    return new VolumeRpc(this.#client('cinder-volume', '3.0'));
  }

  get schedulerRpc(): SchedulerRpc {
    return new SchedulerRpc(this.#client('cinder-scheduler', '3.0'));
  }

  get backupRpc(): BackupRpc {
    return new BackupRpc(this.#client('cinder-backup', '2.0'));
  }

  get volumes(): VolumeRepository {
    return new VolumeRepository(this.database, new VolumeTypeRepository(this.database));
  }

  /** Starts our cinder-scheduler, cinder-volume (`ts@store`) and cinder-backup. */
  async serve(logLevels: Record<string, string> = {}): Promise<void> {
    const { configuration, transport, database } = this;
    const logging = setupLogging(configuration, 'cinder', { write: () => undefined });
    const shared = {
      configuration,
      logging,
      transport,
      database,
      logLevels: {
        set: (prefix: string, level: string) => void (logLevels[prefix] = level),
        get: (prefix: string) =>
          Object.fromEntries(Object.entries(logLevels).filter(([name]) => name.startsWith(prefix))),
      },
    };
    for (const create of [createCinderScheduler, createCinderVolume, createCinderBackup]) {
      const worker = await create(shared);
      await worker.start();
      this.#stopping.push(() => worker.stop());
    }
  }

  /** Python's side, when it is there. */
  async python(role: 'server' | 'client'): Promise<PythonPeer> {
    const peer = new PythonPeer(PEER, [role, this.vhost.url, this.opened.url]);
    this.#peers.push(peer);
    await peer.saying({ ready: true });
    return peer;
  }

  async volume(values: Partial<Prisma.VolumeUncheckedCreateInput> = {}): Promise<VolumeRow> {
    const id = randomUUID();
    await this.database.client.volume.create({
      data: {
        id,
        userId: USER,
        projectId: PROJECT,
        host: `${BACKEND}#store`,
        size: 1,
        status: 'available',
        attachStatus: 'detached',
        volumeTypeId: this.typeId,
        availabilityZone: 'nova',
        displayName: 'a volume — ü',
        createdAt: now(),
        updatedAt: now(),
        ...values,
      },
    });
    await this.database.client.volumeMetadata.create({ data: { volumeId: id, key: 'colour', value: 'blue' } });
    return this.read(id);
  }

  read(id: string): Promise<VolumeRow> {
    return this.volumes.get(RequestContext.admin(), id);
  }

  snapshot(volume: VolumeRow, values: Partial<Prisma.SnapshotUncheckedCreateInput> = {}): Promise<Snapshot> {
    return this.database.client.snapshot.create({
      data: {
        id: randomUUID(),
        volumeId: volume.id,
        userId: USER,
        projectId: PROJECT,
        volumeTypeId: this.typeId,
        status: 'creating',
        progress: '0%',
        volumeSize: volume.size,
        displayName: 'a snapshot',
        createdAt: now(),
        updatedAt: now(),
        ...values,
      },
    });
  }

  async backup(volume: VolumeRow, values: { readonly host: string; readonly status?: string }): Promise<BackupRow> {
    const backups = new BackupRepository(this.database);
    return backups.transaction((transaction) =>
      backups.create(
        transaction,
        { userId: USER, projectId: PROJECT, volumeId: volume.id, status: 'creating', size: 1, ...values },
        { key: 'value' },
      ),
    );
  }

  /** The rows of Python's services, as those of Zed write them. */
  async pythonServices(): Promise<void> {
    await this.#service(PYTHON_BACKEND, 'cinder-volume', '3.18');
    await this.#service(PYTHON_HOST, 'cinder-scheduler', '3.12');
    await this.#service(PYTHON_HOST, 'cinder-backup', '2.3');
  }

  async #service(host: string, binary: string, rpcCurrentVersion: string): Promise<void> {
    await this.database.client.service.create({
      data: {
        host,
        binary,
        topic: binary,
        availabilityZone: 'nova',
        uuid: randomUUID(),
        rpcCurrentVersion,
        objectCurrentVersion: '1.39',
        createdAt: now(),
        updatedAt: now(),
      },
    });
  }

  group(host: string): Promise<Group> {
    return this.database.client.group.create({
      data: {
        id: randomUUID(),
        userId: USER,
        projectId: PROJECT,
        host,
        name: 'a group',
        status: 'creating',
        groupTypeId: randomUUID(),
        createdAt: now(),
        updatedAt: now(),
      },
    });
  }

  groupSnapshot(group: Group): Promise<GroupSnapshot> {
    return this.database.client.groupSnapshot.create({
      data: {
        id: randomUUID(),
        userId: USER,
        projectId: PROJECT,
        groupId: group.id,
        groupTypeId: group.groupTypeId,
        name: 'a group snapshot',
        status: 'creating',
        createdAt: now(),
        updatedAt: now(),
      },
    });
  }

  async close(): Promise<void> {
    for (const peer of this.#peers) await peer.end();
    for (const stop of this.#stopping.splice(0).reverse()) await stop();
    await this.transport.close();
    await this.opened.close();
    await this.vhost.remove();
    await rm(this.folder, { recursive: true, force: true });
  }

  #client(topic: string, version: string): RpcClient {
    return new RpcClient(this.transport, { topic, version });
  }
}
