// SPDX-License-Identifier: Apache-2.0
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  appconfig,
  AttributeError,
  explain,
  ImportError,
  type Loader,
  loadapp,
  loadfilter,
  type LoadOptions,
  LookupError,
  ModuleNotFoundError,
  type Settings,
  type TraceEvent,
  traceLine,
  TypeError as PasteTypeError,
} from './index.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'paste-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

function write(files: Record<string, string>): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
}

const app = (globalConf: Settings, localConf: Settings): unknown => ({ globalConf, localConf });
const registry = { 'fakes:app': app };

const load = (options: LoadOptions = {}): Promise<unknown> =>
  loadapp('config:a.ini', { relativeTo: folder, registry, ...options });

async function failure(promise: Promise<unknown>): Promise<Error> {
  return promise.then(
    () => expect.fail('it should have been rejected'),
    (error: unknown) => error as Error,
  );
}

describe('sections that lead back to themselves', () => {
  it.each([
    ['use', '[app:main]\nuse = b\n[app:b]\nuse = main\n'],
    ['use of itself', '[app:main]\nuse = main\n'],
    ['use by URI', '[app:main]\nuse = config:a.ini\n'],
    ['a pipeline', '[pipeline:main]\npipeline = main\n'],
    ['next', '[filter-app:main]\npaste.filter_factory = fakes:app\nnext = main\n'],
    [
      'filter-with',
      '[app:main]\npaste.app_factory = fakes:app\nfilter-with = f\n[filter:f]\npaste.filter_factory = fakes:app\nfilter-with = f\n',
    ],
    ['a composite', '[composite:main]\nuse = egg:Paste#urlmap\n/ = main\n'],
    ['settings that grow', '[app:main]\nuse = config:a.ini\nset x = %(x)s1\n'],
  ])('%s', async (_what, text) => {
    write({ 'a.ini': text });
    const error = await failure(load({ globalConf: { x: '1' } }));
    expect(error).toBeInstanceOf(LookupError);
    expect(error.message).toMatch(/^Section \[\S+\] in .*a\.ini leads back to itself: \[.*->/);
  });

  it('names the sections and files on the way', async () => {
    write({ 'a.ini': '[app:main]\nuse = config:b.ini#x\n', 'b.ini': '[app:x]\nuse = config:a.ini\n' });
    const { message } = await failure(load());
    expect(message.replaceAll(`${folder}/`, '')).toBe(
      'Section [app:main] in a.ini leads back to itself: [app:main] -> [app:x] in b.ini -> [app:main]',
    );
  });

  it('do not include a section that is used twice, or under other settings', async () => {
    write({
      'a.ini':
        '[composite:main]\nuse = egg:Paste#urlmap\n/a = a\n/b = a\n[app:a]\nuse = b\nset g = 1\n[app:b]\npaste.app_factory = fakes:app\n',
    });
    expect(await load()).toBeTypeOf('function');
  });
});

describe('an unknown factory', () => {
  it('is an import error that is a LookupError too, and tells where it is named', async () => {
    write({ 'a.ini': '[app:main]\npaste.app_factory = acme.audit:Audit.factory\n' });
    const error = await failure(load());
    expect(error).toBeInstanceOf(ModuleNotFoundError);
    expect(error).toBeInstanceOf(ImportError);
    expect(error).toBeInstanceOf(LookupError);
    expect(error.message).toBe("No module named 'acme'");
    expect(explain(error)).toBe(
      `No module named 'acme' (factory acme.audit:Audit.factory of section [app:main] in ${folder}/a.ini is neither in the registry nor an npm module)`,
    );
    expect(String(error)).toBe(`ModuleNotFoundError: ${explain(error)}`);
  });

  it('is told from an unknown attribute of a module that the registry knows', async () => {
    write({ 'a.ini': '[app:main]\nuse = call:fakes:other\n' });
    const error = await failure(load());
    expect(error).toBeInstanceOf(AttributeError);
    expect(error).toBeInstanceOf(LookupError);
    expect(error.message).toBe("module 'fakes' has no attribute 'other'");
    expect(explain(error)).toContain(`factory fakes:other of section [app:main] in ${folder}/a.ini`);
  });

  it.each(['constructor', '__proto__', 'toString', 'hasOwnProperty:call'])(
    'is not found on Object: %s',
    async (name) => {
      write({ 'a.ini': `[app:main]\npaste.app_factory = ${name}\n` });
      expect(await failure(load())).toBeInstanceOf(LookupError);
    },
  );

  it("is not one of Node's own modules", async () => {
    write({ 'a.ini': '[app:main]\npaste.app_factory = fs:rmSync\n' });
    expect((await failure(load())).message).toBe("No module named 'fs'");
  });
});

describe('the registry', () => {
  const ini = '[app:main]\npaste.app_factory = m.n:Cls.factory\nx = 1\n';
  const expected = { localConf: { x: '1' } };

  it('may be a record, a Map, or an object with lookup', async () => {
    write({ 'a.ini': ini });
    expect(await load({ registry: { 'm.n:Cls.factory': app } })).toMatchObject(expected);
    expect(await load({ registry: new Map([['m.n:Cls.factory', app]]) })).toMatchObject(expected);
    const lookup = (name: string): unknown => (name === 'm.n:Cls.factory' ? app : undefined);
    expect(await load({ registry: { lookup } })).toMatchObject(expected);
    expect(await failure(load({ registry: { lookup: () => undefined } }))).toBeInstanceOf(LookupError);
  });

  it('may have a class, whose static methods keep their class, or a whole module', async () => {
    // eslint-disable-next-line @typescript-eslint/no-extraneous-class -- the way upstream's factories are written: class methods
    class Base {
      static readonly tag: string = 'base';
      static factory(globalConf: Settings, localConf: Settings): unknown {
        return { tag: this.tag, ...(app(globalConf, localConf) as object) };
      }
    }
    class Cls extends Base {
      static override readonly tag = 'cls';
    }
    write({ 'a.ini': ini });
    expect(await load({ registry: { 'm.n:Cls': Cls } })).toMatchObject({ ...expected, tag: 'cls' });
    expect(await load({ registry: { 'm.n': { Cls } } })).toMatchObject({ ...expected, tag: 'cls' });
    expect((await failure(load({ registry: { 'm.n:Cls.other': app } }))).message).toBe(
      "type object 'Cls' has no attribute 'factory'",
    );
  });

  it('comes before what this package brings', async () => {
    write({ 'a.ini': '[composite:main]\nuse = egg:Paste#urlmap\n' });
    expect(await load({ registry: { 'paste.urlmap:urlmap_factory': () => 'ours' } })).toBe('ours');
  });
});

describe('factories', () => {
  it('may be asynchronous, filters too', async () => {
    write({
      'a.ini':
        '[pipeline:main]\npipeline = f g a\n[filter:f]\npaste.filter_factory = m:f\n[filter:g]\npaste.filter_app_factory = m:g\n[app:a]\npaste.app_factory = m:a\n',
    });
    const loaded = await load({
      registry: {
        'm:f': async () => (next: unknown) => `f(${String(next)})`,
        'm:g': async (next: unknown) => `g(${String(next)})`,
        'm:a': async () => 'a',
      },
    });
    expect(loaded).toBe('f(g(a))');
  });

  it('pass their own errors through', async () => {
    const own = new RangeError('no');
    write({ 'a.ini': '[app:main]\npaste.app_factory = m:a\n' });
    const throwing = (): never => {
      throw own;
    };
    expect(await failure(load({ registry: { 'm:a': throwing } }))).toBe(own);
    expect(await failure(load({ registry: { 'm:a': () => Promise.reject(own) } }))).toBe(own);
  });

  it('get the keys they declare, and no other', async () => {
    write({ 'a.ini': '[app:main]\npaste.app_factory = m:Cls.factory\nx = 1\ny = 2\n' });
    const accepting = (...accepts: string[]): unknown => Object.assign(app.bind(undefined), { accepts });
    expect(await load({ registry: { 'm:Cls.factory': accepting('y', 'x', 'z') } })).toMatchObject({
      localConf: { x: '1', y: '2' },
    });
    const error = await failure(load({ registry: { 'm:Cls.factory': accepting('x') } }));
    expect(error).toBeInstanceOf(PasteTypeError);
    expect(error).toBeInstanceOf(TypeError);
    expect(error.name).toBe('TypeError');
    expect(error.message).toBe("Cls.factory() got an unexpected keyword argument 'y'");
  });

  it('get settings of their own: changing them changes nothing else', async () => {
    write({
      'a.ini': '[composite:main]\npaste.composite_factory = m:c\n[app:a]\npaste.app_factory = fakes:app\n',
    });
    const composite = async (loader: Loader, globalConf: Settings): Promise<unknown> => {
      globalConf.here = 'spoiled';
      return Promise.all([loader.getApp('a'), loader.getApp('a')]);
    };
    const [one, two] = (await load({ registry: { ...registry, 'm:c': composite } })) as {
      globalConf: Settings;
    }[];
    expect(one?.globalConf.here).toBe(folder);
    expect(one).not.toBe(two);
  });
});

describe('npm modules', () => {
  const filter =
    'export const audit = (globalConf, localConf) => (next) => `audit(${next}, ${JSON.stringify(localConf)})`;\n';

  it('are found above the file, by their exports', async () => {
    write({
      'etc/a.ini':
        '[filter:main]\npaste.filter_factory = @acme/filters:audit\nx = 1\n[filter:deep]\npaste.filter_factory = @acme/filters/deep/audit:audit\n',
      'node_modules/@acme/filters/package.json':
        '{"type": "module", "exports": {".": {"require": "./no.cjs", "import": "./index.js"}, "./deep/*": "./lib/*.js"}}',
      'node_modules/@acme/filters/index.js': filter,
      'node_modules/@acme/filters/lib/audit.js': filter,
    });
    for (const name of ['main', 'deep']) {
      const loaded = (await loadfilter('config:etc/a.ini', { relativeTo: folder, name })) as (next: string) => string;
      expect(loaded('app')).toBe(name === 'main' ? 'audit(app, {"x":"1"})' : 'audit(app, {})');
    }
  });

  it('may be CommonJS, or give dotted attributes', async () => {
    write({
      'a.ini': '[app:main]\npaste.app_factory = old-filters:Cls.factory\n',
      'node_modules/old-filters/package.json': '{"main": "main.js"}',
      'node_modules/old-filters/main.js':
        'const Cls = { factory: () => "from npm" };\nmodule.exports = Object.assign({}, { Cls });\n',
    });
    expect(await load()).toBe('from npm');
  });

  it('have names in their errors', async () => {
    write({
      'a.ini':
        '[app:main]\npaste.app_factory = @acme/filters:none\n[app:b]\npaste.app_factory = @acme/none:x\n[app:c]\npaste.app_factory = @acme/filters/../../../x:x\n',
      'node_modules/@acme/filters/package.json': '{"main": "index.cjs"}',
      'node_modules/@acme/filters/index.cjs': 'exports.audit = 1;\n',
    });
    expect((await failure(load())).message).toBe("module '@acme/filters' has no attribute 'none'");
    expect((await failure(load({ name: 'b' }))).message).toBe("No module named '@acme/none'");
    expect(await failure(load({ name: 'c' }))).toBeInstanceOf(ModuleNotFoundError);
  });

  it('have entry points for egg: in their package.json', async () => {
    write({
      'a.ini':
        '[pipeline:main]\npipeline = f a\n[filter:f]\nuse = egg:@acme/filters#audit\nx = 1\n[app:a]\nuse = egg:@acme/filters\n[app:bad]\nuse = egg:@acme/filters#bad\n[app:require]\npaste.app_factory = fakes:app\nrequire = @acme/filters\n',
      'node_modules/@acme/filters/package.json':
        '{"type": "module", "paste": {"paste.filter_factory": {"audit": "./index.js#audit"}, "paste.app_factory": {"main": "./app.js", "bad": "../../a.js#x"}}}',
      'node_modules/@acme/filters/index.js': filter,
      'node_modules/@acme/filters/app.js': 'export default () => "app";\n',
    });
    expect(await load()).toBe('audit(app, {"x":"1"})');
    expect(await load({ name: 'require' })).toMatchObject({ localConf: {} });
    const error = await failure(load({ name: 'bad' }));
    expect(error).toBeInstanceOf(LookupError);
    expect(error.message).toContain('it has no file ../../a.js');
  });

  it('may not have an entry point under two protocols of an application', async () => {
    write({
      'a.ini': '[app:main]\nuse = egg:both#x\n',
      'node_modules/both/package.json':
        '{"type": "module", "paste": {"paste.app_factory": {"x": "./x.js"}, "paste.composite_factory": {"x": "./x.js"}}}',
      'node_modules/both/x.js': 'export default () => 1;\n',
    });
    expect((await failure(load())).message).toBe(
      "Ambiguous entry points for 'x' in egg 'both' (protocols: paste.composit_factory)",
    );
  });
});

describe('the well-known distributions', () => {
  it('are looked up in the registry by their dotted names', async () => {
    write({
      'a.ini':
        '[filter:main]\nuse = egg:oslo.middleware#healthcheck\nx = 1\n[app:h]\nuse = egg:oslo_middleware#healthcheck\n',
    });
    const found = {
      'oslo_middleware:Healthcheck.factory': () => () => 'filter',
      'oslo_middleware:Healthcheck.app_factory': () => 'app',
    };
    const loaded = (await loadfilter('config:a.ini', {
      relativeTo: folder,
      registry: found,
    })) as () => string;
    expect(loaded()).toBe('filter');
    expect(await load({ name: 'h', registry: found })).toBe('app');
    expect((await failure(load({ name: 'h' }))).message).toBe("No module named 'oslo_middleware'");
  });
});

describe('appconfig', () => {
  it('has the settings of the file even where they are named like its own parts', async () => {
    write({ 'a.ini': '[app:main]\npaste.app_factory = fakes:app\ncontext = c\n' });
    const config = await appconfig('config:a.ini', { relativeTo: folder, registry });
    expect({ ...config }).toEqual({ here: folder, __file__: `${folder}/a.ini`, context: 'c' });
    expect(config.localConf).toEqual({ context: 'c' });
  });
});

describe('lenient reading', () => {
  const grizzly = [
    '[app:main]',
    'paste.app_factory = fakes:app',
    'admin_tenant_name = %SERVICE_TENANT_NAME%',
    'admin_user = nova ; the service user',
    'semi = a;b',
    'percent = 100%% of %(base)s',
    'base = 5%',
    'twice = 1',
    'twice = 2',
    '[app:main]',
    'more = 3',
  ].join('\n');

  it('takes a lone percent sign, comments after values, and the last of duplicates', async () => {
    write({ 'a.ini': grizzly });
    expect(await load({ lenient: true })).toMatchObject({
      localConf: {
        admin_tenant_name: '%SERVICE_TENANT_NAME%',
        admin_user: 'nova',
        semi: 'a;b',
        percent: '100% of 5%',
        base: '5%',
        twice: '2',
        more: '3',
      },
    });
  });

  it('is not the default', async () => {
    write({ 'a.ini': grizzly });
    expect((await failure(load())).name).toBe('DuplicateOptionError');
    write({
      'a.ini': '[app:main]\npaste.app_factory = fakes:app\nadmin_tenant_name = %SERVICE_TENANT_NAME%\n',
    });
    expect((await failure(load())).name).toBe('InterpolationSyntaxError');
  });
});

describe('a torn file', () => {
  it.each([
    ['in the middle of a section header', '[app:main]\npaste.app_factory = fakes:app\n[ap', 'ParsingError'],
    ['in the middle of a key', '[app:main]\npaste.app_fac', 'ParsingError'],
    ['before its end', '[app:main]\npaste.app_factory = fakes:a', 'AttributeError'],
    ['before its beginning', 'pp:main]\npaste.app_factory = fakes:app\n', 'MissingSectionHeaderError'],
    ['to nothing', '', 'LookupError'],
  ])('%s', async (_where, text, name) => {
    write({ 'a.ini': text });
    expect((await failure(load())).name).toBe(name);
  });

  it('of bytes that are no text', async () => {
    write({ 'a.ini': '' });
    writeFileSync(join(folder, 'a.ini'), Buffer.from([0x5b, 0xff, 0xfe]));
    const error = await failure(load());
    expect(error.name).toBe('UnicodeDecodeError');
    expect(error.message).toContain(`${folder}/a.ini`);
  });
});

describe('the trace', () => {
  it('tells look-ups and calls in load order', async () => {
    write({
      'a.ini':
        '[composite:main]\nuse = call:m:map\n/v2: v2\n/v1: v1\n[pipeline:v1]\npipeline = f a\n[pipeline:v2]\npipeline = f a\n[filter:f]\npaste.filter_factory = m:f\n[app:a]\npaste.app_factory = m:a\n',
    });
    const events: TraceEvent[] = [];
    const map = async (loader: Loader, _globalConf: Settings, localConf: Settings): Promise<string> => {
      for (const name of Object.values(localConf)) await loader.getApp(name);
      return 'map';
    };
    await load({
      registry: { 'm:map': map, 'm:f': () => () => 'filtered', 'm:a': () => 'a' },
      trace: (event) => events.push(event),
    });
    const told = events.map((event) =>
      event.call === 'fix_call'
        ? `call ${event.factory}`
        : `get ${event.loader} ${event.objectType} ${event.name ?? ''}`,
    );
    const pipeline = (name: string): string[] => [
      `get ConfigLoader application ${name}`,
      'get ConfigLoader application a',
      'get ConfigLoader filter f',
      'call m:a',
      'call m:f',
    ];
    expect(told).toEqual([
      'get ConfigLoader application main',
      'get ConfigLoader application call:m:map',
      'get FuncLoader application main',
      'call m:map',
      ...pipeline('v2'),
      ...pipeline('v1'),
    ]);
    expect(traceLine(events[2] as TraceEvent)).toBe('get_context FuncLoader application main from m:map');
    expect(traceLine(events[3] as TraceEvent)).toMatch(/^fix_call \S+ m:map local_conf: \/v2, \/v1$/);
    expect(events.at(-1)).toMatchObject({
      protocol: 'paste.filter_factory',
      globalConf: { here: folder },
      localConf: {},
    });
  });
});
