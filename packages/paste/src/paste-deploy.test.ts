// SPDX-License-Identifier: Apache-2.0
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { appconfig, type Loader, loadapp, loadfilter, loadserver, type Settings } from './index.js';

interface Case {
  readonly name: string;
  readonly files: Record<string, string>;
  readonly load: 'app' | 'filter' | 'server' | 'appconfig';
  readonly uri: string;
  readonly name_arg: string | null;
  readonly global_conf: Settings | null;
  readonly expect: { readonly error?: string; readonly message?: string; readonly result?: unknown };
}

const recorded = (
  kind: string,
  factory: string,
  globalConf: Settings,
  localConf: Settings,
  more: object = {},
): object => ({
  kind,
  factory,
  global_conf: globalConf,
  local_conf: localConf,
  ...more,
});

async function children(loader: Loader, localConf: Settings, globalConf?: Settings): Promise<Record<string, unknown>> {
  const found: Record<string, unknown> = {};
  for (const [key, name] of Object.entries(localConf)) {
    if (key.startsWith('/')) found[key] = await loader.getApp(name, globalConf);
  }
  return found;
}

const app = (globalConf: Settings, localConf: Settings): object => recorded('app', 'app', globalConf, localConf);

/** The doubles of the recordings: module `fakes`. */
const fakes: Record<string, unknown> = {
  'fakes:app': app,
  'fakes:app2': (globalConf: Settings, localConf: Settings) => recorded('app', 'app2', globalConf, localConf),
  'fakes:Cls.factory': (globalConf: Settings, localConf: Settings) =>
    recorded('app', 'Cls.factory', globalConf, localConf),
  'fakes:noargs': Object.assign((globalConf: Settings) => recorded('app', 'noargs', globalConf, {}), {
    accepts: [],
  }),
  'fakes:filt': (globalConf: Settings, localConf: Settings) => (next: unknown) =>
    recorded('filter', 'filt', globalConf, localConf, { next }),
  'fakes:filt_app': (next: unknown, globalConf: Settings, localConf: Settings) =>
    recorded('filter', 'filt_app', globalConf, localConf, { next }),
  'fakes:comp': async (loader: Loader, globalConf: Settings, localConf: Settings) =>
    recorded('composite', 'comp', globalConf, localConf, {
      children: await children(loader, localConf, globalConf),
    }),
  'fakes:comp_noglobal': async (loader: Loader, globalConf: Settings, localConf: Settings) =>
    recorded('composite', 'comp_noglobal', globalConf, localConf, {
      children: await children(loader, localConf),
    }),
  'fakes:comp_main': async (loader: Loader, globalConf: Settings, localConf: Settings) =>
    recorded('composite', 'comp_main', globalConf, localConf, { children: { '/': await loader.getApp() } }),
  'fakes:server': (globalConf: Settings, localConf: Settings) => recorded('server', 'server', globalConf, localConf),
  'fakes:runner': (served: unknown, _globalConf: Settings, localConf: Settings) => ({
    kind: 'server',
    factory: 'runner',
    local_conf: localConf,
    app: served,
  }),
};

async function load(one: Case, folder: string): Promise<unknown> {
  const options = {
    name: one.name_arg ?? undefined,
    relativeTo: one.name === 'relative path without relative_to' ? undefined : folder,
    globalConf: one.global_conf ?? undefined,
    registry: fakes,
  };
  const uri = one.uri.replaceAll('<DIR>', folder);
  switch (one.load) {
    case 'appconfig': {
      const config = await appconfig(uri, options);
      return { config, local_conf: config.localConf, global_conf: config.globalConf };
    }
    case 'filter':
      return ((await loadfilter(uri, options)) as (next: unknown) => unknown)(app({}, {}));
    case 'server': {
      const server = await loadserver(uri, options);
      return typeof server === 'function' ? (server as (served: unknown) => unknown)(app({}, {})) : server;
    }
    case 'app':
      return loadapp(uri, options);
  }
}

/** Python's name of the type where the recording has only that. */
function asRecorded(result: unknown): unknown {
  if (typeof result !== 'function') return result;
  return result.name === 'URLMap' ? "'URLMap'" : "'function'";
}

async function answer(one: Case): Promise<unknown> {
  const folder = mkdtempSync(join(tmpdir(), 'paste-'));
  try {
    for (const [name, text] of Object.entries(one.files)) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), text);
    }
    const result = await load(one, folder);
    const shown = one.load === 'appconfig' ? result : { result: asRecorded(result) };
    return JSON.parse(JSON.stringify(shown).replaceAll(folder, '<DIR>')) as unknown;
  } catch (error) {
    const { name, message } = error as Error;
    return { error: name, message: message.replaceAll(folder, '<DIR>') };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const read = (path: string): Case[] => JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8')) as Case[];

describe('what PasteDeploy 3.0.1 answered: the reference', () => {
  const cases = read('../../testing/reference/paste-deploy-vectors.json');
  it('has its 54 cases', () => expect(cases).toHaveLength(54));
  it.each(cases)('$name', async (one) => expect(await answer(one)).toEqual(one.expect));
});

describe('what PasteDeploy 3.0.1 answered: recorded/record.py', () => {
  const cases = read('../recorded/paste-deploy-recorded.json');
  it.each(cases)('$name', async (one) => expect(await answer(one)).toEqual(one.expect));
});
