// SPDX-License-Identifier: Apache-2.0
import type { RequestContext } from '@stackport/context';
import { afterMarker, now, orderByKeys, type SortKey } from '@stackport/database';
import type { GlanceDatabase } from '../database.js';
import { Forbidden, NotFound } from '../errors.js';
import type { Prisma } from '../generated/mysql/client.js';
import { UNFINISHED, type Task, type TaskInput, type TaskStatus, type TaskStub, type TaskType } from './task.js';

/**
 * Key of a stored input under which our processes sign the tasks that they run. The tables are upstream's and have no
 * column for it; Python's services ignore keys that they do not know, and nobody but the repository sees it here.
 */
const WORKER_KEY = 'os_glance_worker';

export interface TaskListQuery {
  readonly marker?: string;
  readonly limit: number;
  readonly sortKey: TaskColumn;
  readonly sortDirection: 'asc' | 'desc';
  readonly filters: Readonly<Partial<Record<TaskColumn, string>>>;
}

/** Columns that clients may sort and filter by, by the wire's names. */
const COLUMNS = {
  id: 'id',
  type: 'type',
  status: 'status',
  owner: 'owner',
  image_id: 'imageId',
  request_id: 'requestId',
  user_id: 'userId',
  expires_at: 'expiresAt',
  created_at: 'createdAt',
  updated_at: 'updatedAt',
  deleted_at: 'deletedAt',
} as const;

export type TaskColumn = keyof typeof COLUMNS;
export const taskColumns = Object.keys(COLUMNS) as readonly TaskColumn[];

const DATES: ReadonlySet<TaskColumn> = new Set(['expires_at', 'created_at', 'updated_at', 'deleted_at']);
const NULLABLE: ReadonlySet<TaskColumn> = new Set([
  'image_id',
  'request_id',
  'user_id',
  'expires_at',
  'updated_at',
  'deleted_at',
]);

type TaskRow = Prisma.TaskGetPayload<object>;
type TaskRowWithInfo = Prisma.TaskGetPayload<{ include: { info: true } }>;

export interface NewTask {
  readonly id: string;
  readonly type: TaskType;
  readonly owner: string;
  readonly imageId: string | null;
  readonly requestId: string;
  readonly userId: string | null;
  readonly input: TaskInput | null;
  readonly worker: string;
}

/** Reads and writes tasks: the only code that touches their two tables. */
export class TaskRepository {
  readonly #database: GlanceDatabase;
  readonly #hoursToLive: number;

  /** @param hoursToLive - how long a finished task is kept. */
  constructor(database: GlanceDatabase, hoursToLive: number) {
    this.#database = database;
    this.#hoursToLive = hoursToLive;
  }

  /** Stores a task, `pending`. */
  async add({ input, worker, ...values }: NewTask): Promise<Task> {
    const createdAt = now();
    const stored = JSON.stringify({ ...input, [WORKER_KEY]: worker });
    const row = await this.#database.client.task.create({
      data: {
        ...values,
        status: 'pending',
        createdAt,
        updatedAt: createdAt,
        info: { create: { input: stored, message: '' } },
      },
      include: { info: true },
    });
    return taskOf(row);
  }

  /** Throws `NotFound`, and `Forbidden` for a task of another project. */
  async get(context: RequestContext, taskId: string): Promise<Task> {
    const row = await this.#database.client.task.findFirst({
      where: { id: taskId, deleted: false },
      include: { info: true },
    });
    if (row === null) throw new NotFound(`Could not find task ${taskId}`);
    if (!isVisible(context, row)) throw new Forbidden(`Forbidding request, task ${taskId} is not visible`);
    return taskOf(row);
  }

  /** The task, whoever asks; undefined where it is gone. */
  async find(taskId: string): Promise<Task | undefined> {
    const row = await this.#database.client.task.findFirst({
      where: { id: taskId, deleted: false },
      include: { info: true },
    });
    return row === null ? undefined : taskOf(row);
  }

  /** One page. Throws `NotFound` for an unknown marker, `Forbidden` for one of another project. */
  async list(context: RequestContext, query: TaskListQuery): Promise<TaskStub[]> {
    await this.removeExpired(context.projectId);
    const conditions: Prisma.TaskWhereInput[] = [{ deleted: false }];
    if (!context.isAdmin && context.projectId !== undefined) conditions.push({ owner: context.projectId });
    for (const [column, text] of Object.entries(query.filters) as [TaskColumn, string][]) {
      const value = DATES.has(column) ? new Date(text) : text;
      if (value instanceof Date && Number.isNaN(value.getTime())) return [];
      conditions.push({ [COLUMNS[column]]: value });
    }
    const keys = [...new Set([query.sortKey, 'created_at', 'id'] as const)].map((column): SortKey => ({
      field: COLUMNS[column],
      direction: query.sortDirection,
      nullable: NULLABLE.has(column),
    }));
    if (query.marker !== undefined)
      conditions.push(afterMarker(keys, { ...(await this.#marker(context, query.marker)) }));
    const rows = await this.#database.client.task.findMany({
      where: { AND: conditions },
      orderBy: orderByKeys(keys),
      take: query.limit,
    });
    return rows.map(stubOf);
  }

  async #marker(context: RequestContext, taskId: string): Promise<TaskRow> {
    const row = await this.#database.client.task.findFirst({ where: { id: taskId, deleted: false } });
    if (row === null) throw new NotFound(`Task with the given id ${taskId} was not found`);
    if (!isVisible(context, row)) throw new Forbidden(`Forbidding request, task ${taskId} is not visible`);
    return row;
  }

  /** An image's tasks that the caller may see and that have not expired, oldest first. */
  async ofImage(context: RequestContext, imageId: string): Promise<Task[]> {
    await this.removeExpired(context.projectId);
    const rows = await this.#database.client.task.findMany({
      where: { imageId, deleted: false, OR: [{ expiresAt: null }, { expiresAt: { gte: now() } }] },
      include: { info: true },
      orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
    });
    return rows.filter((row) => isVisible(context, row)).map(taskOf);
  }

  /** Tasks of ours that are not over, whichever process signed them. */
  async unfinished(): Promise<Task[]> {
    const rows = await this.#database.client.task.findMany({
      where: { status: { in: [...UNFINISHED] }, deleted: false, info: { input: { contains: WORKER_KEY } } },
      include: { info: true },
    });
    return rows.map(taskOf).filter(({ worker }) => worker !== undefined);
  }

  /** A waiting task begins. False where it is not waiting any more. */
  async begin(taskId: string): Promise<boolean> {
    return this.#move(taskId, ['pending'], { status: 'processing' });
  }

  /** A running task is done. False where somebody failed it meanwhile. */
  async succeed(taskId: string, result: Readonly<Record<string, unknown>>): Promise<boolean> {
    return this.#move(
      taskId,
      ['processing'],
      { status: 'success', ...this.#expiry() },
      { result: JSON.stringify(result) },
    );
  }

  /**
   * A task that is not over fails. False where it is over already.
   * @param lastSeen - the sign of life that the task must still have: one that shows another leaves it alone.
   */
  async fail(taskId: string, message: string, lastSeen?: Date): Promise<boolean> {
    return this.#move(taskId, UNFINISHED, { status: 'failure', ...this.#expiry() }, { message }, lastSeen);
  }

  #expiry(): { readonly expiresAt: Date } {
    return { expiresAt: new Date(now().getTime() + this.#hoursToLive * 3_600_000) };
  }

  async #move(
    taskId: string,
    from: readonly TaskStatus[],
    values: { readonly status: TaskStatus; readonly expiresAt?: Date },
    info: { readonly result?: string; readonly message?: string } = {},
    lastSeen?: Date,
  ): Promise<boolean> {
    return this.#database.transaction(async (transaction) => {
      const { count } = await transaction.task.updateMany({
        where: {
          id: taskId,
          deleted: false,
          status: { in: [...from] },
          ...(lastSeen === undefined ? {} : { updatedAt: lastSeen }),
        },
        data: { ...values, updatedAt: now() },
      });
      if (count === 1 && Object.keys(info).length > 0)
        await transaction.taskInfo.updateMany({ where: { taskId }, data: info });
      return count === 1;
    });
  }

  /** Tells how far a running task is. */
  async setMessage(taskId: string, message: string): Promise<void> {
    await this.#database.client.taskInfo.updateMany({
      where: { taskId, task: { status: { in: [...UNFINISHED] } } },
      data: { message },
    });
  }

  /** Shows that these tasks are alive. Resolves to those of them that are not over. */
  async renew(taskIds: readonly string[]): Promise<readonly string[]> {
    const where = { id: { in: [...taskIds] }, status: { in: [...UNFINISHED] }, deleted: false };
    await this.#database.client.task.updateMany({ where, data: { updatedAt: now() } });
    return (await this.#database.client.task.findMany({ where, select: { id: true } })).map(({ id }) => id);
  }

  /**
   * Marks finished tasks as deleted whose time is over: as upstream, a project's when it looks at its tasks.
   * @param owner - all projects' where it is undefined.
   */
  async removeExpired(owner?: string): Promise<number> {
    const { count } = await this.#database.client.task.updateMany({
      where: { deleted: false, expiresAt: { lte: now() }, ...(owner === undefined ? {} : { owner }) },
      data: { deleted: true, deletedAt: now() },
    });
    return count;
  }
}

/** Upstream's db/sqlalchemy/api.py, _is_task_visible; a task always has an owner. */
function isVisible(context: RequestContext, row: TaskRow): boolean {
  return context.isAdmin || (context.projectId !== undefined && context.projectId === row.owner);
}

function stubOf(row: TaskRow): TaskStub {
  return {
    id: row.id,
    type: row.type as TaskType,
    status: row.status as TaskStatus,
    owner: row.owner,
    imageId: row.imageId,
    requestId: row.requestId,
    userId: row.userId,
    expiresAt: row.expiresAt,
    createdAt: row.createdAt,
    updatedAt: row.updatedAt ?? row.createdAt,
    deletedAt: row.deletedAt,
    deleted: row.deleted,
  };
}

function taskOf(row: TaskRowWithInfo): Task {
  const stored = parse(row.info?.input);
  const { [WORKER_KEY]: worker, ...input } = stored ?? {};
  return {
    ...stubOf(row),
    input: stored === null ? null : input,
    result: parse(row.info?.result),
    message: row.info?.message ?? '',
    worker: typeof worker === 'string' ? worker : undefined,
  };
}

function parse(text: string | null | undefined): Record<string, unknown> | null {
  return text ? (JSON.parse(text) as Record<string, unknown> | null) : null;
}
