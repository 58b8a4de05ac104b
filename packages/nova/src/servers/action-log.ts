// SPDX-License-Identifier: Apache-2.0
import type { RequestContext } from '@stackport/context';
import { afterMarker } from '@stackport/database';
import { MarkerNotFound, NotFound } from '../errors/base.js';
import type { ActionEventValues, ActionValues } from '../instances/action-repository.js';
import type { InstanceValues } from '../instances/instance.js';
import type { PlacedServer } from './server.js';
import type { FindOptions, ServerFinder } from './server-finder.js';

/** Which part of a server's actions. */
export interface ActionQuery {
  readonly limit?: number;
  /** Request id of the action after which the page begins. */
  readonly marker?: string | undefined;
  readonly changesSince?: Date | undefined;
  readonly changesBefore?: Date | undefined;
}

/** An action, its parts where the caller may see them, and the server that it was. */
export interface LoggedAction {
  readonly action: ActionValues;
  readonly instance: InstanceValues;
  readonly events: () => Promise<readonly ActionEventValues[]>;
}

const RULE = 'os_compute_api:os-instance-actions';

/** What was done with servers (nova 26, api/openstack/compute/instance_actions.py). */
export class ActionLog {
  readonly #finder: ServerFinder;

  constructor(finder: ServerFinder) {
    this.#finder = finder;
  }

  /** The newest first. Throws `InstanceNotFound`, `PolicyNotAuthorized`, `MarkerNotFound`. */
  async list(
    context: RequestContext,
    uuid: string,
    query: ActionQuery,
    options: Pick<FindOptions, 'withDeleted'>,
  ): Promise<readonly ActionValues[]> {
    const { cell } = await this.#finder.get(context, uuid, `${RULE}:list`, { ...options, parts: [] });
    // A server without a cell waits, and nothing was done with it yet.
    if (cell === null || query.limit === 0) return [];
    const after = query.marker === undefined ? [] : [await this.#after(cell, uuid, query.marker)];
    const { changesSince, changesBefore, limit } = query;
    return cell.actions.list(uuid, {
      where: {
        AND: [
          ...after,
          ...(changesSince === undefined ? [] : [{ updatedAt: { gte: changesSince } }]),
          ...(changesBefore === undefined ? [] : [{ updatedAt: { lte: changesBefore } }]),
        ],
      },
      ...(limit === undefined ? {} : { take: limit }),
    });
  }

  /** Throws `NotFound` where the request did nothing with the server. */
  async get(
    context: RequestContext,
    uuid: string,
    requestId: string,
    options: Pick<FindOptions, 'withDeleted'>,
  ): Promise<LoggedAction> {
    const { cell, instance } = await this.#finder.get(context, uuid, `${RULE}:show`, { ...options, parts: [] });
    const action = await cell?.actions.find(uuid, requestId);
    if (cell === null || action === undefined) throw new NotFound(`Action ${requestId} not found`);
    return { action, instance, events: () => cell.actions.events(action.id) };
  }

  async #after(cell: PlacedServer['cell'], uuid: string, marker: string) {
    const found = await cell.actions.find(uuid, marker);
    if (found === undefined) throw new MarkerNotFound(marker);
    return afterMarker(
      [
        { field: 'createdAt', direction: 'desc', nullable: true },
        { field: 'id', direction: 'desc' },
      ],
      { createdAt: found.created_at, id: found.id },
    );
  }
}
