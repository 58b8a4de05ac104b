// SPDX-License-Identifier: Apache-2.0
import type { NovaContext } from '../../context.js';
import type { InstanceValues } from '../../instances/instance.js';
import type { MigrationValues } from '../../migrations/migration-repository.js';
import { objectOf } from '../../object-values.js';
import type { ComputeRpc } from '../../rpc/compute-rpc.js';
import { NotImplementedError } from '../drivers/errors.js';
import { isRemote } from '../store/compute-store.js';
import type { ComputeContext } from './compute-context.js';

/**
 * Servers that were built anew on other hosts while this one was down. What is left of them here goes when it comes back:
 * a guest that runs twice writes to its volumes twice (nova 26, compute/manager.py, _destroy_evacuated_instances).
 */
export class EvacuatedGuests {
  readonly #compute: ComputeContext;
  readonly #hosts: ComputeRpc;

  /** @param hosts - other compute hosts, of which one has the server now */
  constructor(compute: ComputeContext, hosts: ComputeRpc) {
    this.#compute = compute;
    this.#hosts = hosts;
  }

  /** What fails is logged, and tried again at the next start. @returns the servers that left, or are about to */
  async remove(context: NovaContext): Promise<ReadonlySet<string>> {
    const { store, driver, logger } = this.#compute;
    const evacuations = await store.evacuations(context);
    if (evacuations.length === 0) return new Set();
    const here = new Map((await driver.guests()).map((guest) => [guest.uuid, guest]));
    const nodes = new Map((await store.nodes(context)).map((node) => [node.hypervisor_hostname, node.uuid]));
    const away = new Set<string>();
    for (const migration of evacuations) {
      const uuid = migration.instance_uuid ?? '';
      try {
        const instance = await this.#find(context, uuid);
        if (this.#isBack(instance, migration)) {
          await store.saveMigration(context, migration, { status: 'completed' });
          continue;
        }
        away.add(uuid);
        const guest = here.get(uuid);
        if (guest !== undefined) {
          logger.info(`Destroying instance ${uuid} as it has been evacuated from this host but is still here`);
          const destroyDisks = instance === undefined || !(await this.#isShared(context, instance));
          await driver.destroy(guest, { destroyDisks });
        }
        if (instance === undefined) continue;
        await this.#release(context, uuid, nodes.get(migration.source_node ?? '') ?? undefined);
        await store.saveMigration(context, migration, { status: 'completed' });
      } catch (error) {
        logger.error(`Failed to clean up after the evacuation of instance ${uuid}`, error);
      }
    }
    return away;
  }

  /** Undefined for one that was deleted meanwhile. */
  async #find(context: NovaContext, uuid: string): Promise<InstanceValues | undefined> {
    try {
      return await this.#compute.store.instance(context, uuid, ['flavor', 'system_metadata', 'info_cache']);
    } catch (error) {
      if (isRemote(error, 'InstanceNotFound')) return undefined;
      throw error;
    }
  }

  /** It left, and came again before this service was started: the guest is the server. */
  #isBack(instance: InstanceValues | undefined, { status }: MigrationValues): boolean {
    return status === 'done' && instance?.host === this.#compute.host;
  }

  /** Whether the disks here are those of the guest elsewhere. Yes where nobody can say, as there is no way back from a no. */
  async #isShared(context: NovaContext, instance: InstanceValues): Promise<boolean> {
    const { driver, host, logger } = this.#compute;
    const { uuid } = instance;
    // It is still on its way, and nobody else has it yet who could be asked.
    if (instance.host === null || instance.host === host) return true;
    let mark: string | undefined;
    try {
      mark = await driver.mark(uuid);
      if (mark === undefined) return true;
      const question = { instance: objectOf('Instance', instance) };
      return await this.#hosts.checkInstanceSharedStorage(context, { filename: mark }, question);
    } catch (error) {
      if (error instanceof NotImplementedError || isRemote(error, 'NotImplementedError')) return false;
      logger.error(`Failed to check whether the storage of instance ${uuid} is shared`, error);
      return true;
    } finally {
      if (mark !== undefined) await driver.unmark(mark);
    }
  }

  /** What the server held here is free again; what it holds elsewhere stays. */
  async #release(context: NovaContext, uuid: string, node: string | undefined): Promise<void> {
    const { placement, logger } = this.#compute;
    if (node === undefined) {
      logger.error(`The node that instance ${uuid} was evacuated from is not found: what it held there stays`);
      return;
    }
    const allocations = placement.inRequest(context);
    const held = await allocations.allocationsOf(uuid);
    const tree = new Set((await allocations.providersInTree(node)).map((provider) => provider.uuid));
    const rest = Object.entries(held.allocations).filter(([provider]) => !tree.has(provider));
    if (rest.length === Object.keys(held.allocations).length) return;
    await allocations.putAllocations(uuid, {
      allocations: Object.fromEntries(rest),
      project_id: held.project_id ?? '',
      user_id: held.user_id ?? '',
      consumer_generation: held.consumer_generation ?? null,
    });
  }
}
