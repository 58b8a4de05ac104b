// SPDX-License-Identifier: Apache-2.0
import type { Endpoint } from '@stackport/messaging';
import { InvalidInput } from '../errors/base.js';
import { NoValidHost } from '../errors/instances.js';
import { createEndpoint, type EndpointInit, type MessageArguments } from '../rpc/create-endpoint.js';
import type { HostAggregate } from './ports.js';
import type { SchedulerManager } from './scheduler-manager.js';

/** Version of the RPC API that is served: upstream's as of Zed. */
export const SCHEDULER_RPC_VERSION = '4.5';

type Values = Readonly<Record<string, unknown>>;

/** The manager's methods under their names on the bus. @param askBackport - for objects of conductors that are newer */
export function schedulerEndpoint(manager: SchedulerManager, askBackport?: EndpointInit['askBackport']): Endpoint {
  return createEndpoint({
    version: SCHEDULER_RPC_VERSION,
    // That there is no host is an answer.
    expected: [NoValidHost],
    askBackport,
    handlers: {
      select_destinations: (context, args) =>
        manager.selectDestinations(context, {
          spec: record(args, 'spec_obj'),
          instanceUuids: isMissing(args.instance_uuids) ? undefined : texts(args, 'instance_uuids'),
          returnsObjects: args.return_objects === true,
          returnsAlternates: args.return_alternates === true,
        }),
      update_aggregates: async (_context, args) => {
        manager.updateAggregates(aggregatesOf(args.aggregates));
        return null;
      },
      delete_aggregate: async (_context, args) => {
        manager.deleteAggregate(aggregateOf(record(args, 'aggregate')));
        return null;
      },
      update_instance_info: async (_context, args) => {
        await manager.updateInstanceInfo(text(args, 'host_name'), uuidsOf(record(args, 'instance_info')));
        return null;
      },
      delete_instance_info: async (_context, args) => {
        await manager.deleteInstanceInfo(text(args, 'host_name'), text(args, 'instance_uuid'));
        return null;
      },
      sync_instance_info: async (_context, args) => {
        await manager.syncInstanceInfo(text(args, 'host_name'), texts(args, 'instance_uuids'));
        return null;
      },
    },
  });
}

/** One aggregate, a list of some, or a list object. */
function aggregatesOf(value: unknown): readonly HostAggregate[] {
  if (Array.isArray(value)) return value.map((one) => aggregateOf(one as Values));
  const values = value as Values | null;
  if (Array.isArray(values?.objects)) return values.objects.map((one) => aggregateOf(one as Values));
  return values === null ? [] : [aggregateOf(values)];
}

function aggregateOf(values: Values): HostAggregate {
  if (typeof values.id !== 'number') throw new InvalidInput('an aggregate has no id');
  return {
    id: values.id,
    uuid: typeof values.uuid === 'string' ? values.uuid : null,
    name: typeof values.name === 'string' ? values.name : null,
    hosts: Array.isArray(values.hosts) ? values.hosts.filter((host) => typeof host === 'string') : [],
    metadata: (values.metadata ?? {}) as Readonly<Record<string, string>>,
  };
}

function uuidsOf(list: Values): readonly string[] {
  const objects: readonly unknown[] = Array.isArray(list.objects) ? list.objects : [];
  return objects.map((one) => (one as Values).uuid).filter((uuid) => typeof uuid === 'string');
}

function isMissing(value: unknown): boolean {
  return value === undefined || value === null;
}

function record(args: MessageArguments, name: string): Values {
  const value = args[name];
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new InvalidInput(`${name} is no object`);
  return value as Values;
}

function text(args: MessageArguments, name: string): string {
  const value = args[name];
  if (typeof value !== 'string') throw new InvalidInput(`${name} is no text`);
  return value;
}

function texts(args: MessageArguments, name: string): readonly string[] {
  const value = args[name];
  if (!Array.isArray(value)) throw new InvalidInput(`${name} is no list`);
  return value.filter((one) => typeof one === 'string');
}
