// SPDX-License-Identifier: Apache-2.0
import { createHash, randomBytes } from 'node:crypto';
import { connect, createServer, type Socket } from 'node:net';
import { writeFile, readFile } from 'node:fs/promises';
import { createServer as createHttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { Configuration, silentLogger } from '@stackport/config';
import { S3TestServer } from '@stackport/image-store/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { chunkedBackupOptions, s3BackupOptions } from '../../options/backups.js';
import type { BackupDriver } from './backup-driver.js';
import { pythonRow, rowFromPython, runPython } from './python/python-driver.js';
import { S3_DRIVER, s3BackupDriver } from './s3-driver.js';
import { backupRow, backupWork, inFolder, MemoryVolume, restoreWork } from './test-support.js';

const BLOCK = 4096;

describe('S3 backup driver', () => {
  let server: S3TestServer;
  const drivers: BackupDriver[] = [];

  beforeEach(async () => {
    server = await S3TestServer.start();
  });
  afterEach(async () => {
    for (const driver of drivers.splice(0)) await driver.close();
    await server.stop();
  });

  const options = (): Record<string, unknown> => ({
    backup_s3_endpoint_url: server.url,
    backup_s3_store_access_key: server.accessKey,
    backup_s3_store_secret_key: server.secretKey,
    backup_s3_object_size: 16 * BLOCK,
    backup_s3_block_size: BLOCK,
  });

  async function driverWith(values: Record<string, unknown> = {}): Promise<BackupDriver> {
    const driver = await s3BackupDriver(
      Configuration.of([s3BackupOptions, chunkedBackupOptions], { DEFAULT: { ...options(), ...values } }),
      { availabilityZone: 'nova', logger: silentLogger },
    );
    drivers.push(driver);
    return driver;
  }

  async function make(driver: BackupDriver, bytes: Buffer, values = {}) {
    const row = backupRow(values);
    const backup = { ...row, ...driver.place(row) };
    await driver.backup(backupWork(backup), new MemoryVolume(bytes));
    return backup;
  }

  it('keeps a backup under upstream’s names in its bucket, and gives it back', async () => {
    const driver = await driverWith();
    await driver.checkForSetupError();
    const bytes = Buffer.concat([randomBytes(20 * BLOCK), Buffer.alloc(20 * BLOCK)]);
    const backup = await make(driver, bytes);
    expect(backup.container).toBe('volumebackups');
    expect(backup.serviceMetadata).toMatch(
      new RegExp(`^volume_${backup.volumeId}/\\d{14}/az_nova_backup_${backup.id}$`),
    );
    const objects = server.objects('volumebackups');
    expect([...(objects?.keys() ?? [])].sort()).toEqual(
      ['-00001', '-00002', '-00003', '_metadata', '_sha256file'].map((end) => `${backup.serviceMetadata}${end}`),
    );
    server.cutDownloads = 2;
    const volume = new MemoryVolume(Buffer.alloc(bytes.length), { isZeroed: true });
    await driver.restore(restoreWork([backup]), volume);
    expect(volume.bytes.equals(bytes)).toBe(true);
    server.pageSize = 2;
    await driver.delete(backup);
    expect(objects?.size).toBe(0);
    await driver.delete({ ...backup, container: 'no-such-bucket' });
  });

  it('says the MD5 of what it sends, unless it is told not to, and the key of encryption', async () => {
    const driver = await driverWith();
    await make(driver, randomBytes(BLOCK));
    const puts = () => server.requests.filter(({ method, path }) => method === 'PUT' && /^\/[^/]+\/./.test(path));
    expect(puts().every(({ headers }) => typeof headers['content-md5'] === 'string')).toBe(true);
    expect(puts().some(({ headers }) => Object.keys(headers).some((name) => name.startsWith('x-amz-checksum')))).toBe(
      false,
    );
    server.requests.length = 0;
    const key = 'k'.repeat(32);
    const quiet = await driverWith({
      backup_s3_md5_validation: false,
      backup_s3_sse_customer_key: key,
      backup_s3_sse_customer_algorithm: 'AES256',
    });
    await make(quiet, randomBytes(BLOCK));
    for (const { headers } of puts()) {
      expect(headers['content-md5']).toBeUndefined();
      expect(headers['x-amz-server-side-encryption-customer-algorithm']).toBe('AES256');
      expect(headers['x-amz-server-side-encryption-customer-key']).toBe(Buffer.from(key).toString('base64'));
      expect(headers['x-amz-server-side-encryption-customer-key-md5']).toBe(
        createHash('md5').update(key).digest('base64'),
      );
    }
  });

  it('tries again what a busy server refuses, and says what a server refuses for good', async () => {
    const driver = await driverWith({ backup_s3_retry_max_attempts: 2 });
    server.failures = 2;
    await driver.checkForSetupError();
    expect(server.requests).toHaveLength(3);
    const stranger = await driverWith({ backup_s3_store_secret_key: 'wrong' });
    await expect(stranger.checkForSetupError()).rejects.toThrow(
      'Backup driver reported an error: S3 client error: SignatureDoesNotMatch',
    );
    const nobody = await driverWith({ backup_s3_endpoint_url: 'http://127.0.0.1:9', backup_s3_retry_max_attempts: 0 });
    await expect(nobody.checkForSetupError()).rejects.toThrow('S3 connection failure');
  });

  it('needs its options', async () => {
    await expect(driverWith({ backup_s3_endpoint_url: undefined })).rejects.toThrow(
      'Value "None" is not valid for configuration option "backup_s3_endpoint_url"',
    );
  });

  it('goes through a proxy', async () => {
    const tunnels: string[] = [];
    const sockets: Socket[] = [];
    const proxy = createHttpServer().on('connect', (request, client: Socket) => {
      tunnels.push(request.url ?? '');
      const [host = '', port = ''] = (request.url ?? '').split(':');
      const upstream = connect(Number(port), host, () => {
        client.write('HTTP/1.1 200 OK\r\n\r\n');
        client.pipe(upstream).pipe(client);
      });
      sockets.push(client, upstream);
      for (const socket of [client, upstream]) socket.on('error', () => undefined);
    });
    await new Promise<void>((resolve) => void proxy.listen(0, '127.0.0.1', () => resolve()));
    try {
      const driver = await driverWith({
        backup_s3_http_proxy: `127.0.0.1:${(proxy.address() as AddressInfo).port}`,
      });
      await driver.checkForSetupError();
      expect(tunnels).toEqual([server.url.replace('http://', '')]);
    } finally {
      for (const socket of sockets) socket.destroy();
      proxy.close();
    }
  });

  it('gives up on a server that does not answer in time', async () => {
    const sockets: Socket[] = [];
    const silent = createServer((socket) => void sockets.push(socket));
    await new Promise<void>((resolve) => void silent.listen(0, '127.0.0.1', () => resolve()));
    try {
      const driver = await driverWith({
        backup_s3_endpoint_url: `http://127.0.0.1:${(silent.address() as AddressInfo).port}`,
        backup_s3_timeout: 0.1,
        backup_s3_retry_max_attempts: 0,
      });
      await expect(driver.checkForSetupError()).rejects.toThrow('S3 connection failure');
    } finally {
      for (const socket of sockets) socket.destroy();
      silent.close();
    }
  });

  it('and Python’s driver restore each other’s backups', () =>
    inFolder(async (folder) => {
      const bytes = Buffer.concat([randomBytes(20 * BLOCK), Buffer.alloc(12 * BLOCK)]);
      const driver = await driverWith();
      const python = (job: Record<string, unknown>) => runPython({ driver: S3_DRIVER, options: options(), ...job });
      const full = await make(driver, bytes);
      const target = join(folder, 'target');
      await writeFile(target, Buffer.alloc(bytes.length));
      await python({ action: 'restore', volume: target, backup: pythonRow({ ...full, status: 'restoring' }) });
      expect((await readFile(target)).equals(bytes)).toBe(true);

      bytes.fill(1, BLOCK, 2 * BLOCK);
      await writeFile(target, bytes);
      const row = backupRow({ parentId: full.id });
      const made = await python({
        action: 'backup',
        volume: target,
        backup: pythonRow(row),
        parents: [pythonRow(full)],
      });
      const difference = rowFromPython(row, made.backup);
      expect(difference.objectCount).toBe(1);
      const volume = new MemoryVolume(randomBytes(bytes.length));
      await driver.restore(restoreWork([full, difference]), volume);
      expect(volume.bytes.equals(bytes)).toBe(true);
    }));
});
