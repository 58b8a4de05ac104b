// SPDX-License-Identifier: Apache-2.0
import { randomUUID } from 'node:crypto';
import { readdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { silentLogger } from '@stackport/config';
import { RequestContext } from '@stackport/context';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { BackupRepository } from '../../backups/backup-repository.js';
import { openCinderDatabase, type CinderDatabase } from '../../database.js';
import { ServiceNotFound } from '../../errors/services.js';
import type { Backup, Volume } from '../../generated/mysql/client.js';
import { fileDriver, volumeRow } from '../test-support.js';
import { createFromBackup } from './backup-source.js';
import { ManagerRepository, type VolumeWithParts } from './manager-repository.js';
import type { VolumeBackend } from './volume-backend.js';

const context = RequestContext.admin();
const TYPE = '11111111-2222-4333-8444-555555555555';
let folder: string;
let database: CinderDatabase;
let driver: ReturnType<typeof fileDriver>;
let sent: { host: string | null; status: string | null; volumeId: string }[];
let pick: () => Promise<string>;
let send: () => Promise<void>;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'backup-source-'));
  database = await openCinderDatabase(`sqlite:///${join(folder, 'cinder.sqlite')}`, { logger: silentLogger });
  await database.client.volumeType.create({ data: { id: TYPE, name: 'kind' } });
  sent = [];
  pick = () => Promise.resolve('other');
  send = () => Promise.resolve();
});
afterEach(async () => {
  await database.close();
  await rm(folder, { recursive: true });
});

const run = async (volume: Volume, backupId: string): Promise<void> => {
  const repository = new ManagerRepository(database);
  const backend = {
    driver,
    service: { id: 1, uuid: null },
    init: {
      repository,
      backups: new BackupRepository(database),
      backupHosts: { pick: () => pick() },
      backupRpc: {
        restoreBackup: async (_: unknown, host: string | null, backup: Backup, volumeId: string) => {
          await send();
          sent.push({ host, status: backup.status, volumeId });
        },
      },
    },
  } as unknown as VolumeBackend;
  await createFromBackup(backend, context, (await repository.getVolume(volume.id)) as VolumeWithParts, backupId);
};

const add = async (status = 'available'): Promise<{ volume: Volume; backup: Backup }> => {
  driver = fileDriver(folder);
  await driver.checkForSetupError();
  const volume = volumeRow({ volumeTypeId: TYPE });
  await database.client.volume.create({ data: volume });
  const backup = await database.client.backup.create({
    data: { id: randomUUID(), volumeId: randomUUID(), host: 'node', status, size: 1 },
  });
  return { volume, backup };
};
const rows = async (volume: Volume, backup: Backup): Promise<object[]> => [
  await database.client.volume.findUniqueOrThrow({ where: { id: volume.id } }),
  await database.client.backup.findUniqueOrThrow({ where: { id: backup.id } }),
];
const files = async (): Promise<string[]> =>
  (await readdir(join(folder, 'volumes'))).filter((name) => name.startsWith('volume-'));

it('makes the volume, claims the backup for it and sends it to a cinder-backup that is up', async () => {
  const { volume, backup } = await add();
  await run(volume, backup.id);
  expect(sent).toEqual([{ host: 'other', status: 'restoring', volumeId: volume.id }]);
  expect(await rows(volume, backup)).toMatchObject([
    { status: 'creating', launchedAt: null },
    { status: 'restoring', restoreVolumeId: volume.id, host: 'other' },
  ]);
  expect(await files()).toEqual([`volume-${volume.id}`]);
});

it('has nothing to do where the message comes again', async () => {
  const { volume, backup } = await add();
  await run(volume, backup.id);
  await run(volume, backup.id);
  expect(sent).toHaveLength(1);
});

it('refuses a backup that is being restored to another volume, and leaves nothing', async () => {
  const { volume, backup } = await add('restoring');
  await expect(run(volume, backup.id)).rejects.toThrow('Invalid backup: ');
  expect(await files()).toEqual([]);
  expect(await rows(volume, backup)).toMatchObject([{}, { status: 'restoring', restoreVolumeId: null }]);
});

it('gives the backup back where it cannot be sent, and makes nothing without a cinder-backup', async () => {
  const { volume, backup } = await add();
  send = () => Promise.reject(new Error('no broker'));
  await expect(run(volume, backup.id)).rejects.toThrow('no broker');
  pick = () => Promise.reject(new ServiceNotFound('cinder-backup'));
  await expect(run(volume, backup.id)).rejects.toThrow('cinder-backup');
  expect(await files()).toEqual([]);
  expect(await rows(volume, backup)).toMatchObject([{}, { status: 'available', restoreVolumeId: null }]);
});
