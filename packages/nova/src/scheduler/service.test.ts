// SPDX-License-Identifier: Apache-2.0
import { randomUUID } from 'node:crypto';
import { type Notification, NotificationListener, RpcClient } from '@stackport/messaging';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { CellMappingRepository } from '../cells/index.js';
import { CellServices } from '../hosts/cell-services.js';
import { SERVICE_VERSION } from '../hosts/heartbeat.js';
import { listOf, objectOf } from '../object-values.js';
import { fromWire } from '../objects/nova-object.js';
import { contextDictionary } from '../rpc/rpc-context.js';
import { SchedulerPlayground, specValues } from './test-support.js';

type Values = Readonly<Record<string, unknown>>;

describe('nova-scheduler', () => {
  let cloud: SchedulerPlayground;

  beforeEach(async () => {
    cloud = await SchedulerPlayground.open({
      scheduler: { discover_hosts_in_cells_interval: 0 },
      filter_scheduler: { enabled_filters: ['ComputeFilter', 'SameHostFilter'] },
    });
  });
  afterEach(() => cloud.close());

  const specObject = (values: Values = {}) => objectOf('RequestSpec', specValues(values));

  it('answers with hosts that it has claimed', async () => {
    const uuid = await cloud.host('a');
    await cloud.host('b', { memory_mb: 1024 });
    await cloud.start();
    const vm = randomUUID();
    const answer = await cloud.rpc.selectDestinations(cloud.context, specObject(), [vm], {
      returnObjects: true,
      returnAlternates: true,
    });
    expect(answer.map((each) => each.map((one) => fromWire('Selection', one).service_host))).toEqual([['a', 'b']]);
    const first = answer[0]?.[0];
    expect(first).toMatchObject({
      'nova_object.name': 'Selection',
      'nova_object.version': '1.1',
      'nova_object.data': {
        compute_node_uuid: uuid,
        service_host: 'a',
        nodename: 'a',
        cell_uuid: cloud.cell('cell1').mapping.uuid,
        allocation_request_version: '1.36',
        availability_zone: 'nova',
        limits: { 'nova_object.data': { numa_topology: null, vcpu: null, disk_gb: null, memory_mb: null } },
      },
    });
    expect(JSON.parse(String(first?.['nova_object.data'].allocation_request))).toEqual({
      allocations: { [uuid]: { resources: { VCPU: 1, MEMORY_MB: 128, DISK_GB: 1 } } },
      mappings: { '': [uuid] },
    });
    expect(cloud.placement.consumers.has(vm)).toBe(true);
  });

  it('answers callers that take no objects with dictionaries', async () => {
    await cloud.host('a');
    await cloud.start();
    const answer = await cloud.rpc.selectDestinations(cloud.context, specObject(), [randomUUID()]);
    expect(answer).toEqual([{ host: 'a', nodename: 'a', limits: {} }]);
  });

  it("says NoValidHost under Python's name", async () => {
    await cloud.start();
    const asked = cloud.rpc.selectDestinations(cloud.context, specObject(), [randomUUID()], { returnObjects: true });
    await expect(asked).rejects.toMatchObject({
      message: expect.stringContaining('No valid host was found.') as string,
    });
    const error: unknown = await asked.catch((caught: unknown) => caught);
    expect(JSON.stringify(error)).toContain('NoValidHost');
  });

  it('hears of aggregates', async () => {
    await cloud.host('a');
    await cloud.host('b', { memory_mb: 1024 });
    await cloud.start();
    const zoneOf = async (host: string): Promise<unknown> => {
      const spec = specObject({ force_hosts: [host] });
      const answer = await cloud.rpc.selectDestinations(cloud.context, spec, [randomUUID()], { returnObjects: true });
      return answer[0]?.[0]?.['nova_object.data'].availability_zone;
    };
    expect(await zoneOf('a')).toBe('nova');
    const aggregate = {
      id: 7,
      uuid: randomUUID(),
      name: 'east',
      hosts: ['a'],
      metadata: { availability_zone: 'east' },
    };
    await cloud.rpc.updateAggregates(cloud.context, listOf('AggregateList', [aggregate]));
    await vi.waitFor(async () => expect(await zoneOf('a')).toBe('east'));
    expect(await zoneOf('b')).toBe('nova');
    await cloud.rpc.updateAggregates(cloud.context, [objectOf('Aggregate', { ...aggregate, hosts: ['b'] })]);
    await vi.waitFor(async () => expect(await zoneOf('b')).toBe('east'));
    await cloud.rpc.deleteAggregate(cloud.context, objectOf('Aggregate', aggregate));
    await vi.waitFor(async () => expect(await zoneOf('b')).toBe('nova'));
  });

  it('hears of the instances of hosts', async () => {
    await cloud.host('a');
    await cloud.host('b', { memory_mb: 1024 });
    await cloud.start();
    const member = await cloud.instance('b');
    const hostOf = async (): Promise<unknown> => {
      const vm = randomUUID();
      const spec = specObject({ scheduler_hints: { same_host: [member] } });
      const answer = await cloud.rpc.selectDestinations(cloud.context, spec, [vm], { returnObjects: true });
      await cloud.placement.removeAllocations(vm);
      return answer[0]?.[0]?.['nova_object.data'].service_host;
    };
    expect(await hostOf()).toBe('b');
    // Each twice: what is heard of a host first has it read out of its cell.
    for (let time = 0; time < 2; time += 1) {
      await cloud.rpc.updateInstanceInfo(cloud.context, 'a', listOf('InstanceList', [{ uuid: member }]));
      await cloud.rpc.deleteInstanceInfo(cloud.context, 'b', member);
    }
    await vi.waitFor(async () => expect(await hostOf()).toBe('a'));
    // It does not match: what the cell says counts until the host tells more.
    await cloud.rpc.syncInstanceInfo(cloud.context, 'a', []);
    await cloud.rpc.syncInstanceInfo(cloud.context, 'b', [member]);
    await vi.waitFor(async () => expect(await hostOf()).toBe('b'));
  });

  it('tells what it is asked, before and after', async () => {
    const events: string[] = [];
    const told = async ({ eventType, payload }: Notification) => {
      events.push(eventType);
      expect(payload).toMatchObject({ request_spec: { num_instances: 1, instance_properties: { vcpus: 1 } } });
      return 'handled' as const;
    };
    const listener = new NotificationListener(cloud.transport, [{ topic: 'notifications' }], [{ info: told }]);
    await listener.start();
    await cloud.host('a');
    await cloud.start();
    await cloud.rpc.selectDestinations(cloud.context, specObject(), [randomUUID()], { returnObjects: true });
    await vi.waitFor(() =>
      expect(events).toEqual(['scheduler.select_destinations.start', 'scheduler.select_destinations.end']),
    );
    await listener.stop();
  });

  it('shows that it is there, and answers what all services do', async () => {
    await cloud.start();
    const services = new CellServices(cloud.cell('cell1').database);
    expect(await services.find('controller', 'nova-scheduler')).toMatchObject({
      topic: 'scheduler',
      report_count: 1,
      version: SERVICE_VERSION,
      disabled: false,
      forced_down: false,
    });
    const client = new RpcClient(cloud.transport, { topic: 'scheduler', namespace: 'baseapi', version: '1.1' });
    const context = contextDictionary(cloud.context);
    expect(await client.call(context, 'ping', { arg: 'x' })).toEqual({ service: 'scheduler', arg: 'x' });
    expect(await client.call(context, 'get_backdoor_port', {})).toBeNull();
  });

  it('hears of cells that are switched off when it is told to look', async () => {
    await cloud.host('a', { cell: 'cell2' });
    const scheduler = await cloud.start();
    const ask = () => cloud.rpc.selectDestinations(cloud.context, specObject(), [randomUUID()]);
    await new CellMappingRepository(cloud.databases.api).setDisabled(cloud.cell('cell2').mapping.uuid, true);
    expect(await ask()).toHaveLength(1);
    scheduler.reset();
    await expect(ask()).rejects.toThrow('There are not enough hosts available.');
  });

  it('maps hosts that are new where it is told to look for them', async () => {
    await cloud.host('a', { cell: 'cell2', node: { mapped: 0 } });
    await cloud.start();
    const rows = await cloud.databases.api.client.hostMapping.findMany();
    expect(rows.map(({ host, cellId }) => [host, cellId])).toEqual([['a', cloud.cell('cell2').mapping.id]]);
  });
});
