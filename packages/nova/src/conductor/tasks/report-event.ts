// SPDX-License-Identifier: Apache-2.0
import type { ConnectedCell } from '../../cells/connected-cells.js';
import type { NovaContext } from '../../context.js';
import { InstanceActionNotFound } from '../../errors/instances.js';
import { detailsOf, failureText } from '../../instances/fault-of.js';

export interface ReportedWork {
  readonly cell: ConnectedCell;
  readonly uuid: string;
  /** Name of the conductor's node. */
  readonly host: string;
}

/**
 * Does a part of a server's action, and notes when it began and how it ended (nova 26, compute/utils.py, EventReporter).
 * Nothing is noted of a server that has no such action: work that nobody asked for by the API.
 * @param event - `conductor_migrate_server`
 */
export async function reportEvent<T>(
  context: NovaContext,
  { cell, uuid, host }: ReportedWork,
  event: string,
  work: () => Promise<T>,
): Promise<T> {
  const { actions } = cell;
  try {
    await actions.startEvent(context, uuid, event, host);
  } catch (error) {
    if (error instanceof InstanceActionNotFound) return work();
    throw error;
  }
  try {
    const result = await work();
    await actions.finishEvent(context, uuid, event, { failure: null, traceback: null });
    return result;
  } catch (error) {
    const end = { failure: failureText(error), traceback: detailsOf(error) };
    await actions.finishEvent(context, uuid, event, end);
    throw error;
  }
}
