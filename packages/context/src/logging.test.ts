// SPDX-License-Identifier: Apache-2.0
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Configuration, ConfigurationError } from '@stackport/config';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type LoggingHandle, RequestContext, loggingOptions, setupLogging } from './index.js';

const NOON = new Date(2026, 10, 21, 12, 0, 0, 42).getTime();
const START = `2026-11-21 12:00:00.042 ${process.pid}`;

let folder: string;
const handles: LoggingHandle[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'logging-test-'));
});
afterEach(() => {
  for (const handle of handles.splice(0)) handle.close();
  rmSync(folder, { recursive: true });
});

function setup(
  values: Record<string, unknown> = {},
  now: () => number = () => NOON,
): { handle: LoggingHandle; lines: () => string[] } {
  let text = '';
  const configuration = Configuration.of([loggingOptions], { DEFAULT: values });
  const handle = setupLogging(configuration, 'glance-api', { now, write: (part) => void (text += part) });
  handles.push(handle);
  return { handle, lines: () => text.split('\n').slice(0, -1) };
}

const context = new RequestContext({
  requestId: 'req-1',
  userId: 'u',
  projectId: 'p',
  userDomainId: 'ud',
  projectDomainId: 'pd',
  authToken: 'secret',
});

describe('lines', () => {
  it('have date, process, level, name and [-] outside of a request', () => {
    const { handle, lines } = setup();
    const logger = handle.logger.named('glance.api.v2.images');
    logger.info('plain');
    logger.audit('Loaded extension: x');
    logger.warning('100%% %(s)s');
    logger.critical('crit');
    handle.logger.info('root');
    expect(lines()).toEqual([
      `${START} INFO glance.api.v2.images [-] plain`,
      `${START} AUDIT glance.api.v2.images [-] Loaded extension: x`,
      `${START} WARNING glance.api.v2.images [-] 100%% %(s)s`,
      `${START} CRITICAL glance.api.v2.images [-] crit`,
      `${START} INFO root [-] root`,
    ]);
  });

  it('have the ids of the request, as oslo.log writes them', async () => {
    const { handle, lines } = setup();
    const logger = handle.logger.named('glance.api');
    await handle.run(context, async () => {
      logger.info('with ctx');
      await sleep(1);
      logger.info('later');
      expect(handle.current).toBe(context);
    });
    handle.run(
      new RequestContext({ requestId: 'req-2', globalRequestId: 'req-g', userId: 'u', resourceUuid: 'vm-1' }),
      () => logger.info('global'),
    );
    logger.info('outside');
    expect(lines()).toEqual([
      `${START} INFO glance.api [None req-1 u p - - ud pd] with ctx`,
      `${START} INFO glance.api [None req-1 u p - - ud pd] later`,
      `${START} INFO glance.api [req-g req-2 u - - - - -] [instance: vm-1] global`,
      `${START} INFO glance.api [-] outside`,
    ]);
    expect(handle.current).toBeUndefined();
  });

  it('keep requests that run at once apart', async () => {
    const { handle, lines } = setup({ logging_context_format_string: '%(request_id)s %(message)s' });
    const one = (id: string): Promise<void> =>
      handle.run(new RequestContext({ requestId: id }), async () => {
        for (let step = 0; step < 3; step++) {
          await sleep(1);
          handle.logger.info(id);
        }
      });
    await Promise.all([one('a'), one('b'), one('c')]);
    expect(lines().sort()).toEqual(['a a', 'a a', 'a a', 'b b', 'b b', 'b b', 'c c', 'c c', 'c c']);
  });

  it('keep the requests of two services in one process apart', () => {
    const [a, b] = [setup(), setup()];
    a.handle.run(context, () => b.handle.logger.info('x'));
    expect(b.lines()).toEqual([`${START} INFO root [-] x`]);
  });

  it('show an error by its message, and its stack below with the prefix', () => {
    const { handle, lines } = setup();
    const error = new TypeError('bad\nmulti', { cause: new Error('below') });
    handle.run(context, () => handle.logger.named('glance.api').error('It failed', error));
    const all = lines();
    expect(all[0]).toBe(`${START} ERROR glance.api [None req-1 u p - - ud pd] It failed: TypeError: bad`);
    expect(all[1]).toBe('multi');
    expect(all.slice(2).every((line) => line.startsWith(`${START} ERROR glance.api `))).toBe(true);
    expect(all[2]).toBe(`${START} ERROR glance.api TypeError: bad`);
    expect(all[4]).toMatch(/ERROR glance\.api {5}at .*logging\.test\.ts/);
    expect(all).toContain(`${START} ERROR glance.api Caused by: Error: below`);
  });

  it('show anything that was thrown', () => {
    const { handle, lines } = setup({ logging_exception_prefix: '| ' });
    const circle: Record<string, unknown> = {};
    circle.self = circle;
    for (const thrown of ['text', { a: 1 }, null, circle]) handle.logger.error('thrown', thrown);
    expect(lines().map((line) => line.replace(START, ''))).toEqual([
      ' ERROR root [-] thrown: text',
      '| text',
      ' ERROR root [-] thrown: {"a":1}',
      '| {"a":1}',
      ' ERROR root [-] thrown: null',
      '| null',
      ' ERROR root [-] thrown: [object Object]',
      '| [object Object]',
    ]);
  });

  it('say where they were logged at level DEBUG', () => {
    const { handle, lines } = setup({ debug: true });
    function named(): void {
      handle.logger.debug('dbg');
    }
    named();
    handle.logger.info('inf');
    expect(lines()[0]).toMatch(new RegExp(`^${START} DEBUG root \\[-\\] dbg named .*/logging\\.test\\.ts:\\d+$`));
    expect(lines()[1]).toBe(`${START} INFO root [-] inf`);
  });

  it('take other forms', () => {
    const { handle, lines } = setup({
      logging_default_format_string:
        '%(levelname)-8s|%(levelno)d|%(project)s|%(module)s|%(message)s%(instance)s<%(user_name)s>',
      logging_context_format_string:
        '%(asctime)s %(project_id)s %(auth_token)s %(user_identity)s: %(message)s (%(error_summary)s)',
      logging_user_identity_format: '%(user)s@%(system_scope)s',
      log_date_format: '%H.%M',
    });
    handle.logger.info('m');
    handle.run(context, () => handle.logger.info('n'));
    handle.run(context, () => handle.logger.error('o', new Error('bad')));
    expect(lines().slice(0, 3)).toEqual([
      'INFO    |20|stackport|logging.test|m<>',
      '12.00 p *** u@-: n (-)',
      '12.00 p *** u@-: o (Error: bad)',
    ]);
  });

  it('are objects with use_json, the token masked', () => {
    const { handle, lines } = setup({ use_json: true });
    handle.run(context, () => handle.logger.named('glance.api').error('It "failed"\n', new Error('bad')));
    handle.logger.info('plain');
    const [failed, plain] = lines().map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(failed).toMatchObject({
      message: 'It "failed"\n',
      asctime: '2026-11-21 12:00:00',
      name: 'glance.api',
      levelname: 'ERROR',
      levelno: 40,
      msecs: 42,
      created: NOON / 1000,
      process: process.pid,
      error_summary: 'Error: bad',
      traceback: expect.arrayContaining(['Error: bad']) as unknown,
      context: {
        request_id: 'req-1',
        user: 'u',
        project_id: 'p',
        auth_token: '***',
        user_identity: 'u p - ud pd',
      },
      extra: { project: 'stackport' },
    });
    expect(plain).toMatchObject({ traceback: null, error_summary: '', context: {}, args: [] });
  });
});

describe('levels', () => {
  it('are INFO and above, with debug DEBUG too', () => {
    const { handle, lines } = setup();
    handle.logger.debug('no');
    expect(handle.logger.isEnabledFor('debug')).toBe(false);
    expect(handle.logger.isEnabledFor('info')).toBe(true);
    expect(lines()).toEqual([]);
    expect(setup({ debug: true }).handle.logger.isEnabledFor('debug')).toBe(true);
  });

  it('hold for a name and what is below it', () => {
    const { handle } = setup({
      debug: true,
      default_log_levels: ['a=WARN', 'a.b.c=DEBUG', 'n=35', 'z=NOTSET', 'oslo.messaging=INFO'],
    });
    const enabled = (name: string): string[] =>
      (['debug', 'info', 'warning', 'error'] as const).filter((level) => handle.logger.named(name).isEnabledFor(level));
    expect(enabled('a')).toEqual(['warning', 'error']);
    expect(enabled('a.b')).toEqual(['warning', 'error']);
    expect(enabled('a.b.c.d')).toEqual(['debug', 'info', 'warning', 'error']);
    expect(enabled('ab')).toEqual(['debug', 'info', 'warning', 'error']);
    expect(enabled('n.x')).toEqual(['error']);
    expect(enabled('z')).toEqual(['debug', 'info', 'warning', 'error']);
    expect(enabled('oslo_messaging.x')).toEqual(['info', 'warning', 'error']);
    expect(handle.logger.named('oslo_messaging.x').name).toBe('oslo.messaging.x');
    expect(handle.logger.named('a')).toBe(handle.logger.named('a'));
  });

  it.each(['a', 'a=LOUD', '=', 'a='])('refuse %j in default_log_levels', (pair) => {
    expect(() => setup({ default_log_levels: [pair] })).toThrow(ConfigurationError);
  });
});

describe('levels that an administrator sets', () => {
  it('hold for the loggers with the prefix, until the options change', () => {
    const { handle, lines } = setup();
    const [api, db] = [handle.logger.named('cinder.api'), handle.logger.named('cinder.db')];
    handle.levels.set('cinder.a', 'DEBUG');
    api.debug('seen');
    db.debug('not seen');
    expect(lines()).toHaveLength(1);
    expect(handle.levels.get('cinder')).toEqual({ 'cinder.api': 'DEBUG', 'cinder.db': 'INFO' });
    handle.levels.set('', 'ERROR');
    expect(handle.levels.get('')).toEqual({ 'cinder.api': 'ERROR', 'cinder.db': 'ERROR' });
    expect(() => handle.levels.set('', 'LOUD')).toThrow(RangeError);
    handle.reconfigure();
    expect(handle.levels.get('cinder.a')).toEqual({ 'cinder.api': 'INFO' });
  });
});

describe('files', () => {
  const path = (name = 'x.log'): string => join(folder, name);
  const read = (name = 'x.log'): string[] =>
    readFileSync(path(name), 'utf8')
      .split('\n')
      .slice(0, -1)
      .map((line) => line.replace(/^.*\[-\] /, ''));

  it('are log_file, log_file in log_dir, or the program in log_dir; lines are there at once', () => {
    setup({ log_file: path('a.log') }).handle.logger.info('1');
    setup({ log_file: 'b.log', log_dir: folder }).handle.logger.info('2');
    const { handle, lines } = setup({ log_dir: folder });
    handle.logger.info('3');
    expect([read('a.log'), read('b.log'), read('glance-api.log')]).toEqual([['1'], ['2'], ['3']]);
    expect(lines()).toEqual([]);
  });

  it('are added to', () => {
    writeFileSync(path(), 'before\n');
    setup({ log_file: path() }).handle.logger.info('after');
    expect(read()).toEqual(['before', 'after']);
  });

  it('are an error at once where they cannot be opened', () => {
    expect(() => setup({ log_file: join(folder, 'no', 'x.log') })).toThrow(
      /^log file .*no\/x\.log cannot be opened: ENOENT/,
    );
  });

  it('are opened anew when they were moved, by themselves or by reopen', () => {
    let now = Date.now();
    const { handle } = setup({ log_file: path() }, () => now);
    handle.logger.info('1');
    renameSync(path(), path('x.log.1'));
    now += 2000;
    handle.logger.info('2');
    renameSync(path(), path('x.log.2'));
    handle.reopen();
    handle.logger.info('3');
    expect([read('x.log.1'), read('x.log.2'), read()]).toEqual([['1'], ['2'], ['3']]);
  });

  it('do not end the service when they cannot be opened anew', async () => {
    let now = Date.now();
    const { handle } = setup({ log_file: path('gone.log') }, () => now);
    rmSync(folder, { recursive: true });
    now += 2000;
    handle.logger.info('lost');
    handle.reopen();
    await sleep(5);
    const { mkdirSync } = await import('node:fs');
    mkdirSync(folder);
    now += 2000;
    handle.logger.info('found');
    expect(read('gone.log')).toEqual(['found']);
  });

  it('are rotated at a size', () => {
    const { handle } = setup({
      log_file: path(),
      log_rotation_type: 'size',
      max_logfile_size_mb: 1,
      max_logfile_count: 2,
    });
    const block = 'x'.repeat(600_000);
    for (const name of ['a', 'b', 'c', 'd']) handle.logger.info(name + block);
    expect(readdirSync(folder).sort()).toEqual(['x.log', 'x.log.1', 'x.log.2']);
    expect([read()[0]?.[0], read('x.log.1')[0]?.[0], read('x.log.2')[0]?.[0]]).toEqual(['d', 'c', 'b']);
  });

  it('are rotated after an interval, the oldest removed', () => {
    let now = NOON;
    const values = {
      log_file: path(),
      log_rotation_type: 'interval',
      log_rotate_interval_type: 'hours',
      log_rotate_interval: 2,
      max_logfile_count: 2,
    };
    const { handle } = setup(values, () => now);
    for (const hour of [0, 2, 4, 6, 6]) {
      now = NOON + hour * 3_600_000;
      handle.logger.info(`at ${hour}`);
    }
    expect(readdirSync(folder).sort()).toEqual(['x.log', 'x.log.2026-11-21_14', 'x.log.2026-11-21_16']);
    expect([read(), read('x.log.2026-11-21_14'), read('x.log.2026-11-21_16')]).toEqual([
      ['at 6', 'at 6'],
      ['at 2'],
      ['at 4'],
    ]);
  });

  it('are rotated at midnight, and on a day of the week', () => {
    for (const [type, interval, rotated] of [
      ['midnight', 1, '2026-11-21'],
      ['weekday', 5, '2026-11-15'],
    ] as const) {
      let now = NOON;
      const name = `${type}.log`;
      const { handle } = setup(
        {
          log_file: path(name),
          log_rotation_type: 'interval',
          log_rotate_interval_type: type,
          log_rotate_interval: interval,
        },
        () => now,
      );
      handle.logger.info('saturday');
      now = new Date(2026, 10, 21, 23, 59, 59).getTime();
      handle.logger.info('still');
      now = new Date(2026, 10, 22, 0, 0, 0).getTime();
      handle.logger.info('sunday');
      expect([read(`${name}.${rotated}`), read(name)]).toEqual([['saturday', 'still'], ['sunday']]);
    }
  });
});

describe('reconfigure', () => {
  it('takes over what a reload has changed', async () => {
    const file = join(folder, 'x.conf');
    const log = join(folder, 'x.log');
    writeFileSync(file, `[DEFAULT]\nlog_file = ${log}\n`);
    const configuration = await Configuration.load({
      project: 'glance',
      program: 'glance-api',
      groups: [loggingOptions],
      configFiles: [file],
      environment: {},
    });
    const handle = setupLogging(configuration, 'glance-api');
    handles.push(handle);
    const logger = handle.logger.named('glance.api');
    logger.debug('1');
    writeFileSync(
      file,
      `[DEFAULT]\nlog_file = ${log}.new\ndebug = true\nlogging_debug_format_suffix =\nlogging_default_format_string = <%(message)s>\n`,
    );
    await configuration.reload();
    handle.reconfigure();
    logger.debug('2');
    writeFileSync(file, `[DEFAULT]\nlog_file = ${folder}/no/x.log\n`);
    await configuration.reload();
    expect(() => handle.reconfigure()).toThrow(ConfigurationError);
    logger.debug('3');
    expect(readFileSync(log, 'utf8')).toBe('');
    expect(readFileSync(`${log}.new`, 'utf8')).toBe('<2>\n<3>\n');
  });

  it('says what is not supported', () => {
    const { lines } = setup({ use_syslog: true, log_config_append: '/x' });
    expect(lines().map((line) => line.replace(START, ''))).toEqual(
      [
        ' WARNING oslo_log [-] option log_config_append in group [DEFAULT] is not supported here; its value is ignored',
        ' WARNING oslo_log [-] option use_syslog in group [DEFAULT] is not supported here; its value is ignored',
      ].map((line) => line.replace('oslo_log', 'oslo.log')),
    );
  });
});

describe('rate limit', () => {
  it('drops what is too much and says so once in an interval', () => {
    let now = NOON;
    const { handle, lines } = setup(
      {
        rate_limit_burst: 2,
        rate_limit_interval: 10,
        logging_default_format_string: '%(levelname)s %(message)s',
      },
      () => now,
    );
    for (let count = 0; count < 5; count++) handle.logger.info(`a${count}`);
    handle.logger.critical('always');
    now += 10_000;
    handle.logger.info('b');
    expect(lines()).toEqual([
      'INFO a0',
      'INFO a1',
      'ERROR Logging rate limit: drop after 2 records/10 sec',
      'CRITICAL always',
      'INFO b',
    ]);
  });
});

describe('streams', () => {
  function program(values: string, code: string): { stdout: string; stderr: string } {
    const config = import.meta.resolve('@stackport/config');
    const own = new URL('../dist/index.js', import.meta.url).href;
    const source = `
      import { Configuration } from ${JSON.stringify(config)};
      import { loggingOptions, setupLogging } from ${JSON.stringify(own)};
      const handle = setupLogging(Configuration.of([loggingOptions], { DEFAULT: ${values} }), 'x');
      ${code}`;
    const script = join(folder, 'p.mjs');
    writeFileSync(script, source);
    const stderr = join(folder, 'stderr');
    const stdout = execFileSync('sh', ['-c', '"$0" "$1" 2>"$2"', process.execPath, script, stderr], {
      encoding: 'utf8',
    });
    return { stdout, stderr: existsSync(stderr) ? readFileSync(stderr, 'utf8') : '' };
  }

  it('are stdout, and stderr where it is asked for; nothing is lost at an abrupt end', () => {
    const many = 'for (let i = 0; i < 5000; i++) handle.logger.info(`line ${i}`); process.exit(0);';
    const out = program('{}', many);
    expect(out.stdout.trimEnd().split('\n')).toHaveLength(5000);
    expect(out.stdout).toMatch(/INFO root \[-\] line 4999\n$/);
    const error = program('{ use_stderr: true }', many);
    expect([error.stdout, error.stderr.trimEnd().split('\n').length]).toEqual(['', 5000]);
  });
});

it('drops lines after it was closed', () => {
  const { handle, lines } = setup();
  handle.close();
  handle.close();
  handle.logger.info('late');
  expect(lines()).toEqual([]);
});
