// SPDX-License-Identifier: Apache-2.0
import type { Logger } from '@stackport/config';
import type { ObjectValues } from '@stackport/versioned-objects';
import type { InstanceMappingRepository } from '../../cells/instance-mapping-repository.js';
import type { NovaContext } from '../../context.js';
import { HostMappingNotFound } from '../../errors/hosts.js';
import { OverQuota } from '../../errors/base.js';
import type { BuildRequestRepository, BuildRequestValues } from '../../instances/build-request-repository.js';
import type { FlavorValues } from '../../instances/instance.js';
import type { RequestSpecRepository, RequestSpecValues } from '../../instances/request-spec-repository.js';
import { NoValidHost } from '../../errors/instances.js';
import { taskStates, vmStates } from '../../instances/states.js';
import { decode, type NovaObject } from '../../objects/nova-object.js';
import { listOf, objectOf } from '../../object-values.js';
import type { Placement } from '../../placement/index.js';
import type { SchedulerRpc } from '../../rpc/scheduler-rpc.js';
import type { ConnectedCell, ConnectedCells } from '../../cells/connected-cells.js';
import type { TaskFailures } from '../task-failures.js';
import type { Burial } from './bury.js';
import { countAttempt, propertiesOf, withHost, type Selection } from './filter-properties.js';
import { writeServer, type WrittenServer } from './write-server.js';

/** Arguments of `schedule_and_build_instances`, objects decoded but where they only pass through. */
export interface BuildOrder {
  readonly buildRequests: readonly BuildRequestValues[];
  readonly requestSpecs: readonly RequestSpecValues[];
  readonly image: ObjectValues;
  readonly adminPassword: string | null;
  readonly injectedFiles: readonly unknown[];
  readonly requestedNetworks: NovaObject | null;
  /** Whether the message came before: its conductor may have died over it. */
  readonly redelivered: boolean;
}

export interface ScheduleAndBuildParts {
  readonly cells: ConnectedCells;
  readonly scheduler: Pick<SchedulerRpc, 'selectDestinations'>;
  readonly mappings: InstanceMappingRepository;
  readonly buildRequests: BuildRequestRepository;
  readonly requestSpecs: RequestSpecRepository;
  readonly placement: Placement;
  readonly burial: Burial;
  readonly failures: TaskFailures;
  /** Looks once more whether the project has not more than it may; rejects with `OverQuota`. */
  readonly recheckQuota: (context: NovaContext, flavor: FlavorValues, requested: number) => Promise<void>;
  readonly settings: { readonly max_attempts: number };
  readonly logger: Logger;
}

interface Ordered {
  readonly request: BuildRequestValues;
  readonly spec: RequestSpecValues;
}

interface Placed extends Ordered {
  readonly hosts: readonly [Selection, ...Selection[]];
  readonly cell: ConnectedCell;
  readonly server: WrittenServer;
}

/**
 * Finds hosts for new servers, writes them into their cells and has them built (nova 26, conductor/manager.py,
 * schedule_and_build_instances). The message may come twice: a server that has its cell by then is left to who gave it, or
 * built on the host that it has a claim on, where that conductor died before it could say so.
 */
export class ScheduleAndBuild {
  readonly #parts: ScheduleAndBuildParts;

  constructor(parts: ScheduleAndBuildParts) {
    this.#parts = parts;
  }

  async run(context: NovaContext, order: BuildOrder): Promise<void> {
    const waiting = await this.#waiting(context, order);
    const [first] = waiting;
    if (first === undefined) return;
    // What was claimed on another host would stay claimed.
    if (order.redelivered)
      for (const { request } of waiting)
        await this.#parts.placement.inRequest(context).removeAllocations(request.instance_uuid);
    let choices: readonly (readonly NovaObject[])[];
    try {
      choices = await this.#parts.scheduler.selectDestinations(
        context,
        objectOf('RequestSpec', first.spec),
        waiting.map(({ request }) => request.instance_uuid),
        { returnObjects: true, returnAlternates: true },
      );
    } catch (error) {
      this.#parts.logger.error('Failed to schedule instances', error);
      await this.#parts.burial.bury(
        context,
        waiting.map(({ request }) => request),
        error,
        first.spec,
      );
      return;
    }
    const placed: Placed[] = [];
    for (const [index, { request, spec }] of waiting.entries()) {
      // The first one is chosen and claimed, the others may be tried after it.
      const hosts = decode(choices[index] ?? []) as [Selection, ...Selection[]];
      const one = await this.#place(context, request, spec, hosts);
      if (one !== undefined) placed.push(one);
    }
    if (!(await this.#isWithinQuota(context, placed, order.buildRequests.length))) return;
    for (const one of placed) await this.#build(context, one, order);
  }

  /** Those that have no cell: not the ones that were deleted, nor those of a message that came again. */
  async #waiting(context: NovaContext, order: BuildOrder): Promise<readonly Ordered[]> {
    const { mappings, logger } = this.#parts;
    const known = await mappings.list(order.buildRequests.map(({ instance_uuid: uuid }) => uuid));
    const cellOf = new Map(known.map(({ instanceUuid, cellId }) => [instanceUuid, cellId]));
    const waiting: Ordered[] = [];
    for (const [index, request] of order.buildRequests.entries()) {
      const spec = order.requestSpecs[index];
      if (spec === undefined) continue;
      const cellId = cellOf.get(request.instance_uuid) ?? null;
      if (cellId === null) waiting.push({ request, spec });
      else if (order.redelivered) await this.#resume(context, { request, spec }, cellId, order);
      else logger.info(`Instance ${request.instance_uuid} has its cell already`);
    }
    return waiting;
  }

  /** Has a server built that is in its cell, where no host has taken it: one that was told so already is told the same. */
  async #resume(context: NovaContext, { request, spec }: Ordered, cellId: number, order: BuildOrder): Promise<void> {
    const { cells, buildRequests, placement, logger } = this.#parts;
    const { instance_uuid: uuid } = request;
    const cell = await cells.byId(cellId);
    const untaken = { vmState: vmStates.building, taskState: taskStates.scheduling, host: null };
    if ((await cell.instances.list({ where: { uuid, deleted: 0, ...untaken } })).length === 0) {
      logger.info(`Instance ${uuid} has its cell already`);
      return;
    }
    const { allocations } = await placement.inRequest(context).allocationsOf(uuid);
    const [node] = await cell.nodes.list({ uuid: { in: Object.keys(allocations) } });
    if (node === undefined) {
      await this.#giveUp(context, { request, spec, cell }, new NoValidHost('Its claim on a host is lost'));
      return;
    }
    const server = await writeServer(cell, request);
    const host = {
      service_host: node.host ?? '',
      nodename: node.hypervisor_hostname ?? '',
      compute_node_uuid: node.uuid,
      cell_uuid: cell.uuid,
      ...{ limits: null, allocation_request: null, allocation_request_version: null },
    };
    logger.info(`Instance ${uuid} is built on ${host.service_host}, where it was placed before`);
    await buildRequests.remove(uuid);
    await this.#send(context, { request, spec, cell, server, hosts: [host] }, order);
  }

  async #place(
    context: NovaContext,
    request: BuildRequestValues,
    spec: RequestSpecValues,
    hosts: readonly [Selection, ...Selection[]],
  ): Promise<Placed | undefined> {
    const { cells, buildRequests, mappings, placement, burial, logger } = this.#parts;
    const [{ service_host: host, availability_zone: zone }] = hosts;
    const { instance_uuid: uuid } = request;
    let cell: ConnectedCell;
    try {
      cell = await cells.ofHost(host);
    } catch (error) {
      if (!(error instanceof HostMappingNotFound)) throw error;
      logger.error(`No host-to-cell mapping found for selected host ${host}. Setup is incomplete.`);
      await burial.bury(context, [request], error, spec);
      await placement.inRequest(context).removeAllocations(uuid);
      return undefined;
    }
    if ((await buildRequests.list({ instanceUuid: uuid })).length === 0) {
      logger.debug(`While scheduling instance ${uuid}, the build request was already deleted.`);
      await mappings.remove(uuid);
      await placement.inRequest(context).removeAllocations(uuid);
      return undefined;
    }
    const server = await writeServer(cell, {
      ...request,
      instance: { ...request.instance, availability_zone: zone ?? request.instance.availability_zone },
    });
    return { request, spec, hosts, cell, server };
  }

  async #isWithinQuota(context: NovaContext, placed: readonly Placed[], requested: number): Promise<boolean> {
    const flavor = placed[0]?.server.instance.flavor;
    if (flavor === undefined) return true;
    try {
      await this.#parts.recheckQuota(context, flavor, requested);
      return true;
    } catch (error) {
      if (!(error instanceof OverQuota)) throw error;
      for (const one of placed) await this.#giveUp(context, one, error);
      return false;
    }
  }

  async #build(context: NovaContext, one: Placed, order: BuildOrder): Promise<void> {
    const { buildRequests, mappings, placement, logger } = this.#parts;
    const { cell } = one;
    const [host, ...alternates] = one.hosts;
    const { instance_uuid: uuid } = one.request;
    logger.debug(
      `Selected host: ${host.service_host}; Selected node: ${host.nodename}; Alternates: ${alternates
        .map(({ service_host: name }) => name)
        .join(', ')}`,
    );
    if ((await cell.actions.find(uuid, context.requestId)) === undefined)
      await cell.actions.start(context, uuid, 'create');
    await mappings.mapToCell(uuid, cell.id);
    if (!(await buildRequests.remove(uuid))) {
      // Deleted while it was scheduled: nothing is to be built.
      await cell.instances.destroy(uuid);
      await mappings.setQueuedForDelete(uuid, true);
      await placement.inRequest(context).removeAllocations(uuid);
      return;
    }
    await this.#send(context, one, order);
  }

  /** Tells the first of its hosts to build a server. */
  async #send(context: NovaContext, { request, spec, hosts, cell, server }: Placed, order: BuildOrder): Promise<void> {
    const [host, ...alternates] = hosts;
    const attempts = this.#parts.settings.max_attempts;
    const properties = withHost(countAttempt(propertiesOf(spec), request.instance_uuid, attempts), host);
    const groups = (spec.security_groups as { objects?: readonly { name?: string; uuid?: string }[] } | null)?.objects;
    await cell.compute.buildAndRunInstance(context, objectOf('Instance', server.instance), host.service_host, {
      image: order.image,
      requestSpec: objectOf('RequestSpec', spec),
      filterProperties: properties,
      adminPassword: order.adminPassword,
      injectedFiles: order.injectedFiles,
      requestedNetworks: order.requestedNetworks,
      securityGroups: (groups ?? []).map((group) => group.uuid ?? group.name ?? ''),
      blockDeviceMapping: listOf('BlockDeviceMappingList', server.devices),
      node: host.nodename,
      limits: host.limits === null ? null : objectOf('SchedulerLimits', host.limits),
      hostList: alternates.map((selection) => objectOf('Selection', selection)),
      accelUuids: [],
    });
  }

  /** A server that is written and not to be built. */
  async #giveUp(
    context: NovaContext,
    { request, spec, cell }: Pick<Placed, 'request' | 'spec' | 'cell'>,
    error: unknown,
  ): Promise<void> {
    const { failures, mappings, buildRequests, requestSpecs, placement } = this.#parts;
    const { instance_uuid: uuid } = request;
    await failures.report(context, cell, uuid, {
      method: 'build_instances',
      error,
      changes: { vm_state: vmStates.error, task_state: null },
      requestSpec: spec,
    });
    await mappings.mapToCell(uuid, cell.id);
    await buildRequests.remove(uuid);
    await requestSpecs.remove(uuid);
    await placement.inRequest(context).removeAllocations(uuid);
  }
}
