// SPDX-License-Identifier: Apache-2.0
import type { RequestContext } from '@stackport/context';
import type { ConnectedCell } from '../../cells/connected-cells.js';
import { detailsOf, failureText } from '../../instances/fault-of.js';

/** Work of the API's own on a server, kept as a part of the action that the request is (upstream's wrap_instance_event). */
export async function asApiEvent<T>(
  { actions }: ConnectedCell,
  context: RequestContext,
  uuid: string,
  name: string,
  work: () => Promise<T>,
): Promise<T> {
  const event = `api_${name}`;
  await actions.startEvent(context, uuid, event, null);
  try {
    const result = await work();
    await actions.finishEvent(context, uuid, event, { failure: null, traceback: null });
    return result;
  } catch (error) {
    await actions.finishEvent(context, uuid, event, { failure: failureText(error), traceback: detailsOf(error) });
    throw error;
  }
}
