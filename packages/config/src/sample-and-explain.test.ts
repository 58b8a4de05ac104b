// SPDX-License-Identifier: Apache-2.0
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  Configuration,
  configurationCommand,
  declareOptions,
  explainConfiguration,
  nearestName,
  option,
  parseIni,
  printSample,
} from './index.js';

const common = declareOptions('DEFAULT', {
  bind_port: option.port({
    default: 9292,
    help: 'Port to listen on.',
    mutable: true,
    deprecated: [{ name: 'port' }, { group: 'old', name: 'bind-port' }],
  }),
  kind: option.choice({ a: 'the first', '': '' }, { default: 'a', help: 'Kind.' }),
  tuning: option.integer({ min: 1, advanced: true, help: 'Tuning.' }),
  names: option.multiString({ default: ['x', 'y'] }),
  more: option.multiString(),
  path: option.string({
    default: '$kind/x ',
    deprecatedForRemoval: { reason: 'gone', since: 'Zed' },
    help: 'Path.',
  }),
  host: option.string({ default: 'real', sampleDefault: 'localhost', help: 'Host.' }),
});
const store = declareOptions(
  'store',
  { hosts: option.list({ default: ['a', 'b'], bounds: true }), key: option.string({ secret: true }) },
  'Where things are kept.',
);

describe('printSample', () => {
  it('has the form of a generated sample file', () => {
    let text = '';
    printSample([store, common], (part) => (text += part));
    expect(text).toBe(`[DEFAULT]

# Port to listen on. (port value)
# Minimum value: 0
# Maximum value: 65535
# Note: This option can be changed without restarting.
# Deprecated group/name - [DEFAULT]/port
# Deprecated group/name - [old]/bind_port
#bind_port = 9292

# Kind. (string value)
# Possible values:
# a - the first
# '' -
#kind = a

# (multi valued)
#names = x
#names = y

# (multi valued)
#more =

# DEPRECATED: Path. (string value)
# This option is deprecated for removal since Zed.
# Its value may be silently ignored in the future.
# Reason: gone
#path = "$kind/x "

# Host. (string value)
#
# The value below is an example; the real default may be another.
#host = localhost

# Tuning. (integer value)
# Minimum value: 1
# Advanced Option: few installations need it, and it can cost stability or speed.
#tuning = <None>


[store]
# Where things are kept.

# (list value)
#hosts = [a,b]

# (string value)
#key = <None>
`);
  });

  it('breaks long help, and can be read back without its comment signs', () => {
    const long = declareOptions('DEFAULT', {
      x: option.string({ default: 'v', help: `${'word '.repeat(40)}\n\nSecond paragraph.` }),
    });
    let text = '';
    printSample([long], (part) => (text += part));
    expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
    expect(text).toContain('\n#\n# Second paragraph.');
    const read = parseIni(text.replace('#x =', 'x ='), '/x');
    expect(read.sections.get('DEFAULT')?.values.get('x')?.[0]?.text).toBe('v');
  });
});

describe('explainConfiguration and its command', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'config-test-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('says where each value comes from', async () => {
    const path = join(folder, 'a.conf');
    writeFileSync(path, '[DEFAULT]\nport = 80\nnames = n\nwrong = 1\n[store]\nkey = hidden\n');
    const init = {
      project: 'p',
      program: 'prog',
      groups: [common, store],
      argv: ['--config-file', path, '--kind', 'a'],
      environment: { OS_STORE__HOSTS: '[h]' },
      defaults: { DEFAULT: { tuning: 3 } },
    };
    let text = '';
    explainConfiguration(await Configuration.load(init), (part) => (text += part));
    expect(text).toBe(`# read ${path}

[DEFAULT]
# ${path}:2
bind_port = 80
# default
host = real
# command line --kind
kind = a
# default
more = <None>
# ${path}:3
names = n
# default
path = "a/x "
# service default
tuning = 3

[store]
# environment variable OS_STORE__HOSTS
hosts = [h]
# ${path}:6
key = ****

# ${path}:4: option wrong in group [DEFAULT] is not known; its value is ignored
`);
  });

  it('runs as a command', async () => {
    async function run(argv: string[]): Promise<[number, string, string]> {
      let [out, error] = ['', ''];
      const init = {
        project: 'p',
        program: 'prog',
        groups: [store],
        argv,
        environment: { HOME: folder },
        root: folder,
      };
      const code = await configurationCommand(init, {
        write: (text) => (out += text),
        writeError: (text) => (error += text),
      });
      return [code, out, error];
    }
    expect((await run(['sample']))[1]).toContain('#hosts = [a,b]');
    expect(await run(['explain', '--store-hosts', '[z]'])).toMatchObject([
      0,
      expect.stringContaining('# command line --store-hosts\nhosts = [z]'),
      '',
    ]);
    expect(await run(['explain', '--store-hosts', 'z'])).toMatchObject([
      1,
      '',
      expect.stringContaining('ERROR: command line --store-hosts'),
    ]);
    expect((await run(['explain', '--help']))[0]).toBe(0);
    expect(await run([])).toMatchObject([2, '', expect.stringContaining('usage:')]);
  });
});

describe('nearestName', () => {
  it.each([
    ['bind_prot', 'bind_port'],
    ['Bind-Port', 'bind_port'],
    ['bindport', 'bind_port'],
    ['worker', 'workers'],
    ['xyz', undefined],
    ['bind', undefined],
  ])('%s → %s', (name, expected) => expect(nearestName(name, ['bind_host', 'bind_port', 'workers'])).toBe(expected));
});
