// SPDX-License-Identifier: Apache-2.0
import type { RequestContext } from '@stackport/context';
import type { CellMapping } from '../cells/cell-mapping-repository.js';
import type { Cells } from '../cells/cells.js';
import type { InstanceMappingRepository } from '../cells/instance-mapping-repository.js';
import type { InstanceValues } from '../instances/instance.js';
import { ActionRepository } from '../instances/action-repository.js';
import { InstanceRepository } from '../instances/instance-repository.js';

/** What another service tells of a server. */
export interface ExternalEvent {
  readonly name: string;
  readonly instanceUuid: string;
  readonly status: string;
  readonly tag: string | null;
}

/** A server that events are of, in its cell, with its host, its migration's context and what is known of its networks. */
export interface EventServer {
  readonly cell: CellMapping;
  readonly instance: InstanceValues;
}

/** Takes events to the hosts that servers are on, or on their way to. */
export interface ExternalEventSink {
  send(context: RequestContext, servers: readonly EventServer[], events: readonly ExternalEvent[]): Promise<void>;
}

/** Where no host can be reached. */
export const noEventSink: ExternalEventSink = { send: () => Promise.resolve() };

export interface ExternalEventsInit {
  readonly cells: Cells;
  readonly instanceMappings: InstanceMappingRepository;
  readonly sink: ExternalEventSink;
}

/** Events that say nothing without a tag. */
const TAG_REQUIRED = ['volume-extended', 'power-update', 'accelerator-request-bound'];

/** What users see in the list of a server's actions, of what began in another service; undefined for all else. */
function actionOf({ name, tag }: ExternalEvent): string | undefined {
  if (name === 'volume-extended') return 'extend_volume';
  if (name === 'power-update') return tag === 'POWER_ON' ? 'start' : 'stop';
  return undefined;
}

/** What became of an event: a status of its own for each of them. */
export type EventOutcome = 'accepted' | 'unknown server' | 'tag missing' | 'no host';

/** Events from other services (nova 26, api/openstack/compute/server_external_events.py). */
export class ExternalEvents {
  readonly #init: ExternalEventsInit;

  constructor(init: ExternalEventsInit) {
    this.#init = init;
  }

  /** Sends what can be sent. @returns what became of each, in their order */
  async accept(context: RequestContext, events: readonly ExternalEvent[]): Promise<readonly EventOutcome[]> {
    const servers = await this.#serversOf(events);
    const outcomes = events.map(({ name, tag, instanceUuid }): EventOutcome => {
      const server = servers.get(instanceUuid);
      if (server === undefined) return 'unknown server';
      if (tag === null && TAG_REQUIRED.includes(name)) return 'tag missing';
      return server.instance.host === null ? 'no host' : 'accepted';
    });
    const accepted = events.filter((_event, index) => outcomes[index] === 'accepted');
    for (const event of accepted) {
      const action = actionOf(event);
      if (action !== undefined)
        await servers.get(event.instanceUuid)?.actions.start(context, event.instanceUuid, action);
    }
    const uuids = new Set(accepted.map(({ instanceUuid }) => instanceUuid));
    const concerned = [...servers.values()].filter(({ instance }) => uuids.has(instance.uuid));
    if (accepted.length > 0) await this.#init.sink.send(context, concerned, accepted);
    return outcomes;
  }

  async #serversOf(
    events: readonly ExternalEvent[],
  ): Promise<ReadonlyMap<string, EventServer & { readonly actions: ActionRepository }>> {
    const { cells, instanceMappings } = this.#init;
    const uuids = [...new Set(events.map(({ instanceUuid }) => instanceUuid))];
    const mappings = await instanceMappings.list(uuids);
    const asked = (await cells.list()).filter(({ id }) => mappings.some(({ cellId }) => cellId === id));
    const found = await cells.gather(async ({ mapping, database }) => {
      const own = mappings.filter(({ cellId }) => cellId === mapping.id).map(({ instanceUuid }) => instanceUuid);
      const instances = await new InstanceRepository(database).list(
        { where: { uuid: { in: own }, deleted: 0 }, orderBy: { id: 'asc' } },
        ['migration_context', 'info_cache'],
      );
      const actions = new ActionRepository(database);
      return instances.map((instance) => ({ cell: mapping, instance, actions }));
    }, asked);
    return new Map(found.flat().map((server) => [server.instance.uuid, server]));
  }
}
