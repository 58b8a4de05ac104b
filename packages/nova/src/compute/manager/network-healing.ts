// SPDX-License-Identifier: Apache-2.0
import type { NovaContext } from '../../context.js';
import type { InstanceValues } from '../../instances/instance.js';
import { vmStates } from '../../instances/states.js';
import { isRemote } from '../store/compute-store.js';
import type { ComputeContext } from './compute-context.js';
import { movePorts } from './interfaces.js';

const PARTS = ['flavor', 'system_metadata', 'info_cache'] as const;

/**
 * Looks at servers' ports one server after the other, for what the network service could not tell of: a message that was
 * lost, a binding that an evacuation left elsewhere (nova 26, compute/manager.py, _heal_instance_info_cache).
 */
export class NetworkHealing {
  readonly #compute: ComputeContext;
  /** Those of this host that it has not come to yet. */
  #waiting: string[] = [];

  constructor(compute: ComputeContext) {
    this.#compute = compute;
  }

  /** One server at a time, so that many hosts together leave the network service alone. What fails is logged. */
  async healNext(context: NovaContext): Promise<void> {
    const { networks, store, logger } = this.#compute;
    // Somebody without a network service would find that no server has ports.
    if (!networks.isThere(context)) return;
    if (this.#waiting.length === 0)
      this.#waiting = (await store.instancesOnHost(context)).filter(isSettled).map(({ uuid }) => uuid);
    for (let uuid = this.#waiting.shift(); uuid !== undefined; uuid = this.#waiting.shift())
      try {
        if (await this.#heal(context, uuid)) return;
      } catch (error) {
        if (isRemote(error, 'InstanceNotFound')) continue;
        logger.error(`An error occurred while refreshing the network cache of instance ${uuid}.`, error);
        return;
      }
  }

  /** @returns false for one that is elsewhere by now, or that something is being done with */
  #heal(context: NovaContext, uuid: string): Promise<boolean> {
    const { locks, store, host } = this.#compute;
    return locks.run(uuid, async () => {
      const instance = await store.instance(context, uuid, PARTS);
      if (instance.host !== host || !isSettled(instance)) return false;
      await movePorts(this.#compute, context, instance);
      return true;
    });
  }
}

function isSettled({ vm_state: state, task_state: task }: InstanceValues): boolean {
  return state !== vmStates.building && task === null;
}
