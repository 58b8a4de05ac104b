// SPDX-License-Identifier: Apache-2.0
import type { Logger } from '@stackport/config';
import { RemoteError } from '@stackport/messaging';
import type { Aggregate } from './aggregates/aggregate-repository.js';
import type { AggregateMirror } from './aggregates/aggregate-mirror.js';
import type { ConnectedCell, ConnectedCells } from './cells/connected-cells.js';
import { FeatureNotSupported } from './errors/base.js';
import { InvalidAggregateHostAction } from './errors/aggregates.js';
import { ResourceProviderNotFound } from './errors/placement.js';
import type { InstanceValues } from './instances/instance.js';
import type { Neighbours } from './neighbours.js';
import type { NovaObject } from './objects/nova-object.js';
import { objectOf } from './object-values.js';
import type { Placement } from './placement/index.js';
import type { ApiPorts } from './ports.js';
import type { ComputeTaskRpc } from './rpc/compute-task-rpc.js';
import type { SchedulerRpc } from './rpc/scheduler-rpc.js';
import type { ExternalEvent, ExternalEventSink } from './server-events/external-events.js';
import { instanceObject } from './servers/instance-object.js';
import type { ComputeControl } from './services/compute-control.js';

export interface ConnectedPortsInit {
  readonly neighbours: Neighbours;
  readonly cells: ConnectedCells;
  readonly scheduler: SchedulerRpc;
  readonly conductor: ComputeTaskRpc;
  readonly logger: Logger;
}

/** What the API reaches where there is a bus and placement: schedulers, compute hosts and the services beside nova. */
export function connectedPorts({
  neighbours,
  cells,
  scheduler,
  conductor,
  logger,
}: ConnectedPortsInit): Partial<ApiPorts> {
  const { placement } = neighbours;
  return {
    ...neighbours,
    aggregateMirror: aggregateMirror(placement, scheduler, logger.named('nova.compute.api')),
    imageCaching: {
      cache: (context, aggregate, imageIds) => conductor.cacheImages(context, told(aggregate), imageIds),
    },
    computeControl: computeControl(cells),
    providers: { remove: (context, uuid) => placement.inRequest(context).deleteProvider(uuid) },
    eventSink: eventSink(cells),
  };
}

function told({ createdAt, updatedAt, ...aggregate }: Aggregate): NovaObject {
  return objectOf('Aggregate', { ...aggregate, created_at: createdAt, updated_at: updatedAt, deleted: false });
}

function aggregateMirror(placement: Placement, scheduler: SchedulerRpc, logger: Logger): AggregateMirror {
  return {
    changed: (context, aggregate) => scheduler.updateAggregates(context, [told(aggregate)]),
    deleted: (context, aggregate) => scheduler.deleteAggregate(context, told(aggregate)),
    hostAdded: async (context, { uuid }, node) => {
      try {
        await placement.inRequest(context).addHostToAggregate(uuid ?? '', node);
      } catch (error) {
        // The aggregate has its host all the same, as upstream: the operator sees to placement.
        logger.warning(
          `Failed to associate ${node} with a placement aggregate: ${messageOf(error)}. This may be corrected after running nova-manage placement sync_aggregates.`,
        );
      }
    },
    hostRemoved: async (context, { id, uuid }, node) => {
      try {
        await placement.inRequest(context).removeHostFromAggregate(uuid ?? '', node);
      } catch (error) {
        if (error instanceof ResourceProviderNotFound) {
          logger.warning(`Failed to remove association of ${node} with a placement aggregate: ${error.message}.`);
          return;
        }
        throw new InvalidAggregateHostAction(`Cannot remove host from aggregate ${id}. Reason: ${messageOf(error)}.`, {
          cause: error,
        });
      }
    },
  };
}

function computeControl(cells: ConnectedCells): ComputeControl {
  return {
    setHostEnabled: (context, host, isEnabled) =>
      askHost(cells, host, (compute) => compute.setHostEnabled(context, host, isEnabled)),
    setHostMaintenance: (context, host, isOn) =>
      askHost(cells, host, (compute) => compute.hostMaintenanceMode(context, host, host, isOn)),
    hostPowerAction: (context, host, action) =>
      askHost(cells, host, (compute) => compute.hostPowerAction(context, host, action)),
    getHostUptime: (context, host) => askHost(cells, host, (compute) => compute.getHostUptime(context, host)),
  };
}

/** Rejects with `FeatureNotSupported` where the host's driver cannot do it. */
async function askHost(
  cells: ConnectedCells,
  host: string,
  ask: (compute: ConnectedCell['compute']) => Promise<unknown>,
): Promise<string> {
  const { compute } = await cells.ofHost(host);
  try {
    return String(await ask(compute));
  } catch (error) {
    if (error instanceof RemoteError && error.excType === 'NotImplementedError')
      throw new FeatureNotSupported(undefined, { cause: error });
    throw error;
  }
}

/** A host hears of its own servers; of one that moves, both hosts do (nova 26, compute/api.py, external_instance_event). */
function eventSink(cells: ConnectedCells): ExternalEventSink {
  return {
    send: async (context, servers, events) => {
      for (const cellId of new Set(servers.map(({ cell }) => cell.id))) {
        const cell = await cells.byId(cellId);
        const onHosts = new Map<string, InstanceValues[]>();
        for (const { instance } of servers.filter((server) => server.cell.id === cellId))
          for (const host of await hostsOf(cell, instance)) onHosts.set(host, [...(onHosts.get(host) ?? []), instance]);
        for (const [host, instances] of onHosts) {
          const own = events.filter(({ instanceUuid }) => instances.some(({ uuid }) => uuid === instanceUuid));
          const objects = instances.map(instanceObject);
          await cell.compute.externalInstanceEvent(context, objects, own.map(eventObject), host);
        }
      }
    },
  };
}

async function hostsOf({ migrations }: ConnectedCell, instance: InstanceValues): Promise<ReadonlySet<string>> {
  const hosts = [instance.host];
  const id = Number(instance.migration_context?.migration_id ?? Number.NaN);
  if (Number.isInteger(id)) {
    const [migration] = await migrations.list({ where: { id } });
    hosts.push(migration?.source_compute ?? null, migration?.dest_compute ?? null);
  }
  return new Set(hosts.filter((host) => host !== null));
}

function eventObject({ name, instanceUuid, status, tag }: ExternalEvent): NovaObject {
  return objectOf('InstanceExternalEvent', { name, instance_uuid: instanceUuid, status, tag, data: {} });
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
