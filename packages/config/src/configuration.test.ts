// SPDX-License-Identifier: Apache-2.0
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, expectTypeOf, it } from 'vitest';
import {
  Configuration,
  ConfigurationError,
  type ConfigurationInit,
  type Logger,
  declareOptions,
  integerType,
  option,
} from './index.js';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'config-test-'));
});
afterEach(() => rmSync(root, { recursive: true }));

/** Writes a file below the test's root and returns its path. */
function file(path: string, text: string): string {
  const absolute = join(root, path);
  mkdirSync(dirname(absolute), { recursive: true });
  writeFileSync(absolute, text);
  return absolute;
}

const common = declareOptions('DEFAULT', {
  debug: option.boolean({ default: false, cli: true, short: 'd', help: 'Say more.' }),
  bind_host: option.host({ default: '0.0.0.0' }),
  bind_port: option.port({ default: 9292 }),
  workers: option.integer({ min: 0 }),
  state_path: option.string({ default: '/var/lib/x' }),
  lock_path: option.string({ default: '$state_path/locks' }),
  allowed_hosts: option.list({ default: [], bounds: true }),
  extensions: option.multiString({ default: [], deprecated: [{ name: 'extension' }] }),
  log_file: option.string({ cli: true, deprecated: [{ name: 'logfile' }] }),
});
const database = declareOptions('database', {
  connection: option.string({
    secret: true,
    deprecated: [{ group: 'DEFAULT', name: 'sql_connection' }, { group: 'sql' }],
  }),
  max_retries: option.integer({ default: 10, min: -1 }),
  use_pool: option.boolean({ default: true }),
});
const groups = [common, database];

function load(init: Partial<ConfigurationInit> = {}): Promise<Configuration> {
  return Configuration.load({
    project: 'glance',
    program: 'glance-api',
    groups,
    root,
    environment: { HOME: join(root, 'home') },
    ...init,
  });
}

async function failure(init: Partial<ConfigurationInit>): Promise<ConfigurationError> {
  const error = await load(init).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(ConfigurationError);
  return error as ConfigurationError;
}

function recorder(): { logger: Logger; lines: string[] } {
  const lines: string[] = [];
  const at = (level: string) => (message: string) => void lines.push(`${level} ${message}`);
  const logger: Logger = {
    debug: at('debug'),
    info: at('info'),
    audit: at('audit'),
    warning: at('warning'),
    error: at('error'),
    critical: at('critical'),
    isEnabledFor: () => true,
    named: () => logger,
  };
  return { logger, lines };
}

describe('typed view', () => {
  it('has the types that are declared', async () => {
    const view = (await load()).get(common);
    expectTypeOf(view.debug).toEqualTypeOf<boolean>();
    expectTypeOf(view.bind_port).toEqualTypeOf<number>();
    expectTypeOf(view.workers).toEqualTypeOf<number | undefined>();
    expectTypeOf(view.allowed_hosts).toEqualTypeOf<readonly string[]>();
    const more = declareOptions('more', {
      kind: option.choice(['a', 'b'], { default: 'a' }),
      ports: option.listOf(integerType()),
      url: option.string({ required: true }),
      sizes: option.dict({ default: { a: '1' } }),
    });
    const values = Configuration.of([more], { more: { url: 'x' } }).get(more);
    expectTypeOf(values.kind).toEqualTypeOf<'a' | 'b'>();
    expectTypeOf(values.ports).toEqualTypeOf<readonly number[] | undefined>();
    expectTypeOf(values.url).toEqualTypeOf<string>();
    expect(values).toEqual({ kind: 'a', ports: undefined, url: 'x', sizes: { a: '1' } });
  });

  it('is one frozen object until a reload', async () => {
    const configuration = await load();
    expect(configuration.get(common)).toBe(configuration.get(common));
    expect(Object.isFrozen(configuration.get(common))).toBe(true);
    expect(Object.isFrozen(configuration.get(common).allowed_hosts)).toBe(true);
  });

  it('knows registered groups only', async () => {
    const configuration = await load();
    expect(() => configuration.get(declareOptions('other', {}))).toThrow('no such group [other]');
  });

  it('refuses a default that is no value of its option', () => {
    expect(() => option.port({ default: 70000 })).toThrow(
      'Error processing default value 70000: Should be less than or equal to 65535',
    );
    expect(() => declareOptions('a]', {})).toThrow(TypeError);
    expect(() => declareOptions('a', { 'x y': option.string() })).toThrow(TypeError);
  });
});

describe('places', () => {
  it('reads the first project file and the first program file, the program winning', async () => {
    const projectFile = file('etc/glance/glance.conf', '[DEFAULT]\nbind_port = 1\nworkers = 1\n');
    file('etc/glance/glance-api.conf', '[DEFAULT]\nbind_port = 2\n');
    const programFile = file('home/.glance/glance-api.conf', '[DEFAULT]\nbind_port = 3\n');
    const configuration = await load();
    expect(configuration.configFiles).toEqual([projectFile, programFile]);
    expect(configuration.get(common)).toMatchObject({ bind_port: 3, workers: 1 });
  });

  it.each(['home/.glance', 'home', 'etc/glance', 'etc'])('finds the file in %s', async (folder) => {
    const path = file(`${folder}/glance-api.conf`, '[DEFAULT]\nbind_port = 7\n');
    const configuration = await load();
    expect(configuration.configFiles).toEqual([path]);
    expect(configuration.get(common).bind_port).toBe(7);
  });

  it("reads the distribution's file below the operator's", async () => {
    const shipped = file('usr/share/glance/glance-api-dist.conf', '[DEFAULT]\nbind_port = 1\nworkers = 4\n');
    const own = file('etc/glance/glance-api.conf', '[DEFAULT]\nbind_port = 2\n');
    const configuration = await load();
    expect(configuration.configFiles).toEqual([shipped, own]);
    expect(configuration.get(common)).toMatchObject({ bind_port: 2, workers: 4 });
  });

  it('reads the default folders after the files, sorted, *.conf only', async () => {
    file('etc/glance/glance-api.conf', '[DEFAULT]\nbind_port = 1\n');
    file('etc/glance/glance-api.conf.d/20.conf', '[DEFAULT]\nbind_port = 20\n');
    file('etc/glance/glance-api.conf.d/10.conf', '[DEFAULT]\nbind_port = 10\n');
    file('etc/glance/glance-api.conf.d/30.txt', '[DEFAULT]\nbind_port = 30\n');
    file('etc/glance/glance-api.conf.d/.40.conf', '[DEFAULT]\nbind_port = 40\n');
    const configuration = await load();
    expect(configuration.get(common).bind_port).toBe(20);
    expect(configuration.configFiles.map((path) => path.slice(root.length))).toEqual([
      '/etc/glance/glance-api.conf',
      '/etc/glance/glance-api.conf.d/10.conf',
      '/etc/glance/glance-api.conf.d/20.conf',
    ]);
  });

  it('reads --config-file in place of the default ones, the last winning', async () => {
    file('etc/glance/glance-api.conf', '[DEFAULT]\nworkers = 1\n');
    const a = file('a.conf', '[DEFAULT]\nbind_port = 1\nbind_host = a\n');
    const b = file('b.conf', '[DEFAULT]\nbind_port = 2\n');
    const configuration = await load({ argv: ['--config-file', a, `--config-file=${b}`] });
    expect(configuration.get(common)).toMatchObject({ bind_port: 2, bind_host: 'a', workers: undefined });
    expect(configuration.configFiles).toEqual([a, b]);
  });

  it('keeps the order of --config-dir and --config-file', async () => {
    const a = file('a.conf', '[DEFAULT]\nbind_port = 1\n');
    file('d/x.conf', '[DEFAULT]\nbind_port = 2\n');
    expect((await load({ argv: ['--config-file', a, '--config-dir', join(root, 'd')] })).get(common).bind_port).toBe(2);
    expect((await load({ argv: ['--config-dir', join(root, 'd'), '--config-file', a] })).get(common).bind_port).toBe(1);
  });

  it('says which files are missing, unreadable or no text', async () => {
    expect((await failure({ argv: ['--config-file', '/no/a', '--config-file', '/no/b'] })).message).toBe(
      'Failed to find some config files: /no/a,/no/b',
    );
    expect((await failure({ argv: ['--config-dir', '/no/d'] })).message).toBe(
      'Failed to read config file directory: /no/d',
    );
    expect((await failure({ configFiles: [root] })).message).toBe(`Failed to open some config files: ${root} (EISDIR)`);
    const binary = join(root, 'x.conf');
    writeFileSync(binary, Buffer.from([0xff, 0xfe, 0x00]));
    expect((await failure({ configFiles: [binary] })).message).toBe(`Failed to parse ${binary}: it is not UTF-8 text`);
    if (process.getuid?.() !== 0) {
      const locked = file('locked.conf', '');
      chmodSync(locked, 0);
      expect((await failure({ configFiles: [locked] })).message).toBe(`Failed to open some config files: ${locked}`);
    }
  });

  it('finds files beside the configuration, then in the standard folders', async () => {
    const own = file('own/x.conf', '');
    const paste = file('own/paste.ini', '');
    const policy = file('etc/glance/policy.yaml', '');
    file('etc/policy.yaml', '');
    const configuration = await load({ argv: ['--config-file', own] });
    expect(configuration.findFile('paste.ini')).toBe(paste);
    expect(configuration.findFile('policy.yaml')).toBe(policy);
    expect(configuration.findFile('nothing.ini')).toBeUndefined();
    expect(configuration.findFile(policy)).toBe(policy);
    const dir = file('dir/paste.ini', '');
    expect((await load({ argv: ['--config-file', own, '--config-dir', dirname(dir)] })).findFile('paste.ini')).toBe(
      dir,
    );
  });
});

describe('precedence', () => {
  it('is override, command line, environment, files, service defaults, option defaults', async () => {
    const path = file('x.conf', '[DEFAULT]\nbind_port = 4\n');
    const all: Partial<ConfigurationInit> = {
      overrides: { DEFAULT: { bind_port: 1 } },
      argv: ['--bind-port', '2'],
      environment: { OS_DEFAULT__BIND_PORT: '3' },
      configFiles: [path],
      defaults: { DEFAULT: { bind_port: 5 } },
    };
    const port = async (init: Partial<ConfigurationInit>): Promise<[number, string | undefined]> => {
      const configuration = await load(init);
      return [configuration.get(common).bind_port, configuration.origin('DEFAULT', 'bind_port')?.kind];
    };
    expect(await port(all)).toEqual([1, 'override']);
    delete (all as { overrides?: unknown }).overrides;
    expect(await port(all)).toEqual([2, 'command line']);
    delete (all as { argv?: unknown }).argv;
    expect(await port(all)).toEqual([3, 'environment']);
    (all as { environment: unknown }).environment = {};
    expect(await port(all)).toEqual([4, 'file']);
    (all as { configFiles: unknown }).configFiles = [];
    expect(await port(all)).toEqual([5, 'service default']);
    delete (all as { defaults?: unknown }).defaults;
    expect(await port(all)).toEqual([9292, 'option default']);
  });

  it('reads groups from the environment, several values from several lines', async () => {
    const configuration = await load({
      environment: {
        OS_DATABASE__CONNECTION: 'sqlite:////x',
        OS_DEFAULT__EXTENSIONS: 'a\nb',
        OS_DATABASE__USE_POOL: 'off',
      },
    });
    expect(configuration.get(database)).toEqual({
      connection: 'sqlite:////x',
      max_retries: 10,
      use_pool: false,
    });
    expect(configuration.get(common).extensions).toEqual(['a', 'b']);
  });
});

describe('values in files', () => {
  it('takes the last of a single option, and all of a multi-valued one over all files', async () => {
    const a = file('a.conf', '[DEFAULT]\nextensions = 1\nextensions = 2\nbind_port = 1\nbind_port = 2\n');
    const b = file('b.conf', '[DEFAULT]\nextensions = 3\nextension = 0\n');
    const { extensions, bind_port } = (await load({ configFiles: [a, b] })).get(common);
    expect(bind_port).toBe(2);
    // What stands under a deprecated name comes before, as in oslo.config.
    expect(extensions).toEqual(['1', '2', '0', '3']);
  });

  it('finds sections without regard to case', async () => {
    const configuration = await load({ configFiles: [file('a.conf', '[DataBase]\nmax_retries = 3\n')] });
    expect(configuration.get(database).max_retries).toBe(3);
    expect(configuration.sections).toEqual(['DataBase']);
    expect(configuration.hasSection('database')).toBe(true);
    expect(configuration.hasSection('other')).toBe(false);
  });

  it('takes an empty string as such, and an empty number as none', async () => {
    const text = '[DEFAULT]\nstate_path =\nworkers =\nbind_port =\nallowed_hosts = []\n';
    const view = (await load({ configFiles: [file('a.conf', text)] })).get(common);
    expect(view).toMatchObject({ state_path: '', workers: undefined, bind_port: 9292, allowed_hosts: [] });
  });

  it('reads continued lists and bounds', async () => {
    const view = (await load({ configFiles: [file('a.conf', '[DEFAULT]\nallowed_hosts = [a.b,\n  c.d]\n')] })).get(
      common,
    );
    expect(view.allowed_hosts).toEqual(['a.b', 'c.d']);
  });
});

describe('substitution', () => {
  const texts = declareOptions('DEFAULT', {
    base: option.string(),
    v: option.string(),
    flag: option.boolean({ default: true }),
    none: option.string(),
  });
  const grp = declareOptions('grp', {
    d: option.string(),
    base: option.string(),
    n: option.integer({ default: '$DEFAULT.v' as never }),
  });

  async function value(text: string): Promise<string | undefined> {
    const path = file('s.conf', `[DEFAULT]\nbase = /srv\nv = ${text}\n[grp]\nd = dd\n[undeclared]\nx = 1\ny = $x\n`);
    return (await load({ groups: [texts, declareOptions('grp', { d: option.string() })], configFiles: [path] })).get(
      texts,
    ).v;
  }

  it.each([
    ['$base/x', '/srv/x'],
    ['${base}x', '/srvx'],
    ['$grp.d-', 'dd-'],
    ['${grp.d}.', 'dd.'],
    ['$$base', '$base'],
    ['\\$base', '$base'],
    ['$', '$'],
    ['a$1 $ $', 'a$1 $ $'],
    ['$flag', 'True'],
    ['<$none>', '<>'],
    ['$BASE', undefined],
    ['${undeclared.x}${undeclared.y}', '11'],
  ])('makes of %s', async (text, expected) => {
    if (expected === undefined) await expect(value(text)).rejects.toThrow('no such option BASE to put in for $BASE');
    else expect(await value(text)).toBe(expected);
  });

  it('looks in the own group first, then in DEFAULT', async () => {
    const path = file('s.conf', '[DEFAULT]\nbase = /a\nv = 5\n[grp]\nd = $base$v\nbase = /b\n');
    const configuration = await load({ groups: [texts, grp], configFiles: [path] });
    expect(configuration.get(grp)).toEqual({ d: '/b5', base: '/b', n: 5 });
  });

  it('works in declared defaults, the environment and the command line', async () => {
    const configuration = await load({
      argv: ['--state-path', '/s'],
      environment: { OS_DATABASE__CONNECTION: 'sqlite:///$lock_path/x' },
    });
    expect(configuration.get(common).lock_path).toBe('/s/locks');
    expect(configuration.get(database).connection).toBe('sqlite:////s/locks/x');
  });

  it('refuses a name that is nowhere, and a circle', async () => {
    const path = file('a.conf', '[database]\nconnection = mysql://u:pa$word@h/db\n');
    const error = await failure({ configFiles: [path] });
    expect(error.message).toBe(
      `${path}:2: [database] connection = ****: no such option word to put in for $word; a dollar sign is written as $$`,
    );
    const circle = file('b.conf', '[DEFAULT]\nstate_path = $lock_path/x\n');
    expect((await failure({ configFiles: [circle] })).message).toContain(
      'refers to itself: DEFAULT.state_path → DEFAULT.lock_path → DEFAULT.state_path',
    );
    const outside = file('c.conf', '[DEFAULT]\nstate_path = $p\np = $q\nq = $p\n');
    expect((await failure({ configFiles: [outside] })).message).toContain('refers to itself');
  });
});

describe('bad values', () => {
  it('name file, line, option and what is allowed, all of them at once', async () => {
    const path = file(
      'a.conf',
      '[DEFAULT]\n# comment\nbind_port = 70000\nworkers = many\n\n[database]\nuse_pool = maybe\n',
    );
    const error = await failure({ configFiles: [path] });
    expect(error.exitCode).toBe(1);
    expect(error.message.split('\n')).toEqual([
      `${path}:3: [DEFAULT] bind_port = 70000: Should be less than or equal to 65535; allowed is an integer from 0 to 65535`,
      `${path}:4: [DEFAULT] workers = many: invalid literal for int() with base 10: 'many'; allowed is an integer of at least 0`,
      `${path}:7: [database] use_pool = maybe: Unexpected boolean value 'maybe'; allowed is one of true, 1, on, yes, false, 0, off, no`,
    ]);
    expect(error.problems[0]).toMatchObject({ file: path, line: 3, group: 'DEFAULT', option: 'bind_port' });
  });

  it('name the variable or argument where they come from there', async () => {
    expect((await failure({ environment: { OS_DEFAULT__WORKERS: '-1' } })).message).toBe(
      'environment variable OS_DEFAULT__WORKERS: [DEFAULT] workers = -1: Should be greater than or equal to 0; allowed is an integer of at least 0',
    );
    expect((await failure({ argv: ['--bind-port', 'x'] })).message).toMatch(
      /^command line --bind-port: \[DEFAULT\] bind_port = x: /,
    );
  });

  it('are not shown for a secret', async () => {
    const secret = declareOptions('a', { key: option.string({ secret: true, maxLength: 3 }) });
    const path = file('a.conf', '[a]\nkey = hunter2\n');
    const { message } = await failure({ groups: [secret], configFiles: [path] });
    expect(message).toBe(`${path}:2: [a] key = ****: not a valid value; allowed is a string of at most 3 characters`);
  });

  it('include a required one that is missing', async () => {
    const needed = declareOptions('a', { url: option.uri({ required: true }) });
    expect((await failure({ groups: [needed] })).message).toBe(
      'value required for option url in group [a]: a URI with scheme and host',
    );
  });
});

describe('deprecated names', () => {
  it('are read, after the own name, and reported once', async () => {
    const path = file('a.conf', '[DEFAULT]\nsql_connection = old\nlogfile = /x\n');
    const configuration = await load({ configFiles: [path] });
    expect(configuration.get(database).connection).toBe('old');
    expect(configuration.get(common).log_file).toBe('/x');
    const { logger, lines } = recorder();
    configuration.reportDeprecations(logger);
    configuration.reportDeprecations(logger);
    expect(lines).toEqual([
      'warning Deprecated: Option "logfile" from group "DEFAULT" is deprecated. Use option "log_file" from group "DEFAULT".',
      'warning Deprecated: Option "sql_connection" from group "DEFAULT" is deprecated. Use option "connection" from group "database".',
    ]);
    expect(configuration.unknownOptions()).toEqual([]);
  });

  it('lose against the own name in one file, and win in a later one', async () => {
    const a = file('a.conf', '[database]\nconnection = new\n[DEFAULT]\nsql_connection = old\n');
    const b = file('b.conf', '[sql]\nconnection = later\n');
    expect((await load({ configFiles: [a] })).get(database).connection).toBe('new');
    expect((await load({ configFiles: [a, b] })).get(database).connection).toBe('later');
  });

  it('are warned of when the option is on its way out and in use', async () => {
    const old = declareOptions('DEFAULT', {
      v1: option.boolean({
        default: false,
        deprecatedForRemoval: { reason: 'v2 is there', since: 'Newton' },
      }),
    });
    const unused = recorder();
    (await load({ groups: [old] })).reportDeprecations(unused.logger);
    expect(unused.lines).toEqual([]);
    const used = recorder();
    (await load({ groups: [old], configFiles: [file('a.conf', '[DEFAULT]\nv1 = true\n')] })).reportDeprecations(
      used.logger,
    );
    expect(used.lines).toEqual([
      'warning Deprecated: Option "v1" from group "DEFAULT" is deprecated for removal (v2 is there).  Its value may be silently ignored in the future.',
    ]);
  });
});

describe('unknown options', () => {
  const text =
    '[DEFAULT]\nbind_prot = 1\nlog_config_append = x\nmax_retries = 5\n[databse]\nmax_retries = 3\n[lvm]\nvolume_driver = x\n';

  it('are reported once, with the nearest name', async () => {
    const path = file('a.conf', text);
    const configuration = await load({
      configFiles: [path],
      recognized: { DEFAULT: ['log_config_append'] },
      environment: { OS_DATABASE__CONECTION: 'x', OS_AUTH_URL: 'y', OS_NOTHING__X: 'z' },
    });
    const { logger, lines } = recorder();
    configuration.reportUnknown(logger);
    configuration.reportUnknown(logger);
    const unknown = (line: number, name: string, group: string): string =>
      `warning ${path}:${line}: option ${name} in group [${group}] is not known; its value is ignored`;
    expect(lines).toEqual([
      `${unknown(2, 'bind_prot', 'DEFAULT')}. Did you mean bind_port?`,
      `warning ${path}:3: option log_config_append in group [DEFAULT] is not supported here; its value is ignored`,
      `${unknown(4, 'max_retries', 'DEFAULT')}. Did you mean max_retries in group [database]?`,
      `${unknown(6, 'max_retries', 'databse')}. Did you mean max_retries in group [database]?`,
      unknown(8, 'volume_driver', 'lvm'),
      'warning environment variable OS_DATABASE__CONECTION: option conection in group [database] is not known; its value is ignored. Did you mean connection?',
    ]);
  });

  it('are known once their group is registered', async () => {
    const configuration = await load({ configFiles: [file('a.conf', '[lvm]\nvolume_driver = x\n')] });
    expect(configuration.unknownOptions()).toHaveLength(1);
    const lvm = declareOptions('lvm', { volume_driver: option.string() });
    configuration.register(lvm);
    expect(configuration.get(lvm).volume_driver).toBe('x');
    expect(configuration.unknownOptions()).toEqual([]);
  });

  it('do not guess wildly', async () => {
    const configuration = await load({ configFiles: [file('a.conf', '[DEFAULT]\nzzz = 1\n')] });
    expect(configuration.unknownOptions()[0]?.nearest).toBeUndefined();
  });
});

describe('register', () => {
  it('declares a group whose name the configuration gives', async () => {
    const path = file('a.conf', '[DEFAULT]\nextensions = fast\n[fast]\nsize = 5\n');
    const configuration = await load({ configFiles: [path] });
    const backends = configuration
      .get(common)
      .extensions.map((name) => declareOptions(name, { size: option.integer({ default: 1 }) }));
    configuration.register(...backends);
    expect(backends.map((group) => configuration.get(group).size)).toEqual([5]);
  });

  it('takes a second declaration of the same option, and refuses another one', async () => {
    const configuration = await load();
    const same = declareOptions('DEFAULT', {
      bind_port: option.port({ default: 9292 }),
      extra: option.string({ default: 'e' }),
    });
    configuration.register(same, same);
    expect(configuration.get(same)).toEqual({ bind_port: 9292, extra: 'e' });
    const other = declareOptions('DEFAULT', { bind_port: option.port({ default: 1 }) });
    expect(() => configuration.register(other)).toThrow('duplicate option: bind_port in group [DEFAULT]');
  });

  it('leaves out a group with a bad value, and stays usable', async () => {
    const configuration = await load({ configFiles: [file('a.conf', '[late]\nsize = x\n')] });
    const late = declareOptions('late', { size: option.integer() });
    expect(() => configuration.register(late)).toThrow(/\[late\] size = x/);
    expect(() => configuration.get(late)).toThrow('no such group');
    await expect(configuration.reload()).resolves.toMatchObject({ changed: [] });
  });
});

describe('reload', () => {
  it('shows what has changed, by option and by group', async () => {
    const path = file('a.conf', '[DEFAULT]\nworkers = 1\nallowed_hosts = [a]\n');
    const configuration = await load({ configFiles: [path] });
    const before = configuration.get(common);
    file('a.conf', '[DEFAULT]\nworkers = 2\nallowed_hosts = [a]\n');
    const change = await configuration.reload();
    expect(change.changed).toEqual([{ group: 'DEFAULT', name: 'workers', before: 1, after: 2 }]);
    expect(change.hasChanged('DEFAULT', 'workers')).toBe(true);
    expect(change.hasChanged(common)).toBe(true);
    expect(change.hasChanged('DEFAULT', 'allowed_hosts')).toBe(false);
    expect(change.hasChanged('database')).toBe(false);
    expect(configuration.get(common).workers).toBe(2);
    expect(before.workers).toBe(1);
  });

  it('keeps the old values when the new files are bad, torn or gone', async () => {
    const path = file('a.conf', '[DEFAULT]\nworkers = 1\n');
    const configuration = await load({ configFiles: [path] });
    for (const text of ['[DEFAULT]\nworkers = x\n', '[DEFAULT\n', undefined]) {
      if (text === undefined) rmSync(path);
      else file('a.conf', text);
      await expect(configuration.reload()).rejects.toThrow(ConfigurationError);
      expect(configuration.get(common).workers).toBe(1);
    }
    file('a.conf', '[DEFAULT]\nworkers = 3\n');
    await configuration.reload();
    expect(configuration.get(common).workers).toBe(3);
  });

  it('includes groups that were registered later, and keeps the command line', async () => {
    const path = file('a.conf', '[late]\nsize = 1\n[DEFAULT]\nworkers = 1\n');
    const configuration = await load({ configFiles: [path], argv: ['--workers', '9'] });
    const late = declareOptions('late', { size: option.integer() });
    configuration.register(late);
    file('a.conf', '[late]\nsize = 2\n[DEFAULT]\nworkers = 2\n');
    expect((await configuration.reload()).hasChanged(late, 'size')).toBe(true);
    expect([configuration.get(late).size, configuration.get(common).workers]).toEqual([2, 9]);
  });

  it('finds a file that was added to a folder', async () => {
    file('d/1.conf', '[DEFAULT]\nworkers = 1\n');
    const configuration = await load({ argv: ['--config-dir', join(root, 'd')] });
    file('d/2.conf', '[DEFAULT]\nworkers = 2\n');
    expect((await configuration.reload()).hasChanged('DEFAULT', 'workers')).toBe(true);
  });
});

describe('logOptionValues', () => {
  it('writes as oslo.config does, secrets masked', async () => {
    const path = file('a.conf', '[database]\nconnection = mysql://u:secret@h/db\n[DEFAULT]\nallowed_hosts = [a,b]\n');
    const argv = ['--config-file', path, '--debug'];
    const small = declareOptions('DEFAULT', {
      debug: option.boolean({ default: false }),
      allowed_hosts: option.list({ bounds: true, default: [] }),
      sizes: option.dict({ default: { a: 'b' } }),
      rate: option.float({ default: 1.5 }),
      log_file: option.string(),
    });
    const configuration = await load({ argv, groups: [database, small] });
    const { logger, lines } = recorder();
    configuration.logOptionValues(logger);
    expect(lines.map((line) => line.replace('debug ', ''))).toEqual([
      '*'.repeat(80),
      'Configuration options gathered from:',
      `command line args: ['--config-file', '${path}', '--debug']`,
      `config files: ['${path}']`,
      '='.repeat(80),
      "allowed_hosts                  = ['a', 'b']",
      'config_dir                     = []',
      `config_file                    = ['${path}']`,
      'config_source                  = []',
      'debug                          = True',
      'log_file                       = None',
      'rate                           = 1.5',
      "sizes                          = {'a': 'b'}",
      'database.connection            = ****',
      'database.max_retries           = 10',
      'database.use_pool              = True',
      '*'.repeat(80),
    ]);
    expect(lines.join()).not.toContain('secret@');
  });

  it('costs nothing where debug is off', async () => {
    const { logger, lines } = recorder();
    (await load()).logOptionValues({ ...logger, isEnabledFor: () => false });
    expect(lines).toEqual([]);
  });
});

it('gives values in code only', () => {
  const configuration = Configuration.of(groups, { DEFAULT: { bind_port: '80', debug: true } });
  expect(configuration.get(common)).toMatchObject({ bind_port: 80, debug: true, bind_host: '0.0.0.0' });
  expect(configuration.configFiles).toEqual([]);
  expect(() => Configuration.of(groups, { DEFAULT: { bind_port: 70000 } })).toThrow(ConfigurationError);
});
