// SPDX-License-Identifier: Apache-2.0
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Configuration, silentLogger } from '@stackport/config';
import { RequestContext } from '@stackport/context';
import { BackupRepository, type BackupRow } from '../backups/backup-repository.js';
import { openCinderDatabase, type CinderDatabase } from '../database.js';
import type { Prisma } from '../generated/mysql/client.js';
import { chunkedBackupOptions, posixBackupOptions, quotaOptions } from '../options/index.js';
import { QuotaEngine } from '../quotas/quota-engine.js';
import { QuotaRepository } from '../quotas/quota-repository.js';
import type { BackupRpc } from '../rpc/backup-rpc.js';
import type { IncomingMessage } from '../rpc/create-endpoint.js';
import type { SchedulerRpc } from '../rpc/scheduler-rpc.js';
import type { VolumeRpc } from '../rpc/volume-rpc.js';
import { BackupManager } from './backup-manager.js';
import type { BackupWorker } from './backup-worker.js';
import { BackupVolumeRepository } from './backup-volume-repository.js';
import { posixBackupDriver, POSIX_DRIVER } from './drivers/posix-driver.js';
import { DriverSetup } from './driver-setup.js';
import { FixedKeyManager } from '../keys/fixed-key-manager.js';
import { OperationLimit } from './operation-limit.js';
import { RpcVolumeAccess } from './rpc-volume-access.js';
import { VolumeMetadata } from './volume-metadata.js';

/** A message of a class, as it was sent: `[method, …arguments after the context]`. */
export type Sent = readonly [method: string, ...args: unknown[]];

/** A stand-in for an RPC client: keeps what is sent, answers what is set. */
// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- the caller says which class it stands for
export function recordingRpc<T>(
  sent: Sent[],
  answers: Readonly<Record<string, (...args: never[]) => unknown>> = {},
): T {
  return new Proxy(
    {},
    {
      get: (_target, method) => {
        if (typeof method !== 'string' || method === 'then') return undefined;
        return async (_context: unknown, ...args: unknown[]) => {
          sent.push([method, ...args]);
          return answers[method]?.(...(args as never[]));
        };
      },
    },
  ) as T;
}

/** A message that was delivered; `acknowledged` says whether it was. */
export function incoming({ redelivered = false } = {}): IncomingMessage & { acknowledged: boolean } {
  return {
    acknowledged: false,
    redelivered,
    async acknowledge() {
      this.acknowledged = true;
    },
  };
}

/** A quota engine with upstream's limits, or others. */
export function quotaEngine(database: CinderDatabase, values: Record<string, unknown> = {}): QuotaEngine {
  const settings = Configuration.of([quotaOptions], { DEFAULT: values }).get(quotaOptions);
  return new QuotaEngine({ database, repository: new QuotaRepository(database), settings, logger: silentLogger });
}

export async function openTestDatabase(folder: string): Promise<CinderDatabase> {
  return openCinderDatabase(`sqlite:///${join(folder, 'cinder.sqlite')}`, { logger: silentLogger });
}

/** A project's volume of a few KiB, in the state that backups need. */
export function volumeValues(
  values: Partial<Prisma.VolumeUncheckedCreateInput> = {},
): Prisma.VolumeUncheckedCreateInput {
  return {
    id: randomUUID(),
    userId: 'user',
    projectId: 'project',
    host: 'node@file#pool',
    size: 1,
    status: 'available',
    displayName: 'a volume',
    volumeTypeId: randomUUID(),
    createdAt: new Date('2026-11-27T00:00:00Z'),
    ...values,
  };
}

/** A cinder-backup over a folder and SQLite, with a cinder-volume that answers with files. */
export class BackupPlayground {
  readonly context = new RequestContext({ userId: 'user', projectId: 'project', roles: ['member'] });
  readonly sent: Sent[] = [];
  readonly messages: Record<string, unknown>[] = [];
  readonly notifications: string[] = [];
  /** Path of each volume's and snapshot's bytes. */
  readonly files = new Map<string, string>();
  readonly manager: BackupManager;
  readonly backups: BackupRepository;
  readonly quotas: QuotaEngine;
  readonly setup: DriverSetup;
  readonly worker: BackupWorker;
  readonly #folder: string;
  readonly database: CinderDatabase;

  private constructor(folder: string, database: CinderDatabase) {
    this.#folder = folder;
    this.database = database;
    this.backups = new BackupRepository(database);
    this.quotas = quotaEngine(database);
    const volumes = new BackupVolumeRepository(database);
    const local = (id: string) => ({ driver_volume_type: 'local', data: { device_path: this.files.get(id) } });
    const volumeRpc = recordingRpc<VolumeRpc>(this.sent, {
      initializeConnection: ({ id }: { id: string }) => local(id),
      initializeConnectionSnapshot: (_volume: unknown, id: string) => local(id),
    });
    this.setup = new DriverSetup({
      name: POSIX_DRIVER,
      create: async () =>
        posixBackupDriver(
          Configuration.of([posixBackupOptions, chunkedBackupOptions], {
            DEFAULT: {
              backup_posix_path: join(folder, 'backups'),
              backup_file_size: 4096,
              backup_sha_block_size_bytes: 1024,
              backup_enable_progress_timer: false,
            },
          }),
        ),
      interval: 60,
      logger: silentLogger,
    });
    this.worker = {
      host: 'node',
      availabilityZone: 'nova',
      backups: this.backups,
      volumes,
      access: new RpcVolumeAccess({ volumeRpc, address: '127.0.0.1', logger: silentLogger }),
      metadata: new VolumeMetadata(volumes, 2),
      setup: this.setup,
      limit: new OperationLimit(2),
      volumeRpc,
      backupRpc: recordingRpc<BackupRpc>(this.sent),
      keys: new FixedKeyManager(),
      quotas: this.quotas,
      messages: { create: async (_context, message) => void this.messages.push({ ...message }) },
      notifications: {
        info: async (_context, _publisher, eventType) => void this.notifications.push(eventType),
        error: async (_context, _publisher, eventType) => void this.notifications.push(eventType),
      },
      logger: silentLogger,
    };
    this.manager = new BackupManager(this.worker, recordingRpc<SchedulerRpc>(this.sent));
  }

  static async open(): Promise<BackupPlayground> {
    const folder = await mkdtemp(join(tmpdir(), 'stackport-backup-'));
    return new BackupPlayground(folder, await openTestDatabase(folder));
  }

  async close(): Promise<void> {
    await this.manager.idle();
    await this.setup.stop();
    await this.database.close();
    await rm(this.#folder, { recursive: true, force: true });
  }

  async volume(bytes: Buffer, values: Partial<Prisma.VolumeUncheckedCreateInput> = {}): Promise<string> {
    const { id } = await this.database.client.volume.create({ data: volumeValues(values) });
    await this.file(id, bytes);
    return id;
  }

  async file(id: string, bytes: Buffer): Promise<string> {
    const path = join(this.#folder, id);
    await writeFile(path, bytes);
    this.files.set(id, path);
    return path;
  }

  backup(
    columns: Omit<Partial<Prisma.BackupUncheckedCreateInput>, 'metadata'> & { volumeId: string },
  ): Promise<BackupRow> {
    return this.backups.transaction((transaction) => {
      const row = { userId: 'user', projectId: 'project', host: 'node', status: 'creating', size: 1, ...columns };
      return this.backups.create(transaction, row, { key: 'value' });
    });
  }

  /** A backup that is made of a volume from beginning to end. */
  async made(
    volumeId: string,
    values: Omit<Partial<Prisma.BackupUncheckedCreateInput>, 'metadata'> = {},
  ): Promise<BackupRow> {
    await this.database.client.volume.update({
      where: { id: volumeId },
      data: { status: 'backing-up', previousStatus: 'available' },
    });
    const { id } = await this.backup({ ...values, volumeId });
    await this.manager.createBackup(this.context, id, incoming());
    await this.manager.continueBackup(this.context, id, { volumeId }, incoming());
    return this.row(id);
  }

  async row(id: string): Promise<BackupRow> {
    const row = await this.backups.find(id);
    if (row === null) throw new Error(`no backup ${id}`);
    return row;
  }

  volumeRow(id: string) {
    return this.database.client.volume.findUniqueOrThrow({ where: { id }, include: { metadata: true } });
  }

  methods(): string[] {
    return this.sent.map(([method]) => method);
  }
}
