// SPDX-License-Identifier: Apache-2.0
import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findContribs, listExtensions, writeManifests } from './manifests.mjs';

let packages: string;
beforeEach(async () => {
  packages = await mkdtemp(join(tmpdir(), 'stackport-manifests-'));
});
afterEach(() => rm(packages, { recursive: true }));

const contrib = (): string => join(packages, 'cinder', 'src', 'api', 'contrib');

async function put(file: string, text: string): Promise<void> {
  const path = join(contrib(), file);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
}

describe('listExtensions', () => {
  it('has a class of a file’s name, under upstream’s name of it (C2-64)', async () => {
    await put('admin-actions.ts', 'export class AdminActions implements Extension {}\n');
    await put('types-manage.ts', 'class Helper {}\nexport class Types_manage extends A implements B, Extension {}\n');
    await put('admin-actions.test.ts', '');
    await put('admin-actions/reset-status.ts', 'export class ResetStatus {}\n');
    expect(listExtensions(contrib())).toEqual([
      { path: 'admin_actions.Admin_actions', file: 'admin-actions', name: 'AdminActions' },
      { path: 'types_manage.Types_manage', file: 'types-manage', name: 'Types_manage' },
    ]);
  });

  it('asks a sub-folder’s extension function, or looks into it (C2-67)', async () => {
    await put('own/index.ts', 'export function extension(manager) {}\n');
    await put('own/ignored.ts', 'export class Ignored implements Extension {}\n');
    await put('more/index.ts', '');
    await put('more/deep-one.ts', 'export class DeepOne implements Extension {}\n');
    await put('more/view.ts', 'export const view = 1;\n');
    expect(listExtensions(contrib())).toEqual([
      { path: 'more.deep_one.Deep_one', file: 'more/deep-one', name: 'DeepOne' },
      { path: 'own.extension', file: 'own/index', name: 'extension' },
    ]);
  });

  it('refuses a file without such a class', async () => {
    await put('hosts.ts', 'export class Others implements Extension {}\n');
    expect(() => listExtensions(contrib())).toThrow(/hosts\.ts has no class of its name/);
  });
});

describe('writeManifests', () => {
  it('writes what has changed, and nothing else', async () => {
    await put('hosts.ts', 'export class Hosts implements Extension {}\n');
    expect(writeManifests(findContribs(packages))).toEqual(['cinder']);
    const path = join(packages, 'cinder', 'src', 'generated', 'extensions.ts');
    const { mtimeMs } = await stat(path);
    expect(await readFile(path, 'utf8')).toContain(
      "{ path: 'hosts.Hosts', load: async () => (await import('../api/contrib/hosts.js')).Hosts },",
    );
    expect(writeManifests(findContribs(packages))).toEqual([]);
    expect((await stat(path)).mtimeMs).toBe(mtimeMs);
  });
});
