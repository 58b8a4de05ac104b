// SPDX-License-Identifier: Apache-2.0
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { CinderWorker } from '@stackport/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const file = fileURLToPath(new URL('../dist/main.js', import.meta.url));

describe('cinder-volume', () => {
  let worker: CinderWorker;
  beforeAll(async () => {
    worker = await CinderWorker.create({
      file,
      binary: 'cinder-volume',
      conf: (folder) => `
[DEFAULT]
enabled_backends = files,lvm
[files]
volume_driver = stackport.file
volume_backend_name = files
file_volumes_dir = ${folder.file('volumes')}
[lvm]
volume_driver = cinder.volume.drivers.lvm.LVMVolumeDriver
`,
    });
  }, 300_000);
  afterAll(() => worker.clean());

  it('starts with the back ends that it can serve, answers over the bus, and ends with 0 on SIGTERM and SIGINT', async () => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) {
      const program = await worker.start();
      expect(program.stdout).toContain('Back end lvm is down: ');
      expect(existsSync(worker.folder.file('volumes'))).toBe(true);
      expect(await worker.call('get_capabilities', { discover: false }, 'node@files')).toMatchObject({
        vendor_name: 'Stackport',
      });
      program.signal(signal);
      expect(await program.exited, program.stdout + program.stderr).toBe(0);
      await expect.poll(() => worker.consumers(), { timeout: 30_000 }).toBe(0);
    }
    const rows = await worker.database.query('SELECT host, report_count > 0 AS works FROM services ORDER BY host');
    expect(rows.map(({ host, works }) => [host, Number(works)])).toEqual([
      ['node@files', 1],
      ['node@lvm', 0],
    ]);
  }, 600_000);

  it('ends with 2 for an argument that there is not, with 1 for a value that cannot be, and says which', async () => {
    const unknown = worker.run('--nonsense');
    expect(await unknown.exited).toBe(2);
    expect(unknown.stderr).toContain('cinder-volume: error: unrecognized arguments: --nonsense');
    const wrong = worker.run('--report_interval', 'soon');
    expect(await wrong.exited).not.toBe(0);
    expect(wrong.stderr).toMatch(/report_interval.*soon/);
  }, 300_000);
});
