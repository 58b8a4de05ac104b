// SPDX-License-Identifier: Apache-2.0
import { readFileSync } from 'node:fs';
import { Configuration, type Option } from '@stackport/config';
import { describe, expect, it } from 'vitest';
import { recognizedOptions, schedulerOptions } from '../options/index.js';
import { metricsOptions, schedulerOwnOptionGroups, zoneQueryOptions } from '../options/scheduler-own.js';
import { novaWorkerOptionGroups } from '../worker-option-groups.js';

interface RecordedOption {
  readonly group: string;
  readonly name: string;
  readonly type: string;
  readonly default: unknown;
  readonly choices?: readonly unknown[];
}

const { options: recorded } = JSON.parse(
  readFileSync(new URL('../../../testing/reference/config/nova.json', import.meta.url), 'utf8'),
) as { options: readonly RecordedOption[] };

const declared = schedulerOwnOptionGroups.flatMap(({ name: group, options }) =>
  Object.entries(options).map(([name, option]) => ({ group, name, option: option as Option<unknown> })),
);

describe('options of the scheduler alone', () => {
  it.each(declared)('$group.$name is what it is upstream', ({ group, name, option }) => {
    const upstream = recorded.find((one) => one.group === group && one.name === name);
    expect(option.default ?? null).toEqual(upstream?.default);
    if (upstream?.choices !== undefined) expect([...(option.type.choices?.keys() ?? [])]).toEqual(upstream.choices);
    expect(recognizedOptions()[group]).toContain(name);
  });

  it('are read beside those that all services read', () => {
    const configuration = Configuration.of(novaWorkerOptionGroups, { metrics: { weight_setting: ['a=1'] } });
    expect(configuration.get(metricsOptions)).toMatchObject({ weight_setting: ['a=1'], required: true });
    expect(configuration.get(schedulerOptions).max_attempts).toBe(3);
    expect(configuration.get(zoneQueryOptions).query_placement_for_availability_zone).toBe(true);
  });
});
