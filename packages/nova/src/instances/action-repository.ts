// SPDX-License-Identifier: Apache-2.0
import type { RequestContext } from '@stackport/context';
import { now } from '@stackport/database';
import type { CellDatabase } from '../database.js';
import { InstanceActionEventNotFound, InstanceActionNotFound } from '../errors/instances.js';
import type { Prisma } from '../generated/cell/mysql/client.js';
import { valuesOf } from '../rows.js';

export interface ActionValues {
  readonly id: number;
  readonly action: string | null;
  readonly instance_uuid: string | null;
  readonly request_id: string | null;
  readonly user_id: string | null;
  readonly project_id: string | null;
  readonly start_time: Date | null;
  readonly finish_time: Date | null;
  readonly message: string | null;
  readonly created_at: Date | null;
  readonly updated_at: Date | null;
  readonly deleted_at: Date | null;
  readonly deleted: boolean;
}

export interface ActionEventValues {
  readonly id: number;
  readonly event: string | null;
  readonly action_id: number | null;
  readonly start_time: Date | null;
  readonly finish_time: Date | null;
  readonly result: string | null;
  readonly traceback: string | null;
  readonly host: string | null;
  readonly details: string | null;
  readonly created_at: Date | null;
  readonly updated_at: Date | null;
  readonly deleted_at: Date | null;
  readonly deleted: boolean;
}

/** How a part of an action ended. */
export interface EventEnd {
  /** The error's text; null where it went well. */
  readonly failure: string | null;
  readonly traceback: string | null;
}

const ERROR_MESSAGE = 'Error';

/** What was done with servers, and its parts: the only code that touches their tables. */
export class ActionRepository {
  readonly #database: CellDatabase;

  constructor(database: CellDatabase) {
    this.#database = database;
  }

  /** Writes that a request began to do something with a server. @param action - `create`, `stop`, … */
  async start(context: RequestContext, instanceUuid: string, action: string): Promise<void> {
    const time = now();
    await this.#database.client.instanceAction.create({
      data: {
        action,
        instanceUuid,
        requestId: context.requestId,
        userId: context.userId ?? null,
        projectId: context.projectId ?? null,
        startTime: time,
        createdAt: time,
        updatedAt: time,
      },
    });
  }

  /** The actions of a server, the newest first. */
  async list(instanceUuid: string, query: Prisma.InstanceActionFindManyArgs = {}): Promise<ActionValues[]> {
    const rows = await this.#database.client.instanceAction.findMany({
      orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
      ...query,
      where: { instanceUuid, ...query.where },
    });
    return rows.map((row) => valuesOf(row));
  }

  /** The action of a request, undefined where there is none. */
  async find(instanceUuid: string, requestId: string): Promise<ActionValues | undefined> {
    const [found] = await this.list(instanceUuid, { where: { requestId }, take: 1 });
    return found;
  }

  /** The parts of an action, the newest first. */
  async events(actionId: number): Promise<ActionEventValues[]> {
    const rows = await this.#database.client.instanceActionEvent.findMany({
      where: { actionId, deleted: 0 },
      orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    });
    return rows.map((row) => valuesOf(row));
  }

  /**
   * A part of the context's action begins. Throws `InstanceActionNotFound` where the request has none, but for an
   * administrator's own work, which then belongs to the newest action.
   */
  async startEvent(
    context: RequestContext,
    instanceUuid: string,
    event: string,
    host: string | null,
  ): Promise<ActionEventValues> {
    const action = await this.#actionOf(context, instanceUuid);
    const time = now();
    const row = await this.#database.client.instanceActionEvent.create({
      data: { event, actionId: action.id, startTime: time, createdAt: time, host },
    });
    await this.#database.client.instanceAction.update({ where: { id: action.id }, data: { updatedAt: time } });
    return valuesOf(row);
  }

  /** That part ends. Throws `InstanceActionNotFound`, `InstanceActionEventNotFound`. */
  async finishEvent(
    context: RequestContext,
    instanceUuid: string,
    event: string,
    { failure, traceback }: EventEnd,
  ): Promise<ActionEventValues> {
    const action = await this.#actionOf(context, instanceUuid);
    const { client } = this.#database;
    const found = await client.instanceActionEvent.findFirst({
      where: { actionId: action.id, event },
      orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    });
    if (found === null) throw new InstanceActionEventNotFound(event, action.id);
    const time = now();
    const row = await client.instanceActionEvent.update({
      where: { id: found.id },
      data: {
        finishTime: time,
        updatedAt: time,
        result: failure === null ? 'Success' : 'Error',
        details: failure?.slice(0, 255) ?? null,
        traceback,
      },
    });
    await client.instanceAction.update({
      where: { id: action.id },
      data: { updatedAt: time, ...(failure === null ? {} : { message: ERROR_MESSAGE }) },
    });
    return valuesOf(row);
  }

  async #actionOf(context: RequestContext, instanceUuid: string): Promise<ActionValues> {
    const found =
      (await this.find(instanceUuid, context.requestId)) ??
      (context.isAdmin && context.projectId === undefined
        ? (await this.list(instanceUuid, { take: 1 }))[0]
        : undefined);
    if (found === undefined) throw new InstanceActionNotFound(context.requestId, instanceUuid);
    return found;
  }
}
