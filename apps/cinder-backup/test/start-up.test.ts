// SPDX-License-Identifier: Apache-2.0
import { fileURLToPath } from 'node:url';
import { CinderWorker } from '@stackport/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const file = fileURLToPath(new URL('../dist/main.js', import.meta.url));

describe('cinder-backup', () => {
  let worker: CinderWorker;
  beforeAll(async () => {
    worker = await CinderWorker.create({
      file,
      binary: 'cinder-backup',
      rpcVersion: '2.0',
      conf: (folder) => `
[DEFAULT]
backup_driver = cinder.backup.drivers.posix.PosixBackupDriver
backup_posix_path = ${folder.file('backups')}
`,
    });
  }, 300_000);
  afterAll(() => worker.clean());

  it('starts, answers over the bus, gives signs of life, and ends with 0 on SIGTERM and SIGINT', async () => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) {
      const program = await worker.start();
      expect(await worker.call('check_support_to_force_delete', {}, 'node')).toBe(true);
      program.signal(signal);
      expect(await program.exited, program.stdout + program.stderr).toBe(0);
      await expect.poll(() => worker.consumers(), { timeout: 30_000 }).toBe(0);
    }
    const rows = await worker.database.query('SELECT host, topic FROM services');
    expect(rows).toEqual([{ host: 'node', topic: 'cinder-backup' }]);
  }, 600_000);

  it('ends with 2 for an argument that there is not, with 1 for a value that cannot be, and says which', async () => {
    const unknown = worker.run('--nonsense');
    expect(await unknown.exited).toBe(2);
    expect(unknown.stderr).toContain('cinder-backup: error: unrecognized arguments: --nonsense');
    const wrong = worker.run('--report_interval', 'soon');
    expect(await wrong.exited).not.toBe(0);
    expect(wrong.stderr).toMatch(/report_interval.*soon/);
  }, 300_000);
});
