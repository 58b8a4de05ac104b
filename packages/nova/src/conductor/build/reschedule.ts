// SPDX-License-Identifier: Apache-2.0
import type { Logger } from '@stackport/config';
import type { ObjectValues } from '@stackport/versioned-objects';
import type { NovaContext } from '../../context.js';
import { InstanceNotFound, MaxRetriesExceeded } from '../../errors/instances.js';
import type { InstanceValues } from '../../instances/instance.js';
import type { RequestSpecValues } from '../../instances/request-spec-repository.js';
import { vmStates } from '../../instances/states.js';
import { decode, type NovaObject } from '../../objects/nova-object.js';
import { listOf, objectOf } from '../../object-values.js';
import type { AllocationRequest, Placement } from '../../placement/index.js';
import type { SchedulerRpc } from '../../rpc/scheduler-rpc.js';
import type { ConnectedCell } from '../../cells/connected-cells.js';
import type { TaskFailures } from '../task-failures.js';
import { countAttempt, withHost, type FilterProperties, type Selection } from './filter-properties.js';
import { BUILD_PARTS } from './write-server.js';

/** Arguments of `build_instances`. */
export interface RebuildOrder {
  readonly instances: readonly InstanceValues[];
  readonly image: ObjectValues;
  readonly filterProperties: FilterProperties;
  readonly adminPassword: string | null;
  readonly injectedFiles: readonly unknown[] | null;
  readonly requestedNetworks: NovaObject | null;
  readonly securityGroups: readonly string[] | null;
  readonly requestSpec: RequestSpecValues;
  /** For each server those that are left to try; undefined where the scheduler is to be asked. */
  readonly hostLists: readonly (readonly Selection[])[] | undefined;
}

export interface RescheduleParts {
  /** The one that this conductor is of. */
  readonly cell: () => Promise<ConnectedCell>;
  readonly scheduler: Pick<SchedulerRpc, 'selectDestinations'>;
  readonly placement: Placement;
  readonly failures: TaskFailures;
  readonly settings: { readonly max_attempts: number };
  readonly logger: Logger;
}

/** Builds servers on another host where the first one failed (nova 26, conductor/manager.py, build_instances). */
export class Reschedule {
  readonly #parts: RescheduleParts;

  constructor(parts: RescheduleParts) {
    this.#parts = parts;
  }

  async run(context: NovaContext, order: RebuildOrder): Promise<void> {
    const cell = await this.#parts.cell();
    let properties: FilterProperties;
    let lists: readonly (readonly Selection[])[];
    try {
      properties = countAttempt(
        order.filterProperties,
        order.instances[0]?.uuid ?? '',
        this.#parts.settings.max_attempts,
      );
      lists = order.hostLists ?? (await this.#ask(context, order));
    } catch (error) {
      for (const { uuid } of order.instances) await this.#fail(context, cell, uuid, error, order);
      return;
    }
    for (const [index, instance] of order.instances.entries())
      await this.#build(context, cell, instance, lists[index] ?? [], properties, order);
  }

  async #ask(
    context: NovaContext,
    { instances, requestSpec }: RebuildOrder,
  ): Promise<readonly (readonly Selection[])[]> {
    const chosen = await this.#parts.scheduler.selectDestinations(
      context,
      objectOf('RequestSpec', requestSpec),
      instances.map(({ uuid }) => uuid),
      { returnObjects: true, returnAlternates: true },
    );
    return decode(chosen) as Selection[][];
  }

  async #build(
    context: NovaContext,
    cell: ConnectedCell,
    { uuid }: InstanceValues,
    hosts: readonly Selection[],
    properties: FilterProperties,
    order: RebuildOrder,
  ): Promise<void> {
    let instance: InstanceValues;
    try {
      instance = await cell.instances.get(uuid, BUILD_PARTS);
      const host = await this.#claim(context, instance, hosts, order.hostLists !== undefined);
      const alternates = hosts.slice(hosts.indexOf(host) + 1);
      await cell.instances.save(uuid, { availability_zone: host.availability_zone ?? instance.availability_zone });
      await cell.compute.buildAndRunInstance(
        context,
        objectOf('Instance', await cell.instances.get(uuid, BUILD_PARTS)),
        host.service_host,
        {
          image: order.image,
          requestSpec: objectOf('RequestSpec', order.requestSpec),
          filterProperties: withHost(properties, host),
          adminPassword: order.adminPassword,
          injectedFiles: order.injectedFiles,
          requestedNetworks: order.requestedNetworks,
          securityGroups: order.securityGroups,
          blockDeviceMapping: listOf('BlockDeviceMappingList', await cell.devices.ofInstances([uuid])),
          node: host.nodename,
          limits: host.limits === null ? null : objectOf('SchedulerLimits', host.limits),
          hostList: alternates.map((selection) => objectOf('Selection', selection)),
          accelUuids: [],
        },
      );
    } catch (error) {
      if (error instanceof InstanceNotFound) {
        this.#parts.logger.debug(`Instance ${uuid} was deleted during its build`);
        await this.#parts.placement.inRequest(context).removeAllocations(uuid);
      } else await this.#fail(context, cell, uuid, error, order);
    }
  }

  /** The first host that still has the room. The one that the scheduler was just asked for has it already. */
  async #claim(
    context: NovaContext,
    { uuid, project_id: projectId, user_id: userId }: InstanceValues,
    hosts: readonly Selection[],
    isReschedule: boolean,
  ): Promise<Selection> {
    const placement = this.#parts.placement.inRequest(context);
    for (const host of hosts) {
      const { allocation_request: request, allocation_request_version: version } = host;
      if (!isReschedule || request === null) return host;
      const claim = {
        consumer: uuid,
        request: JSON.parse(request) as AllocationRequest,
        projectId: projectId ?? '',
        userId: userId ?? '',
        version: version ?? '1.36',
      };
      if (await placement.claim(claim)) return host;
    }
    throw new MaxRetriesExceeded(`Exhausted all hosts available for retrying build failures for instance ${uuid}.`);
  }

  async #fail(
    context: NovaContext,
    cell: ConnectedCell,
    uuid: string,
    error: unknown,
    order: RebuildOrder,
  ): Promise<void> {
    await this.#parts.failures.report(context, cell, uuid, {
      method: 'build_instances',
      error,
      changes: { vm_state: vmStates.error, task_state: null },
      requestSpec: order.requestSpec,
    });
  }
}
