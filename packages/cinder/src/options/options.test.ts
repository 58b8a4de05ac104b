// SPDX-License-Identifier: Apache-2.0
import { readFileSync } from 'node:fs';
import { Configuration, type DeprecatedName, type Option } from '@stackport/config';
import { describe, expect, it } from 'vitest';
import {
  backendDefaultsOptions,
  backendValues,
  cinderDefaultValues,
  cinderOptionGroups,
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
  JSON.parse(readFileSync(new URL('../../../testing/reference/config/cinder.json', import.meta.url), 'utf8')) as {
    options: RecordedOption[];
  }
).options;
const known = new Map(recorded.map((one) => [`${one.group}.${one.name.replaceAll('-', '_')}`, one]));

/** Sections of clients have keystoneauth's options, which the list of Zed's has in part. */
const declared = cinderOptionGroups
  .filter(({ name }) => name !== 'nova' && name !== 'service_user')
  .flatMap(({ name: group, options }) =>
    Object.entries(options).map(([name, option]) => [`${group}.${name}`, option as Option<unknown>] as const),
  );

describe('options', () => {
  it.each(declared.filter(([name]) => known.has(name)))('%s is what it is upstream', (name, option) => {
    const upstream = known.get(name) as RecordedOption;
    expect(option.type.typeName).toBe(TYPE_NAMES[upstream.type] ?? upstream.type);
    // The machine's own values stand in the place of these two.
    if (name !== 'DEFAULT.my_ip') expect(option.default ?? null).toEqual(upstream.default);
    if (upstream.choices !== undefined) expect([...(option.type.choices?.keys() ?? [])]).toEqual(upstream.choices);
    if (upstream.type === 'integer' || upstream.type === 'float') {
      expect(option.type.minimum).toBe(upstream.min);
      expect(option.type.maximum).toBe(upstream.max);
    }
    expect(option.secret ?? false).toBe(upstream.secret ?? false);
    expect(option.multi).toBe(upstream.multi ?? false);
    expect((option.deprecated ?? []).map(formerName)).toEqual(upstream.old_names ?? []);
  });

  it('that upstream does not have are ours, and few', () => {
    const ours = declared.map(([name]) => name).filter((name) => !known.has(name));
    // Drivers' and castellan's own options: the list of Zed's leaves them out.
    expect(ours).toEqual(
      ours.filter((name) => /^DEFAULT\.backup_|^backend_defaults\.file_|^key_manager\.backend$/.test(name)),
    );
  });

  it('of Zed are all known by name', () => {
    const names = recognizedOptions();
    for (const { group, name } of recorded) expect(names[group]).toContain(name.replaceAll('-', '_'));
  });
});

describe('backendValues', () => {
  it('are those of the section, then of backend_defaults', () => {
    const configuration = Configuration.of([...cinderOptionGroups], {
      backend_defaults: { reserved_percentage: 5, volume_driver: 'a.B' },
      ssd: { volume_driver: 'c.D', volume_backend_name: 'fast' },
    });
    expect(backendValues(configuration, 'ssd')).toMatchObject({
      volume_driver: 'c.D',
      volume_backend_name: 'fast',
      reserved_percentage: 5,
      max_over_subscription_ratio: '20.0',
      backend_host: undefined,
    });
    expect(backendValues(configuration, 'hdd')).toMatchObject({ volume_driver: 'a.B', volume_backend_name: undefined });
  });

  it('say what is wrong with the section', () => {
    const configuration = Configuration.of([backendDefaultsOptions, serviceOptions], {
      ssd: { reserved_percentage: 101 },
    });
    expect(() => backendValues(configuration, 'ssd')).toThrow(/reserved_percentage/);
  });
});

describe('defaults', () => {
  it('of the machine are its name and address', () => {
    const { DEFAULT } = cinderDefaultValues();
    expect(DEFAULT?.host).toMatch(/./);
    expect(DEFAULT?.my_ip).toMatch(/^\d+\.\d+\.\d+\.\d+$/);
  });

  it('of a service that nobody configured are values that its options take', () => {
    const configuration = Configuration.of(
      [...cinderOptionGroups],
      standaloneValues('/state', 'http://127.0.0.1:5000'),
    );
    expect(configuration.get(serviceOptions).state_path).toBe('/state/cinder');
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
};

function formerName({ group, name }: DeprecatedName): string {
  return group === undefined ? (name ?? '') : `${group}/${name ?? ''}`;
}
