// SPDX-License-Identifier: Apache-2.0
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { writeClientFiles } from './client-files.js';
import { StateFolder, StateFolderBusy } from './state-folder.js';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'stackport-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

describe('StateFolder', () => {
  it('is for its owner alone, and for one process at a time', () => {
    const path = join(root, 'state');
    const state = StateFolder.open(path);
    expect(statSync(path).mode & 0o777).toBe(0o700);
    expect(() => StateFolder.open(path)).toThrow(StateFolderBusy);
    expect(() => StateFolder.open(path)).toThrow(new RegExp(`process ${process.pid}.*--state-dir`));
    state.release();
    StateFolder.open(path).release();
  });

  it('takes over what a dead process left, and a number that was given to another', () => {
    writeFileSync(join(root, 'lock'), JSON.stringify({ pid: 4_194_303, started: null }));
    StateFolder.open(root).release();
    writeFileSync(join(root, 'lock'), JSON.stringify({ pid: process.pid, started: '1' }));
    StateFolder.open(root).release();
    writeFileSync(join(root, 'lock'), 'torn');
    StateFolder.open(root).release();
  });

  it('makes a secret once, until the folder is reset', () => {
    const state = StateFolder.open(root);
    const secret = state.secret('admin');
    expect(secret).toMatch(/^[0-9a-f]{32}$/);
    expect(state.secret('admin')).toBe(secret);
    expect(statSync(state.file('secrets', 'admin')).mode & 0o777).toBe(0o600);
    state.release();
    const again = StateFolder.open(root, { reset: true });
    expect(again.secret('admin')).not.toBe(secret);
    again.release();
  });

  it('takes what services keep there when it is reset, and nothing else', () => {
    const state = StateFolder.open(root);
    const files = ['keystone.sqlite', 'glance.sqlite', 'cinder.sqlite', 'cinder.sqlite-wal', 'clouds.yaml', 'openrc'];
    for (const file of [...files, 'mine']) writeFileSync(state.file(file), '');
    for (const folder of ['images', 'volumes', 'backups']) writeFileSync(join(state.folder(folder), 'bytes'), '');
    state.release();
    StateFolder.open(root, { reset: true }).release();
    expect(readdirSync(root)).toEqual(['mine']);
  });
});

describe('writeClientFiles', () => {
  it('writes what clients read, quoted, and for the owner alone', () => {
    const state = StateFolder.open(root);
    const access = {
      authUrl: 'http://127.0.0.1:5000/v3',
      region: 'RegionOne',
      username: 'admin',
      password: `it's: "x"`,
      projectName: 'admin',
    };
    const { cloudsYaml, openrc } = writeClientFiles(state, { stackport: access });
    const { clouds } = parse(readFileSync(cloudsYaml, 'utf8')) as {
      clouds: Record<string, { auth: Record<string, string> }>;
    };
    expect(clouds.stackport?.auth).toMatchObject({
      auth_url: access.authUrl,
      username: 'admin',
      password: access.password,
    });
    expect(readFileSync(openrc, 'utf8')).toContain(`export OS_PASSWORD='it'\\''s: "x"'\n`);
    for (const file of [cloudsYaml, openrc]) expect(statSync(file).mode & 0o777).toBe(0o600);
    state.release();
  });
});
