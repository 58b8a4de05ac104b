// SPDX-License-Identifier: Apache-2.0
import type { RequestContext } from '@stackport/context';
import { RemoteError } from '@stackport/messaging';
import type { ObjectValues } from '@stackport/versioned-objects';
import type { ComputeNodeValues, ServiceValues } from '../../hosts/host.js';
import type { NewBlockDevice } from '../../instances/block-device-repository.js';
import { detailsOf, failureText, faultOf } from '../../instances/fault-of.js';
import type { BlockDeviceMappingValues, InstanceChanges, InstanceValues } from '../../instances/instance.js';
import type { PartName } from '../../instances/instance-repository.js';
import type { TaskState } from '../../instances/states.js';
import type { MigrationChanges, MigrationValues } from '../../migrations/migration-repository.js';
import { decode } from '../../objects/nova-object.js';
import type { ObjectName } from '../../objects/object-types.js';
import { objectOf } from '../../object-values.js';
import type { ConductorRpc, ObjectArguments } from '../../rpc/conductor-rpc.js';

/** Whether the conductor answered with this error of nova's: `InstanceNotFound`, `UnexpectedDeletingTaskStateError`, … */
export function isRemote(error: unknown, ...names: readonly string[]): boolean {
  return error instanceof RemoteError && names.includes(error.excType);
}

/** The server is gone, or on its way: whoever works on it stops. */
export function isGone(error: unknown): boolean {
  return isRemote(error, 'InstanceNotFound', 'UnexpectedDeletingTaskStateError');
}

/** What nova-compute keeps, by way of the conductor: this host has no database (decisions 14). */
export class ComputeStore {
  readonly #conductor: ConductorRpc;
  readonly #host: string;

  constructor(conductor: ConductorRpc, host: string) {
    this.#conductor = conductor;
    this.#host = host;
  }

  async instance(context: RequestContext, uuid: string, parts: readonly PartName[] = []): Promise<InstanceValues> {
    return this.#ask(context, 'Instance', 'get_by_uuid', { kwargs: { uuid, expected_attrs: parts } });
  }

  async instancesOnHost(context: RequestContext, parts: readonly PartName[] = []): Promise<InstanceValues[]> {
    return this.#askList(context, 'InstanceList', 'get_by_host', {
      args: [this.#host],
      kwargs: { expected_attrs: parts, use_slave: true },
    });
  }

  /** Servers that upstream's filters choose: `host`, `uuid`, `vm_state`, `task_state`, `deleted`. */
  async instancesBy(
    context: RequestContext,
    filters: Readonly<Record<string, unknown>>,
    parts: readonly PartName[] = [],
  ): Promise<InstanceValues[]> {
    return this.#askList(context, 'InstanceList', 'get_by_filters', {
      args: [filters],
      kwargs: { expected_attrs: parts, use_slave: true },
    });
  }

  async instancesOnNode(context: RequestContext, node: string, parts: readonly PartName[]): Promise<InstanceValues[]> {
    return this.#askList(context, 'InstanceList', 'get_by_host_and_node', {
      args: [this.#host, node],
      kwargs: { expected_attrs: parts },
    });
  }

  /**
   * Changes a server. Rejects with a `RemoteError` of `UnexpectedTaskStateError` and its kin where it is not as expected.
   * @param expected - task states of which it must have one
   */
  async saveInstance(
    context: RequestContext,
    instance: InstanceValues,
    changes: InstanceChanges,
    expected?: TaskState | null | readonly (TaskState | null)[],
  ): Promise<InstanceValues> {
    // `None` by itself would expect nothing.
    const expectedTaskState = expected === null ? [null] : expected;
    return this.#act(context, 'Instance', instance, changes, 'save', {
      kwargs: expectedTaskState === undefined ? {} : { expected_task_state: expectedTaskState },
    });
  }

  async destroyInstance(context: RequestContext, instance: InstanceValues): Promise<InstanceValues> {
    return this.#act(context, 'Instance', instance, {}, 'destroy');
  }

  async saveNetworkInfo(context: RequestContext, uuid: string, networkInfo: string): Promise<void> {
    const cache = { instance_uuid: uuid, network_info: networkInfo };
    await this.#act(context, 'InstanceInfoCache', cache, { network_info: networkInfo }, 'save');
  }

  async devices(context: RequestContext, uuid: string): Promise<BlockDeviceMappingValues[]> {
    return this.#askList(context, 'BlockDeviceMappingList', 'get_by_instance_uuid', { args: [uuid] });
  }

  async deviceOfVolume(context: RequestContext, volumeId: string, uuid: string): Promise<BlockDeviceMappingValues> {
    return this.#ask(context, 'BlockDeviceMapping', 'get_by_volume_and_instance', { args: [volumeId, uuid] });
  }

  async createDevice(context: RequestContext, device: NewBlockDevice): Promise<BlockDeviceMappingValues> {
    return this.#act(context, 'BlockDeviceMapping', {} as BlockDeviceMappingValues, device, 'create');
  }

  async saveDevice(
    context: RequestContext,
    device: BlockDeviceMappingValues,
    changes: Partial<BlockDeviceMappingValues>,
  ): Promise<BlockDeviceMappingValues> {
    return this.#act(context, 'BlockDeviceMapping', device, changes, 'save');
  }

  async destroyDevice(context: RequestContext, device: BlockDeviceMappingValues): Promise<void> {
    await this.#act(context, 'BlockDeviceMapping', device, {}, 'destroy');
  }

  /** @param event - `compute_stop_instance`, … */
  async startEvent(context: RequestContext, uuid: string, event: string): Promise<void> {
    await this.#conductor.objectClassActionVersions(context, 'InstanceActionEvent', 'event_start', {
      args: [uuid, event],
      kwargs: { want_result: false, host: this.#host },
    });
  }

  async finishEvent(context: RequestContext, uuid: string, event: string, error?: unknown): Promise<void> {
    const failed = error !== undefined;
    await this.#conductor.objectClassActionVersions(context, 'InstanceActionEvent', 'event_finish_with_failure', {
      args: [uuid, event],
      kwargs: {
        exc_val: failed ? failureText(error) : null,
        exc_tb: failed ? detailsOf(error) : null,
        want_result: false,
      },
    });
  }

  /** Lets the server's owner see what went wrong. @param message - in the error's place */
  async addFault(context: RequestContext, uuid: string, error: unknown, message?: string): Promise<void> {
    const fault = { ...faultOf(error, this.#host), ...(message === undefined ? {} : { message }) };
    await this.#act(context, 'InstanceFault', {}, { instance_uuid: uuid, ...fault }, 'create');
  }

  async cleanConsoles(context: RequestContext, uuid: string): Promise<void> {
    await this.#conductor.objectClassActionVersions(context, 'ConsoleAuthToken', 'clean_console_auths_for_instance', {
      args: [uuid],
    });
  }

  /** @returns a token that opens the console for so many seconds */
  async authorizeConsole(context: RequestContext, console: object, ttl: number): Promise<string> {
    const given = { args: [ttl] };
    const made: { token?: string } = await this.#act(context, 'ConsoleAuthToken', {}, console, 'authorize', given);
    return made.token ?? '';
  }

  async cleanExpiredConsoles(context: RequestContext): Promise<void> {
    await this.#conductor.objectClassActionVersions(
      context,
      'ConsoleAuthToken',
      'clean_expired_console_auths_for_host',
      { args: [this.#host] },
    );
  }

  async findService(context: RequestContext, binary: string): Promise<ServiceValues | undefined> {
    const answer = await this.#conductor.objectClassActionVersions(context, 'Service', 'get_by_host_and_binary', {
      args: [this.#host, binary],
    });
    return (decode(answer) ?? undefined) as ServiceValues | undefined;
  }

  async createService(context: RequestContext, values: Partial<ServiceValues>): Promise<ServiceValues> {
    return this.#act(context, 'Service', {} as ServiceValues, values, 'create');
  }

  async saveService(
    context: RequestContext,
    service: ServiceValues,
    changes: Partial<ServiceValues>,
  ): Promise<ServiceValues> {
    return this.#act(context, 'Service', service, changes, 'save');
  }

  /** Those of this host; none where it is new. */
  async nodes(context: RequestContext): Promise<ComputeNodeValues[]> {
    try {
      return await this.#askList(context, 'ComputeNodeList', 'get_all_by_host', {
        args: [this.#host],
        kwargs: { use_slave: true },
      });
    } catch (error) {
      if (isRemote(error, 'ComputeHostNotFound')) return [];
      throw error;
    }
  }

  async createNode(context: RequestContext, values: Partial<ComputeNodeValues>): Promise<ComputeNodeValues> {
    return this.#act(context, 'ComputeNode', {} as ComputeNodeValues, values, 'create');
  }

  async saveNode(
    context: RequestContext,
    node: ComputeNodeValues,
    changes: Partial<ComputeNodeValues>,
  ): Promise<ComputeNodeValues> {
    return this.#act(context, 'ComputeNode', node, changes, 'save');
  }

  async destroyNode(context: RequestContext, node: ComputeNodeValues): Promise<void> {
    await this.#act(context, 'ComputeNode', node, {}, 'destroy');
  }

  /** Evacuations from this host that it has not cleaned up after yet. */
  async evacuations(context: RequestContext): Promise<MigrationValues[]> {
    const filters = {
      source_compute: this.#host,
      status: ['accepted', 'pre-migrating', 'done'],
      migration_type: 'evacuation',
    };
    return this.#askList(context, 'MigrationList', 'get_by_filters', { args: [filters] });
  }

  /** Those that come to a node or leave it and are not settled. */
  async openMigrations(context: RequestContext, node: string): Promise<MigrationValues[]> {
    return this.#askList(context, 'MigrationList', 'get_in_progress_and_error', { args: [this.#host, node] });
  }

  async migrationOf(context: RequestContext, uuid: string, status: string): Promise<MigrationValues> {
    return this.#ask(context, 'Migration', 'get_by_instance_and_status', { args: [uuid, status] });
  }

  async migration(context: RequestContext, id: number): Promise<MigrationValues> {
    return this.#ask(context, 'Migration', 'get_by_id', { args: [id] });
  }

  /** Resizes to this host that have waited so long for their owners. @param seconds - since they were finished */
  async unconfirmedMigrations(context: RequestContext, seconds: number): Promise<MigrationValues[]> {
    return this.#askList(context, 'MigrationList', 'get_unconfirmed_by_dest_compute', { args: [seconds, this.#host] });
  }

  async saveMigration(
    context: RequestContext,
    migration: MigrationValues,
    changes: MigrationChanges,
  ): Promise<MigrationValues> {
    return this.#act(context, 'Migration', migration, changes, 'save');
  }

  async #ask<Values>(
    context: RequestContext,
    name: ObjectName,
    method: string,
    given: ObjectArguments,
  ): Promise<Values> {
    return decode(await this.#conductor.objectClassActionVersions(context, name, method, given)) as Values;
  }

  async #askList<Values>(
    context: RequestContext,
    name: ObjectName,
    method: string,
    given: ObjectArguments,
  ): Promise<Values[]> {
    return [...(await this.#ask<{ objects: readonly Values[] }>(context, name, method, given)).objects];
  }

  /** Has a method of an object done with these changes in it. Resolves to what the object is afterwards. */
  async #act<Values extends object>(
    context: RequestContext,
    name: ObjectName,
    values: Values,
    changes: object,
    method: string,
    given: ObjectArguments = {},
  ): Promise<Values> {
    const object = objectOf(name, { ...values, ...changes }, Object.keys(changes));
    const { updates } = await this.#conductor.objectAction(context, object, method, given);
    return { ...values, ...changes, ...(decodeFields(name, updates) as Partial<Values>) };
  }
}

/** Single fields, as they travel, by way of an object that has no others. */
function decodeFields(name: ObjectName, fields: ObjectValues): object {
  return decode({ ...objectOf(name, {}), 'nova_object.data': fields }) as object;
}
