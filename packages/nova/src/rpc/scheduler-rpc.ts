// SPDX-License-Identifier: Apache-2.0
import type { RequestContext } from '@stackport/context';
import type { RpcClient } from '@stackport/messaging';
import type { ObjectValues } from '@stackport/versioned-objects';
import type { NovaObject } from '../objects/nova-object.js';
import { contextDictionary } from './rpc-context.js';
import { longCall, type RpcTimeouts } from './rpc-timeouts.js';

/** Calls into nova-scheduler: upstream's scheduler/rpcapi.py, SchedulerAPI (RPC API 4.5), name for name. */
export class SchedulerRpc {
  readonly #client: RpcClient;
  readonly #timeouts: RpcTimeouts;

  /** @param client - of topic `scheduler`, version 4.0 */
  constructor(client: RpcClient, timeouts: RpcTimeouts) {
    this.#client = client;
    this.#timeouts = timeouts;
  }

  /** For each server the host that is chosen, and after it those that could be tried instead: `Selection` objects. */
  async selectDestinations(
    context: RequestContext,
    requestSpec: NovaObject,
    instanceUuids: readonly string[],
    { returnObjects = false, returnAlternates = false } = {},
  ): Promise<readonly (readonly NovaObject[])[]> {
    return (await this.#client
      .prepare({ version: '4.5', ...longCall(this.#timeouts) })
      .call(contextDictionary(context), 'select_destinations', {
        instance_uuids: instanceUuids,
        spec_obj: requestSpec,
        return_objects: returnObjects,
        return_alternates: returnAlternates,
      })) as readonly (readonly NovaObject[])[];
  }

  /** Tells every scheduler which aggregates there are. @param aggregates - an `AggregateList` */
  async updateAggregates(context: RequestContext, aggregates: NovaObject | readonly NovaObject[]): Promise<void> {
    await this.#tellAll(context, '4.1', 'update_aggregates', { aggregates });
  }

  async deleteAggregate(context: RequestContext, aggregate: NovaObject): Promise<void> {
    await this.#tellAll(context, '4.1', 'delete_aggregate', { aggregate });
  }

  /** Tells every scheduler of instances on a host. @param instances - an `InstanceList` */
  async updateInstanceInfo(context: RequestContext, hostName: string, instances: NovaObject): Promise<void> {
    await this.#tellAll(context, '4.2', 'update_instance_info', { host_name: hostName, instance_info: instances });
  }

  async deleteInstanceInfo(context: RequestContext, hostName: string, instanceUuid: string): Promise<void> {
    await this.#tellAll(context, '4.2', 'delete_instance_info', { host_name: hostName, instance_uuid: instanceUuid });
  }

  /** Tells every scheduler all that is on a host. */
  async syncInstanceInfo(context: RequestContext, hostName: string, instanceUuids: readonly string[]): Promise<void> {
    const args = { host_name: hostName, instance_uuids: instanceUuids };
    await this.#tellAll(context, '4.2', 'sync_instance_info', args);
  }

  async #tellAll(context: RequestContext, version: string, method: string, args: ObjectValues): Promise<void> {
    await this.#client.prepare({ fanout: true, version }).cast(contextDictionary(context), method, args);
  }
}
