// SPDX-License-Identifier: Apache-2.0
import type { RequestContext } from '@stackport/context';
import type { ConnectedCell } from '../../cells/connected-cells.js';
import type { InstanceChanges, InstanceValues } from '../../instances/instance.js';
import type { TaskState } from '../../instances/states.js';
import type { NovaObject } from '../../objects/nova-object.js';
import { instanceObject } from '../instance-object.js';
import type { PlacedServer } from '../server.js';
import type { ServerFinder } from '../server-finder.js';
import { checkServer, placed, type Requirements } from '../state-checks.js';

/** A server that its host is told about. */
export interface Told {
  readonly context: RequestContext;
  readonly cell: ConnectedCell;
  /** As it travels, with what was just changed. */
  readonly instance: NovaObject;
}

/** Something that is done with a server by telling its host. */
export interface ServerAction extends Requirements {
  /** Name by which it is kept among the server's actions; none where nothing is kept. */
  readonly record?: string;
  readonly changes?: InstanceChanges;
  /** Tasks that the server may have at the moment of the change: none at all unless given. */
  readonly expectedTasks?: readonly (TaskState | null)[];
  readonly tell: (told: Told) => Promise<unknown>;
}

/**
 * Does with servers what is one message to their host: checks, marks the task, keeps the action, tells (nova 26,
 * compute/api.py).
 */
export class ServerActions {
  readonly #finder: ServerFinder;

  constructor(finder: ServerFinder) {
    this.#finder = finder;
  }

  /** Throws as `ServerFinder.get`, `checkServer` and `perform`. */
  async run(context: RequestContext, uuid: string, rule: string, action: ServerAction): Promise<void> {
    const server = await this.#finder.get(context, uuid, rule);
    checkServer(context, server.instance, action);
    await this.perform(context, placed(server), action);
  }

  /** The same, for `os-start` and `os-stop`, which have another text for a server that was never there. */
  async runMapped(context: RequestContext, uuid: string, rule: string, action: ServerAction): Promise<void> {
    const server = await this.#finder.getMapped(context, uuid, rule);
    checkServer(context, server.instance, action);
    await this.perform(context, placed(server), action);
  }

  /** Without the checks. Throws `InstanceUpdateConflict` where the server changed meanwhile. */
  async perform(context: RequestContext, server: PlacedServer, action: ServerAction): Promise<InstanceValues> {
    const { changes, record } = action;
    const expected = { taskState: action.expectedTasks ?? [null] };
    const instance = changes === undefined ? server.instance : await changed(server, changes, expected);
    const { cell } = server;
    if (record !== undefined) await cell.actions.start(context, instance.uuid, record);
    await action.tell({ context, cell, instance: instanceObject(instance) });
    return instance;
  }
}

/** A server with changes that are written. Throws `InstanceNotFound`, `InstanceUpdateConflict`. */
export async function changed(
  { cell, instance }: PlacedServer,
  changes: InstanceChanges,
  expected: { readonly taskState?: readonly (TaskState | null)[] } = {},
): Promise<InstanceValues> {
  await cell.instances.save(instance.uuid, changes, expected);
  return { ...instance, ...changes };
}
