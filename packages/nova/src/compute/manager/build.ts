// SPDX-License-Identifier: Apache-2.0
import type { NovaContext } from '../../context.js';
import { NovaError } from '../../errors/base.js';
import { BuildAbortException, ComputeResourcesUnavailable, RescheduledException } from '../../errors/instances.js';
import type { FilterProperties } from '../../conductor/build/filter-properties.js';
import { now } from '@stackport/database';
import { detailsOf } from '../../instances/fault-of.js';
import type { BlockDeviceMappingValues, InstanceValues } from '../../instances/instance.js';
import { taskStates, vmStates } from '../../instances/states.js';
import type { ImageValues } from '../../image/images.js';
import type { RequestedNetwork } from '../../network/networks.js';
import { decode, type NovaObject } from '../../objects/nova-object.js';
import { objectOf } from '../../object-values.js';
import type { IncomingMessage } from '../../rpc/create-endpoint.js';
import { ImageUnacceptable } from '../drivers/errors.js';
import type { GuestFile } from '../drivers/guest.js';
import { isGone, isRemote } from '../store/compute-store.js';
import type { ComputeContext } from './compute-context.js';
import { keepNetworkInfo } from './interfaces.js';
import { notify, tellSchedulers } from './notify.js';
import { operate } from './operation.js';
import type { BlockDevices } from './block-devices.js';

/** Arguments of `build_and_run_instance`. */
export interface BuildOrder {
  readonly instance: InstanceValues;
  readonly image: Partial<ImageValues>;
  readonly requestSpec: NovaObject | null;
  readonly filterProperties: FilterProperties;
  readonly adminPassword: string | null;
  readonly injectedFiles: readonly (readonly [string, string])[];
  readonly requestedNetworks: NovaObject | null;
  readonly securityGroups: readonly string[];
  readonly node: string | null;
  /** Those that may be tried after this host, as they came. */
  readonly hostList: readonly NovaObject[] | null;
}

const RESULT = { active: 'active', failed: 'failed', rescheduled: 'rescheduled' } as const;
type Result = (typeof RESULT)[keyof typeof RESULT];

/** Builds servers (nova 26, compute/manager.py, build_and_run_instance). */
export class BuildInstance {
  readonly #compute: ComputeContext;
  readonly #blockDevices: BlockDevices;
  #failedInARow = 0;

  constructor(compute: ComputeContext, blockDevices: BlockDevices) {
    this.#compute = compute;
    this.#blockDevices = blockDevices;
  }

  /** Failed builds one after the other, by which the scheduler shuns a host. */
  get failedBuilds(): number {
    return this.#failedInARow;
  }

  /**
   * The message is forgotten once the server is this host's: what is cut off then is found at the next start. One that
   * came again finds the server taken.
   */
  async run(context: NovaContext, order: BuildOrder, message: IncomingMessage): Promise<void> {
    const { uuid } = order.instance;
    await operate(
      this.#compute,
      context,
      uuid,
      { name: '_do_build_and_run_instance', revertsTask: false, addsFault: false },
      async () => {
        const claimed = await this.#claim(context, order, message);
        if (claimed === undefined) return;
        const result = await this.#build(context, claimed, order);
        this.#failedInARow = result === RESULT.active ? 0 : this.#failedInARow + 1;
      },
    );
  }

  /** Makes the server this host's. Undefined where it is somebody else's, or wanted no more. */
  async #claim(context: NovaContext, order: BuildOrder, message: IncomingMessage): Promise<InstanceValues | undefined> {
    const { store, host, logger, tracker, driver } = this.#compute;
    const { uuid } = order.instance;
    const node = order.node ?? driver.nodes()[0] ?? host;
    try {
      const current = await store.instance(context, uuid, PARTS);
      if (current.vm_state !== vmStates.building || current.host !== null) {
        logger.info(
          `Instance ${uuid} is not to be built here: it is ${current.vm_state ?? ''} on ${current.host ?? 'no host'}`,
        );
        await message.acknowledge();
        return undefined;
      }
      const instance = await store.saveInstance(
        context,
        current,
        {
          vm_state: vmStates.building,
          task_state: null,
          host,
          node,
          launched_on: host,
          system_metadata: { ...current.system_metadata, boot_roles: context.roles.join(',') },
        },
        [taskStates.scheduling, null],
      );
      await message.acknowledge();
      await tracker.claim(context, instance, node);
      return instance;
    } catch (error) {
      if (!isRemote(error, 'InstanceNotFound', 'UnexpectedTaskStateError', 'UnexpectedDeletingTaskStateError'))
        throw error;
      logger.debug('Instance disappeared before build.');
      await message.acknowledge();
      await this.#compute.placement.inRequest(context).removeAllocations(uuid);
      return undefined;
    }
  }

  async #build(context: NovaContext, instance: InstanceValues, order: BuildOrder): Promise<Result> {
    const { logger, placement } = this.#compute;
    const { uuid } = instance;
    const started = performance.now();
    try {
      await this.#spawn(context, instance, order);
      logger.info(`Took ${((performance.now() - started) / 1000).toFixed(2)} seconds to build instance.`);
      return RESULT.active;
    } catch (error) {
      await notify(this.#compute, context, instance, 'create.error', { message: (error as Error).message }, { error });
      await this.#compute.tracker.release(context, uuid);
      if (isGone(error)) {
        logger.debug('Instance disappeared during build.');
        await placement.inRequest(context).removeAllocations(uuid);
        return RESULT.failed;
      }
      if (isFinal(error)) return this.#abort(context, instance, error);
      return this.#reschedule(context, instance, error, order);
    }
  }

  async #spawn(context: NovaContext, claimed: InstanceValues, order: BuildOrder): Promise<void> {
    const { store, driver, guests, connections, logger, tracker } = this.#compute;
    let instance = claimed;
    await notify(this.#compute, context, instance, 'create.start', { image_name: order.image.name ?? null });
    instance = await store.saveInstance(
      context,
      instance,
      { vm_state: vmStates.building, task_state: taskStates.networking },
      null,
    );
    instance = await this.#network(context, instance, order);
    instance = await store.saveInstance(context, instance, { task_state: taskStates.blockDeviceMapping });
    const prepared = await this.#blockDevices.prepare(context, instance).catch(async (error: unknown) => {
      await this.#dropNetworks(context, instance, order);
      throw error;
    });
    instance = await store.saveInstance(
      context,
      instance,
      { root_device_name: prepared.rootDevice, task_state: taskStates.spawning, vm_state: vmStates.building },
      taskStates.blockDeviceMapping,
    );
    let { devices } = prepared;
    try {
      const guest = await guests.describe(context, instance, {
        devices,
        // A server that starts from a volume has no image of its own.
        image: (instance.image_ref ?? '') === '' ? undefined : (order.image as ImageValues),
        files: order.injectedFiles.map(fileOf),
        adminPassword: order.adminPassword,
      });
      await driver.spawn(guest);
      for (const device of devices) if (device.volume_id !== null) await connections.complete(context, device);
      instance = await store.saveInstance(
        context,
        instance,
        {
          vm_state: vmStates.active,
          task_state: null,
          launched_at: now(),
          power_state: await driver.powerState(instance.uuid),
        },
        taskStates.spawning,
      );
    } catch (error) {
      devices = await store.devices(context, instance.uuid);
      await this.#clearUp(context, instance, devices, order);
      throw error;
    }
    await tracker.claim(context, instance, instance.node ?? '');
    await notify(this.#compute, context, instance, 'create.end', { message: 'Success' });
    await tellSchedulers(this.#compute, context, instance, true);
    logger.debug(`Instance ${instance.uuid} was spawned`);
  }

  /** The server's ports, made or bound to this host. */
  async #network(context: NovaContext, instance: InstanceValues, order: BuildOrder): Promise<InstanceValues> {
    const { networks, host } = this.#compute;
    const { securityGroups } = order;
    const ports = await networks.allocate(context, instance, { requested: requestedOf(order), securityGroups, host });
    return ports.length === 0 ? instance : keepNetworkInfo(this.#compute, context, instance, ports);
  }

  async #dropNetworks(context: NovaContext, instance: InstanceValues, order: BuildOrder): Promise<void> {
    const { networks, logger } = this.#compute;
    try {
      await networks.deallocate(context, instance, requestedOf(order));
      await keepNetworkInfo(this.#compute, context, instance, []);
    } catch (error) {
      logger.error('Failed to deallocate networks', error);
    }
  }

  /** Whatever there is of the guest goes; volumes that are to stay are given back. */
  async #clearUp(
    context: NovaContext,
    instance: InstanceValues,
    devices: readonly BlockDeviceMappingValues[],
    order: BuildOrder,
  ): Promise<void> {
    const { driver, guests, logger } = this.#compute;
    try {
      await driver.destroy(guests.identity(instance), { destroyDisks: true });
      await this.#dropNetworks(context, instance, order);
      // Those of a build that goes on elsewhere stay reserved, with an attachment for the next host.
      await this.#blockDevices.release(context, instance, devices, order.hostList !== null && canRetry(order));
    } catch (error) {
      logger.error('Failed to clean up after a build that failed', error);
    }
  }

  /** No other host would do better. */
  async #abort(context: NovaContext, instance: InstanceValues, error: unknown): Promise<Result> {
    const { store, placement, logger } = this.#compute;
    const { uuid } = instance;
    logger.error(`Build of instance ${uuid} failed`, error);
    const reason =
      error instanceof BuildAbortException ? error : new BuildAbortException(uuid, (error as Error).message);
    await store.addFault(context, uuid, reason);
    await this.#setError(context, uuid);
    await this.#blockDevices.cleanUp(context, instance, await store.devices(context, uuid));
    await placement.inRequest(context).removeAllocations(uuid);
    return RESULT.failed;
  }

  /** Another host may do better, where the request allows for one. */
  async #reschedule(
    context: NovaContext,
    instance: InstanceValues,
    error: unknown,
    order: BuildOrder,
  ): Promise<Result> {
    const { store, placement, conductor, logger } = this.#compute;
    const { uuid } = instance;
    const failure = new RescheduledException(uuid, (error as Error).message, { cause: error });
    logger.error(`Failed to build and run instance ${uuid}`, error);
    if (!canRetry(order)) {
      logger.debug('Retry info not present, will not reschedule');
      await store.addFault(context, uuid, failure, (error as Error).message);
      await this.#setError(context, uuid);
      await placement.inRequest(context).removeAllocations(uuid);
      return RESULT.failed;
    }
    const retry = {
      ...order.filterProperties.retry,
      exc: [detailsOf(failure)],
      exc_reason: (error as Error).message,
    };
    const released = await store.saveInstance(context, await store.instance(context, uuid, PARTS), {
      host: null,
      node: null,
      launched_on: null,
      availability_zone: null,
      // It may have been noted as active, where only the answer to that was lost.
      vm_state: vmStates.building,
      launched_at: null,
      task_state: taskStates.scheduling,
    });
    // The next host's are claimed before it is asked.
    await placement.inRequest(context).removeAllocations(uuid);
    await conductor.buildInstances(context, {
      instances: [objectOf('Instance', released)],
      image: order.image,
      filterProperties: { ...order.filterProperties, retry },
      adminPassword: order.adminPassword,
      injectedFiles: order.injectedFiles,
      requestedNetworks: order.requestedNetworks,
      securityGroups: order.securityGroups,
      requestSpec: order.requestSpec,
      hostLists: order.hostList === null ? null : [order.hostList],
    });
    return RESULT.rescheduled;
  }

  async #setError(context: NovaContext, uuid: string): Promise<void> {
    const { store } = this.#compute;
    try {
      await store.saveInstance(context, await store.instance(context, uuid), {
        vm_state: vmStates.error,
        task_state: null,
        host: null,
        node: null,
        launched_on: null,
        availability_zone: null,
      });
    } catch (error) {
      if (!isGone(error)) throw error;
    }
  }
}

/** What a server is loaded with to be built. */
const PARTS = ['flavor', 'metadata', 'system_metadata', 'info_cache', 'keypairs', 'tags'] as const;

/** Errors after which another host would fail as well. */
function isFinal(error: unknown): boolean {
  if (error instanceof BuildAbortException || error instanceof ImageUnacceptable) return true;
  if (error instanceof ComputeResourcesUnavailable) return false;
  return error instanceof NovaError && FINAL.has(error.name);
}

const FINAL = new Set([
  'FlavorDiskTooSmall',
  'FlavorMemoryTooSmall',
  'ImageNotActive',
  'InvalidDiskInfo',
  'InvalidDiskFormat',
  'CertificateValidationFailed',
  'VolumeEncryptionNotSupported',
  'InvalidInput',
  'InvalidBDM',
]);

function requestedOf({ requestedNetworks }: BuildOrder): readonly RequestedNetwork[] | null {
  if (requestedNetworks === null) return null;
  return (decode(requestedNetworks) as { readonly objects: readonly RequestedNetwork[] }).objects;
}

function canRetry({ filterProperties }: BuildOrder): boolean {
  return filterProperties.retry !== undefined;
}

function fileOf([path, contents]: readonly [string, string]): GuestFile {
  return { path, contents: Buffer.from(contents, 'base64') };
}
