// SPDX-License-Identifier: Apache-2.0
import type { RequestContext } from '@stackport/context';
import type { InstanceValues } from '../../instances/instance.js';
import type { ServerFinder } from '../server-finder.js';
import { placed } from '../state-checks.js';
import { without } from '../../without.js';
import { asApiEvent } from './api-event.js';

const RULE = 'os_compute_api:os-lock-server';

/** Keeps a server from being changed by others than administrators (nova 26, compute/api.py, lock). */
export class ServerLocks {
  readonly #finder: ServerFinder;

  constructor(finder: ServerFinder) {
    this.#finder = finder;
  }

  /** Nothing changes where its owner locks it once more. Throws `InstanceNotFound`, `InstanceNotReady`, `PolicyNotAuthorized`. */
  async lock(context: RequestContext, uuid: string, reason: string | undefined): Promise<void> {
    const server = placed(await this.#finder.get(context, uuid, `${RULE}:lock`));
    const { instance, cell } = server;
    const owns = isOwner(context, instance);
    if (instance.locked === true && owns) return;
    await cell.actions.start(context, uuid, 'lock');
    await asApiEvent(cell, context, uuid, 'lock', () =>
      cell.instances.save(uuid, {
        locked: true,
        locked_by: owns ? 'owner' : 'admin',
        ...(reason === undefined ? {} : { system_metadata: { ...instance.system_metadata, locked_reason: reason } }),
      }),
    );
  }

  /** Whose lock it is not needs a rule of its own. Throws as `lock`. */
  async unlock(context: RequestContext, uuid: string): Promise<void> {
    const { instance, cell } = placed(await this.#finder.get(context, uuid, `${RULE}:unlock`));
    const expected = isOwner(context, instance) ? 'owner' : 'admin';
    if ((instance.locked_by ?? expected) !== expected)
      await this.#finder.authorize(context, `${RULE}:unlock:unlock_override`, instance);
    await cell.actions.start(context, uuid, 'unlock');
    const systemMetadata = without(instance.system_metadata ?? {}, 'locked_reason');
    await asApiEvent(cell, context, uuid, 'unlock', () =>
      cell.instances.save(uuid, { locked: false, locked_by: null, system_metadata: systemMetadata }),
    );
  }
}

function isOwner(context: RequestContext, instance: InstanceValues): boolean {
  return instance.project_id === (context.projectId ?? null);
}
