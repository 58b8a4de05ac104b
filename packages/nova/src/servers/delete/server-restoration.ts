// SPDX-License-Identifier: Apache-2.0
import type { RequestContext } from '@stackport/context';
import type { InstanceMappingRepository } from '../../cells/instance-mapping-repository.js';
import type { ServerQuota } from '../../quotas/server-quota.js';
import { taskStates, vmStates } from '../../instances/states.js';
import type { FlavorValues, InstanceValues } from '../../instances/instance.js';
import { instanceObject } from '../instance-object.js';
import type { ServerFinder } from '../server-finder.js';
import { changed } from '../actions/server-actions.js';
import { checkServer, placed } from '../state-checks.js';

export interface ServerRestorationInit {
  readonly finder: ServerFinder;
  readonly mappings: InstanceMappingRepository;
  readonly quota: ServerQuota;
}

/** Takes deletions back that were only marks (nova 26, compute/api.py, restore). */
export class ServerRestoration {
  readonly #init: ServerRestorationInit;

  constructor(init: ServerRestorationInit) {
    this.#init = init;
  }

  /** Throws `InstanceNotFound`, `InstanceInvalidState`, `TooManyInstances`. */
  async restore(context: RequestContext, uuid: string): Promise<void> {
    const { finder, quota, mappings } = this.#init;
    const found = await finder.get(context, uuid, 'os_compute_api:os-deferred-delete:restore');
    checkServer(context, found.instance, { action: 'restore', vmStates: [vmStates.softDeleted] });
    const server = placed(found);
    const { instance, cell } = server;
    await quota.allow(ownersContext(context, instance), sizeOf(instance), { minimum: 1, maximum: 1 });
    await cell.actions.start(context, uuid, 'restore');
    if ((instance.host ?? '') === '')
      await changed(server, { vm_state: vmStates.active, task_state: null, deleted_at: null }, { taskState: [null] });
    else {
      const changes = { task_state: taskStates.restoring, deleted_at: null };
      const restored = await changed(server, changes, { taskState: [null] });
      await cell.compute.restoreInstance(context, instanceObject(restored));
    }
    await mappings.setQueuedForDelete(uuid, false);
  }
}

/** Whose quota it counts for, whoever asks. */
function ownersContext(
  context: RequestContext,
  { project_id: projectId, user_id: userId }: InstanceValues,
): RequestContext {
  return context.with({ projectId: projectId ?? undefined, userId: userId ?? undefined });
}

function sizeOf({ flavor, vcpus, memory_mb: memory }: InstanceValues): Pick<FlavorValues, 'vcpus' | 'memory_mb'> {
  return { vcpus: flavor?.vcpus ?? vcpus ?? 0, memory_mb: flavor?.memory_mb ?? memory ?? 0 };
}
