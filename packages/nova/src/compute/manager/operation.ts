// SPDX-License-Identifier: Apache-2.0
import type { NovaContext } from '../../context.js';
import { isGone, isRemote } from '../store/compute-store.js';
import type { ComputeContext } from './compute-context.js';

export interface OperationOptions {
  /** By upstream's name of the method: its event is `compute_<name>`. */
  readonly name: string;
  /** Whether a failure leaves the server without a task; what it was before otherwise stays. */
  readonly revertsTask?: boolean;
  /** Whether the owner is shown a failure. */
  readonly addsFault?: boolean;
  /** Whether other work at the server waits for this; true by default. */
  readonly isLocked?: boolean;
}

/**
 * Does something with a server: one thing at a time, as a part of the action that the request began, and with its failure
 * where the owner sees it (upstream's decorators wrap_instance_event, wrap_instance_fault and reverts_task_state).
 */
export async function operate<T>(
  compute: ComputeContext,
  context: NovaContext,
  uuid: string,
  options: OperationOptions,
  work: () => Promise<T>,
): Promise<T> {
  const { store, locks, logger } = compute;
  const event = `compute_${options.name}`;
  const reported = async (): Promise<T> => {
    await ignoringNoAction(store.startEvent(context, uuid, event));
    try {
      const result = await work();
      await ignoringNoAction(store.finishEvent(context, uuid, event));
      return result;
    } catch (error) {
      if (isGone(error)) logger.info(`Task possibly preempted: ${(error as Error).message}`);
      else {
        logger.error(`${options.name} of instance ${uuid} failed`, error);
        if (options.addsFault ?? true) await quietly(compute, store.addFault(context, uuid, error));
      }
      if (options.revertsTask ?? true) await quietly(compute, revertTask(compute, context, uuid));
      await ignoringNoAction(store.finishEvent(context, uuid, event, error));
      throw error;
    }
  };
  return options.isLocked === false ? reported() : locks.run(uuid, reported);
}

async function revertTask({ store }: ComputeContext, context: NovaContext, uuid: string): Promise<void> {
  const instance = await store.instance(context, uuid);
  if (instance.task_state !== null) await store.saveInstance(context, instance, { task_state: null });
}

/** What is done beside a failure does not cover it. */
async function quietly({ logger }: ComputeContext, work: Promise<unknown>): Promise<void> {
  try {
    await work;
  } catch (error) {
    if (!isGone(error)) logger.error('Failed to revert task state for instance', error);
  }
}

/** Work that no request began has no action; a server that is gone has none either. */
async function ignoringNoAction(work: Promise<unknown>): Promise<void> {
  try {
    await work;
  } catch (error) {
    if (!isRemote(error, 'InstanceActionNotFound', 'InstanceActionEventNotFound')) throw error;
  }
}
