// SPDX-License-Identifier: Apache-2.0
// A message that comes again: the whole way of one that does not is in cloud/cloud.test.ts.
import { silentLogger } from '@stackport/config';
import { describe, expect, it } from 'vitest';
import type { ConnectedCell } from '../../cells/connected-cells.js';
import { NovaContext } from '../../context.js';
import { ScheduleAndBuild, type BuildOrder, type ScheduleAndBuildParts } from './schedule-and-build.js';

const uuid = '0a569011-5f82-485c-9542-69ec6f1c3447';
const node = { uuid: 'node', host: 'host-1', hypervisor_hostname: 'node-1' };

interface Found {
  readonly isTaken?: boolean;
  readonly claims?: readonly string[];
  readonly isMapped?: boolean;
}

/** What a conductor does with a message that came before, by name. */
async function done({ isTaken = false, claims = ['node'], isMapped = true }: Found): Promise<unknown[]> {
  const steps: unknown[] = [];
  const step =
    (name: string) =>
    async (...args: readonly unknown[]): Promise<boolean> => {
      steps.push([name, ...args.filter((one) => typeof one === 'string')]);
      return true;
    };
  const cell = {
    ...{ id: 1, uuid: 'cell1' },
    instances: {
      list: async ({ where }: { where: object }) => ('host' in where && isTaken ? [] : [{ uuid }]),
      get: async () => ({ uuid }),
    },
    devices: { ofInstances: async () => [{}] },
    nodes: {
      list: async ({ uuid: { in: uuids } }: { uuid: { in: string[] } }) => (uuids.includes('node') ? [node] : []),
    },
    compute: { buildAndRunInstance: step('build') },
  } as unknown as ConnectedCell;
  const placement = {
    inRequest: () => placement,
    allocationsOf: async () => ({ allocations: Object.fromEntries(claims.map((one) => [one, { resources: {} }])) }),
    removeAllocations: step('remove claims'),
  };
  const parts = {
    cells: { byId: async () => cell },
    scheduler: {
      selectDestinations: async () => {
        steps.push(['schedule']);
        throw new Error('full');
      },
    },
    mappings: {
      list: async () => [{ instanceUuid: uuid, cellId: isMapped ? 1 : null }],
      mapToCell: step('map'),
    },
    buildRequests: { remove: step('remove request') },
    requestSpecs: { remove: step('remove spec') },
    placement,
    burial: { bury: step('bury') },
    failures: { report: step('fail') },
    settings: { max_attempts: 3 },
    logger: silentLogger,
  } as unknown as ScheduleAndBuildParts;
  const order = {
    buildRequests: [{ instance_uuid: uuid, instance: { uuid }, block_device_mappings: { objects: [] } }],
    requestSpecs: [{}],
    ...{ image: {}, adminPassword: null, injectedFiles: [], requestedNetworks: null, redelivered: true },
  } as unknown as BuildOrder;
  await new ScheduleAndBuild(parts).run(NovaContext.from(NovaContext.admin(), {}), order);
  return steps;
}

describe('a server whose conductor died', () => {
  it('is built where it has its claim, if no host has taken it', async () => {
    expect(await done({})).toEqual([
      ['remove request', uuid],
      ['build', 'host-1'],
    ]);
  });

  it('is left alone if one has', async () => {
    expect(await done({ isTaken: true })).toEqual([]);
  });

  it('is in error if its claim is gone', async () => {
    expect(await done({ claims: [] })).toEqual([
      ['fail', uuid],
      ['map', uuid],
      ['remove request', uuid],
      ['remove spec', uuid],
      ['remove claims', uuid],
    ]);
  });

  it('is scheduled anew without its claim, if it has no cell', async () => {
    expect(await done({ isMapped: false })).toEqual([['remove claims', uuid], ['schedule'], ['bury']]);
  });
});
