// SPDX-License-Identifier: Apache-2.0
import type { RequestContext } from '@stackport/context';
import { vmStates } from '../../instances/states.js';
import type { ServerFinder } from '../server-finder.js';
import { placed } from '../state-checks.js';

/** Gives a server that hangs a state again, whatever its host is doing. Throws `InstanceNotFound`, `InstanceNotReady`. */
export async function resetState(
  finder: ServerFinder,
  context: RequestContext,
  uuid: string,
  state: 'active' | 'error',
): Promise<void> {
  const { cell } = placed(await finder.get(context, uuid, 'os_compute_api:os-admin-actions:reset_state'));
  await cell.instances.save(uuid, { vm_state: vmStates[state], task_state: null });
}
