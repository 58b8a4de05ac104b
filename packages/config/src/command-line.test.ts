// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import {
  CommandLineError,
  Configuration,
  type ConfigurationInit,
  HelpRequested,
  declareOptions,
  loadOrExit,
  option,
} from './index.js';

const common = declareOptions('DEFAULT', {
  debug: option.boolean({ default: false, cli: true, short: 'd', help: 'Say more.' }),
  use_syslog: option.boolean({ default: true, cli: true }),
  log_file: option.string({ cli: true, metavar: 'PATH', deprecated: [{ name: 'logfile' }] }),
  bind_port: option.port({ default: 9292 }),
  names: option.multiString({ default: [] }),
  offset: option.integer({ default: 0 }),
  noise: option.string(),
});
const store = declareOptions('glance_store', {
  default_store: option.string({
    default: 'file',
    deprecated: [{ group: 'DEFAULT', name: 'default_store' }],
  }),
  use_cache: option.boolean({ default: true }),
});

function load(argv: string[], more: Partial<ConfigurationInit> = {}): Promise<Configuration> {
  return Configuration.load({
    project: 'p',
    program: 'prog',
    groups: [common, store],
    argv,
    environment: {},
    configFiles: [],
    ...more,
  });
}

describe('command line', () => {
  it('takes values after a space and after an equals sign, hyphens and underscores', async () => {
    const values = (await load(['--log-file', '/a', '--bind_port=80', '--offset', '-5'])).get(common);
    expect(values).toMatchObject({ log_file: '/a', bind_port: 80, offset: -5 });
    expect((await load(['--log_file=a=b', '--noise='])).get(common)).toMatchObject({
      log_file: 'a=b',
      noise: '',
    });
  });

  it('takes flags, their negation and their short form', async () => {
    expect((await load(['-d', '--nouse-syslog'])).get(common)).toMatchObject({
      debug: true,
      use_syslog: false,
    });
    expect((await load(['--debug', '--nodebug'])).get(common).debug).toBe(false);
    expect((await load(['--debug=off'])).get(common).debug).toBe(false);
    expect((await load(['--noise', 'x'])).get(common).noise).toBe('x');
  });

  it('takes options of groups under their prefix, in both spellings', async () => {
    expect((await load(['--glance_store-default_store', 'http', '--glance_store-nouse_cache'])).get(store)).toEqual({
      default_store: 'http',
      use_cache: false,
    });
    expect((await load(['--glance-store-default-store=http'])).get(store).default_store).toBe('http');
  });

  it('takes deprecated names', async () => {
    const configuration = await load(['--logfile', '/x', '--default-store', 'http']);
    expect(configuration.get(common).log_file).toBe('/x');
    expect(configuration.get(store).default_store).toBe('http');
  });

  it('collects the values of a multi-valued option; of others the last wins', async () => {
    const values = (await load(['--names', 'a', '--names', 'b', '--bind-port', '1', '--bind-port', '2'])).get(common);
    expect(values).toMatchObject({ names: ['a', 'b'], bind_port: 2 });
  });

  it.each([
    [['--nothing'], 'unrecognized arguments: --nothing'],
    [['-x'], 'unrecognized arguments: -x'],
    [['word'], 'unrecognized arguments: word'],
    [['--bind-port'], 'argument --bind-port: expected one argument'],
    [['--log-file', '--debug'], 'argument --log-file: expected one argument'],
    [['--nodebug=1'], "argument --nodebug: ignored explicit argument '1'"],
    [['--config-file'], 'argument --config-file: expected one argument'],
  ])('refuses %j', async (argv, message) => {
    const error = await load(argv).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(CommandLineError);
    expect(error).toMatchObject({ message: `prog: error: ${message}`, exitCode: 2 });
  });

  it('keeps other words where they are allowed', async () => {
    expect((await load(['db', '--debug', 'sync', '--', '--x'], { allowPositionals: true })).positionals).toEqual([
      'db',
      'sync',
      '--x',
    ]);
  });

  it('shows help and version', async () => {
    const help = await load(['--help']).catch((reason: unknown) => reason);
    expect(help).toBeInstanceOf(HelpRequested);
    expect((help as Error).message).toContain('  -d, --debug, --nodebug        Say more. (default: False)');
    expect((help as Error).message).toContain('--log-file PATH');
    expect((help as Error).message).not.toContain('bind-port');
    await expect(load(['--version'], { version: '25.1.0' })).rejects.toThrow('25.1.0');
  });
});

describe('loadOrExit', () => {
  async function run(argv: string[], environment = {}): Promise<{ code: number; out: string; error: string }> {
    const ended = { code: -1, out: '', error: '' };
    class Ended extends Error {}
    const end = {
      stdout: { write: (text: string) => void (ended.out += text) },
      stderr: { write: (text: string) => void (ended.error += text) },
      exit: (code: number): never => {
        ended.code = code;
        throw new Ended();
      },
    };
    const init = {
      project: 'p',
      program: 'prog',
      groups: [common],
      argv,
      environment,
      configFiles: [],
      version: '1.2',
    };
    await loadOrExit(init, end).catch((error: unknown) => {
      if (!(error instanceof Ended)) throw error;
    });
    return ended;
  }

  it('ends with 1 for a bad value, 2 for bad usage, 0 for help and version', async () => {
    const bad = await run([], { OS_DEFAULT__BIND_PORT: 'x', OS_DEFAULT__OFFSET: 'y' });
    expect(bad.code).toBe(1);
    expect(bad.error.split('\n')).toHaveLength(3);
    expect(bad.error).toMatch(/^ERROR: environment variable OS_DEFAULT__BIND_PORT/);
    expect(await run(['--what'])).toEqual({
      code: 2,
      out: '',
      error: 'ERROR: prog: error: unrecognized arguments: --what\n',
    });
    expect(await run(['--version'])).toEqual({ code: 0, out: '1.2\n', error: '' });
    expect((await run(['-h'])).code).toBe(0);
    expect((await run([])).code).toBe(-1);
  });
});
