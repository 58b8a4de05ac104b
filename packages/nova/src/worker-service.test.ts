// SPDX-License-Identifier: Apache-2.0
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Configuration } from '@stackport/config';
import { type LoggingHandle, setupLogging } from '@stackport/context';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openConfiguredDatabases } from './open-configured-databases.js';
import { standaloneValues } from './options/index.js';
import { novaWorkerConfiguration, startWorker, type WorkerBinary } from './worker-service.js';

let folder: string;
let logging: LoggingHandle | undefined;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'nova-worker-'));
});
afterEach(async () => {
  logging?.close();
  await rm(folder, { recursive: true });
});

async function configured(program: string, values: Readonly<Record<string, unknown>> = {}): Promise<Configuration> {
  const { DEFAULT, ...own } = standaloneValues(folder, 'http://127.0.0.1:5000');
  const configuration = await Configuration.load({
    ...novaWorkerConfiguration(program as WorkerBinary, []),
    environment: {},
    configFiles: [],
    overrides: { ...own, DEFAULT: { ...DEFAULT, host: 'node', ...values } },
  });
  logging = setupLogging(configuration, program, { write: () => undefined });
  return configuration;
}

const start = async (configuration: Configuration): ReturnType<typeof startWorker> =>
  startWorker(configuration, logging as LoggingHandle);

it.each([
  ['nova-scheduler', 'scheduler'],
  ['nova-conductor', 'conductor'],
] as const)('%s does what its name says where nothing else is given (N4-03, N4-04)', async (program, topic) => {
  const configuration = await configured(program);
  const worker = await start(configuration);
  const databases = await openConfiguredDatabases(configuration, (logging as LoggingHandle).logger);
  const { database } = await databases.cells.openOwn();
  const rows = await database.client.service.findMany({ select: { binary: true, topic: true, host: true } });
  expect(rows).toEqual([{ binary: program, topic, host: 'node' }]);
  await databases.close();
  await worker.stop();
});

it('nova-compute has the driver that the configuration names', async () => {
  const configuration = await configured('nova-compute', { compute_driver: 'libvirt.LibvirtDriver' });
  await expect(start(configuration)).rejects.toThrow('Unable to load the virtualization driver libvirt.LibvirtDriver');
});

it('another manager can be given; what it opened is closed where it does not start', async () => {
  const configuration = await configured('nova-scheduler');
  const done: string[] = [];
  const startWith = (fault?: Error) =>
    startWorker(configuration, logging as LoggingHandle, (_configuration, _logging, closing) => {
      closing.push(() => Promise.resolve(void done.push('closed')));
      return Promise.resolve({
        start: () => (fault === undefined ? Promise.resolve(void done.push('started')) : Promise.reject(fault)),
        stop: () => Promise.resolve(void done.push('stopped')),
      });
    });
  await (await startWith()).stop();
  expect(done.splice(0)).toEqual(['started', 'stopped', 'closed']);
  await expect(startWith(new Error('no bus'))).rejects.toThrow('no bus');
  expect(done).toEqual(['closed']);
});

it('a program that is none of them is told so', async () => {
  const configuration = await configured('nova-cert');
  await expect(async () => start(configuration)).rejects.toThrow(
    'nova-cert is none of nova-compute, nova-conductor, nova-scheduler',
  );
});
