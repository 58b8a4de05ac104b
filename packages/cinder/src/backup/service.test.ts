// SPDX-License-Identifier: Apache-2.0
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Configuration } from '@stackport/config';
import { RequestContext, setupLogging } from '@stackport/context';
import {
  FakeBroker,
  messagingOptions,
  RpcClient,
  RpcServer,
  transportFromConf,
  type Transport,
} from '@stackport/messaging';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { BackupRepository } from '../backups/backup-repository.js';
import type { CinderDatabase } from '../database.js';
import { toWire } from '../objects/wire-object.js';
import { cinderOptionGroups } from '../options/index.js';
import { BackupRpc } from '../rpc/backup-rpc.js';
import { createEndpoint } from '../rpc/create-endpoint.js';
import { createCinderBackup, type CinderBackup } from './service.js';
import { openTestDatabase, volumeValues } from './test-support.js';

/** As long as the test has: a loaded machine is no failure. */
const until = <T>(check: () => T | Promise<T>) => vi.waitFor(check, { timeout: 25_000 });

const context = new RequestContext({ userId: 'user', projectId: 'project' });

/** A cinder-backup on a bus inside the process, with a cinder-volume and a scheduler that answer as they do. */
describe('createCinderBackup', () => {
  let folder: string;
  let database: CinderDatabase;
  let transport: Transport;
  let service: CinderBackup | undefined;
  const servers: RpcServer[] = [];
  const told: unknown[] = [];

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'stackport-backup-'));
    database = await openTestDatabase(folder);
    told.length = 0;
  });
  afterEach(async () => {
    await service?.stop();
    for (const server of servers.splice(0)) await server.stop();
    await transport.close();
    await database.close();
    await rm(folder, { recursive: true, force: true });
  });

  async function start(values: Record<string, unknown>): Promise<BackupRpc> {
    const configuration = Configuration.of([...cinderOptionGroups, ...messagingOptions], {
      DEFAULT: {
        host: 'node',
        transport_url: 'fake://',
        backup_driver: 'cinder.backup.drivers.posix.PosixBackupDriver',
        backup_posix_path: join(folder, 'backups'),
        ...values,
      },
    });
    const logging = setupLogging(configuration, 'cinder-backup', { write: () => undefined });
    transport = transportFromConf(configuration, { fakeBroker: new FakeBroker() });
    const backupRpc = new BackupRpc(new RpcClient(transport, { topic: 'cinder-backup', version: '2.0' }));
    await serve('cinder-scheduler', 'node', '3.12', {
      update_service_capabilities: async (_context, args) => void told.push(args.capabilities),
      notify_service_capabilities: async () => undefined,
    });
    await serve('cinder-volume.node@file', 'node', '3.18', {
      get_backup_device: async (caller, args) => {
        const { id } = args.backup as { id: string };
        const row = await new BackupRepository(database).find(id);
        if (row === null) throw new Error('no backup');
        await backupRpc.continueBackup(
          caller,
          row,
          toWire('BackupDeviceInfo', { volume: toWire('Volume', { id: row.volumeId }), secure_enabled: true }),
        );
      },
      initialize_connection: async (_context, args) => ({
        driver_volume_type: 'local',
        data: { device_path: join(folder, (args.volume as { id: string }).id) },
      }),
      terminate_connection: async () => undefined,
      remove_export: async () => undefined,
    });
    service = await createCinderBackup({ configuration, logging, transport, database });
    await service.start();
    return backupRpc;
  }

  async function serve(topic: string, server: string, version: string, handlers: Parameters<typeof createEndpoint>[1]) {
    const rpcServer = new RpcServer(transport, { topic, server, version }, [createEndpoint(version, handlers)]);
    servers.push(rpcServer);
    await rpcServer.start();
  }

  it('makes a backup that a message asks for, is seen up, and exports its record', async () => {
    const rpc = await start({ backup_file_size: 4096, backup_sha_block_size_bytes: 1024 });
    const volume = await database.client.volume.create({
      data: volumeValues({ host: 'node@file#pool', status: 'backing-up', previousStatus: 'available' }),
    });
    await writeFile(join(folder, volume.id), randomBytes(10_000));
    const backups = new BackupRepository(database);
    const backup = await backups.transaction((transaction) =>
      backups.create(
        transaction,
        { volumeId: volume.id, userId: 'user', projectId: 'project', host: 'node', status: 'creating', size: 1 },
        {},
      ),
    );
    await rpc.createBackup(context, backup);
    await until(async () =>
      expect(await backups.find(backup.id)).toMatchObject({ status: 'available', objectCount: 3 }),
    );
    expect((await database.client.volume.findUniqueOrThrow({ where: { id: volume.id } })).status).toBe('available');
    const row = await database.client.service.findFirstOrThrow({ where: { binary: 'cinder-backup' } });
    expect(row).toMatchObject({
      host: 'node',
      topic: 'cinder-backup',
      availabilityZone: 'nova',
      reportCount: 1,
      disabled: false,
    });
    expect(await rpc.checkSupportToForceDelete(context, 'node')).toBe(true);
    const record = await rpc.exportRecord(context, (await backups.find(backup.id)) ?? backup);
    expect(record.backup_service).toBe('cinder.backup.drivers.posix.PosixBackupDriver');
    await until(() =>
      expect(told).toContainEqual({
        backend_state: true,
        driver_name: 'cinder.backup.drivers.posix.PosixBackupDriver',
        availability_zone: 'nova',
      }),
    );
  });

  it('runs with a driver that is not there, and is shown down', async () => {
    const rpc = await start({ backup_driver: 'cinder.backup.drivers.swift.SwiftBackupDriver' });
    const row = await database.client.service.findFirstOrThrow({ where: { binary: 'cinder-backup' } });
    expect(row).toMatchObject({ reportCount: 0, updatedAt: null });
    expect(await rpc.checkSupportToForceDelete(context, 'node')).toBe(false);
    await until(() => expect(told).toMatchObject([{ backend_state: false }]));
  });
});
