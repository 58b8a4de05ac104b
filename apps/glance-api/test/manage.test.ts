// SPDX-License-Identifier: Apache-2.0
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { TemporaryFolder } from '@stackport/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const PROGRAM = fileURLToPath(new URL('../dist/manage.js', import.meta.url));
const IMAGE = '1b8ee9ca-bf2a-412c-aebc-38c8cae3b828';

describe('glance-manage', () => {
  let folder: TemporaryFolder;
  beforeAll(async () => {
    folder = await TemporaryFolder.create('stackport-glance-manage');
    writeFileSync(
      folder.file('glance-api.conf'),
      `[DEFAULT]\nimage_cache_dir = ${folder.file('cache')}\n[database]\nconnection = sqlite:///${folder.file('glance.sqlite')}\n`,
    );
  });
  afterAll(() => folder.remove());

  const manage = (argv: readonly string[], input = '') => {
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [PROGRAM, '--config-file', folder.file('glance-api.conf'), ...argv],
      { input, encoding: 'utf8' },
    );
    return { status, stdout, stderr };
  };

  it('is a program', () => {
    expect(manage(['db', 'check'])).toMatchObject({ status: 3 });
    expect(manage(['db', 'sync'])).toMatchObject({
      status: 0,
      stdout: expect.stringContaining('Database is synced successfully.') as string,
    });
    expect(manage(['db', 'nosuch']).status).toBe(2);
  });

  it('asks before it changes the cache', () => {
    expect(manage(['cache', 'queue-image', IMAGE], 'n\n')).toMatchObject({ status: 0, stdout: '' });
    expect(manage(['cache', 'queue-image', IMAGE])).toMatchObject({ status: 0, stdout: '' });
    expect(manage(['cache', 'queue-image', IMAGE], 'y\n')).toMatchObject({
      status: 0,
      stdout: `Queued image ${IMAGE} for caching\n`,
      stderr: expect.stringContaining(`Queue image ${IMAGE} for caching? [y/N]`) as string,
    });
  });
});
