// SPDX-License-Identifier: Apache-2.0
import { readFileSync } from 'node:fs';
import { Configuration, type DeprecatedName, type Option } from '@stackport/config';
import { describe, expect, it } from 'vitest';
import {
  apiDatabaseOptions,
  novaDefaultValues,
  novaOptionGroups,
  recognizedOptions,
  serviceOptions,
  standaloneValues,
} from './index.js';

interface RecordedOption {
  readonly group: string;
  readonly name: string;
  readonly type: string;
  readonly default: unknown;
  readonly choices?: readonly unknown[];
  readonly min?: number;
  readonly max?: number;
  readonly secret?: boolean;
  readonly multi?: boolean;
  readonly old_names?: readonly string[];
}

const recorded = (
  JSON.parse(readFileSync(new URL('../../../testing/reference/config/nova.json', import.meta.url), 'utf8')) as {
    options: RecordedOption[];
  }
).options;
const known = new Map(recorded.map((one) => [`${one.group}.${one.name.replaceAll('-', '_')}`, one]));

/** Sections of clients have keystoneauth's options, and [api_database] has those of [database]: both tested where they are declared. */
const CLIENTS = new Set([
  'keystone',
  'glance',
  'cinder',
  'neutron',
  'placement',
  'service_user',
  'vendordata_dynamic_auth',
]);
const declared = novaOptionGroups
  .filter((group) => !(CLIENTS.has(group.name) && 'auth_type' in group.options) && group !== apiDatabaseOptions)
  // The recorded facts leave these two out.
  .filter((group) => !['rdp', 'mks'].includes(group.name))
  // Sections of our own have no upstream.
  .filter((group) => !group.name.startsWith('stackport_'))
  .flatMap(({ name: group, options }) =>
    Object.entries(options).map(([name, option]) => [`${group}.${name}`, option as Option<unknown>] as const),
  );

/** The machine's own values stand in the place of these, and our folder in that of the last. */
const OWN_DEFAULTS = new Set(['DEFAULT.my_ip', 'DEFAULT.host', 'DEFAULT.state_path']);

/** Upstream leaves unmarked that this one is a secret. */
const SECRETS = new Set(['neutron.metadata_proxy_shared_secret']);

describe('options', () => {
  it.each(declared)('%s is what it is upstream', (name, option) => {
    const upstream = known.get(name);
    if (upstream === undefined) throw new Error(`${name} is not upstream's`);
    expect(option.type.typeName).toBe(TYPE_NAMES[upstream.type] ?? upstream.type);
    if (!OWN_DEFAULTS.has(name)) expect(option.default ?? null).toEqual(upstream.default);
    if (upstream.choices !== undefined && option.type.choices !== undefined)
      expect([...option.type.choices.keys()]).toEqual(upstream.choices);
    if (upstream.type === 'integer' || upstream.type === 'float') {
      expect(option.type.minimum).toBe(upstream.min);
      expect(option.type.maximum).toBe(upstream.max);
    }
    expect(option.secret ?? false).toBe(SECRETS.has(name) || (upstream.secret ?? false));
    expect(option.multi).toBe(upstream.multi ?? false);
    expect((option.deprecated ?? []).map(formerName)).toEqual(upstream.old_names ?? []);
  });

  it('of Zed are all known by name', () => {
    const names = recognizedOptions();
    for (const { group, name } of recorded) expect(names[group]).toContain(name.replaceAll('-', '_'));
  });
});

describe('defaults', () => {
  it('of the machine are its name and address', () => {
    const { DEFAULT } = novaDefaultValues();
    expect(DEFAULT?.host).toMatch(/./);
    expect(DEFAULT?.my_ip).toMatch(/^\d+\.\d+\.\d+\.\d+$/);
  });

  it('of a service that nobody configured are values that its options take', () => {
    const configuration = Configuration.of([...novaOptionGroups], standaloneValues('/state', 'http://127.0.0.1:5000'));
    expect(configuration.get(serviceOptions).state_path).toBe('/state/nova');
    expect(configuration.get(apiDatabaseOptions).connection).toBe('sqlite:////state/nova_api.sqlite');
  });
});

const TYPE_NAMES: Readonly<Record<string, string>> = {
  string: 'string value',
  integer: 'integer value',
  float: 'floating point value',
  boolean: 'boolean value',
  list: 'list value',
  dict: 'dict value',
  port: 'port value',
  multistring: 'multi valued',
  hostaddress: 'host address value',
  hostdomain: 'host domain value',
  uri: 'uri value',
};

function formerName({ group, name }: DeprecatedName): string {
  return group === undefined ? (name ?? '') : `${group}/${name ?? ''}`;
}
