// SPDX-License-Identifier: Apache-2.0
import { randomUUID } from 'node:crypto';
import type { RequestContext } from '@stackport/context';
import type { Enforcer } from '@stackport/policy';
import { Forbidden, NotFound } from '../errors.js';
import { ImageAccess, requireForNewImage, requireRule } from '../images/image-access.js';
import type { ImageRepository } from '../images/image-repository.js';
import type { Visibility } from '../images/image.js';
import type { UriFilter } from '../import/uri-filter.js';
import { importSource } from './import-source.js';
import type { TaskListQuery, TaskRepository } from './task-repository.js';
import type { TaskRunner } from './task-runner.js';
import type { Task, TaskStub, TaskType } from './task.js';

export interface TaskServiceOptions {
  readonly tasks: TaskRepository;
  readonly images: ImageRepository;
  readonly runner: TaskRunner;
  readonly uriFilter: UriFilter;
  readonly enforcer: Enforcer;
  /** Identity of this process. */
  readonly worker: string;
}

export interface TaskRequest {
  readonly type: TaskType;
  readonly input: Readonly<Record<string, unknown>> | null;
}

/** What callers do to tasks (upstream's TasksController). */
export class TaskService {
  readonly #options: TaskServiceOptions;

  constructor(options: TaskServiceOptions) {
    this.#options = options;
  }

  /** Throws `Forbidden` for a caller who may not use the tasks API at all. */
  requireAccess(context: RequestContext): void {
    requireRule(this.#options.enforcer, context, 'tasks_api_access', {});
  }

  /** Stores a task and begins it. Throws `BadTaskInput` for a source that may not be asked, `Forbidden`. */
  async create(context: RequestContext, { type, input }: TaskRequest): Promise<Task> {
    const { tasks, runner, uriFilter, worker } = this.#options;
    if (type === 'import') {
      await importSource(input?.import_from, uriFilter);
      this.#requireNewImage(context, input?.image_properties);
    }
    const imageId = input?.image_id;
    const task = await tasks.add({
      id: randomUUID(),
      type,
      owner: context.projectId ?? '',
      imageId: typeof imageId === 'string' ? imageId.slice(0, 36) : null,
      userId: context.userId ?? null,
      requestId: context.requestId,
      input,
      worker,
    });
    runner.start(task, context);
    return task;
  }

  /** The rules that hold for an image that a task makes are its creator's. */
  #requireNewImage(context: RequestContext, properties: unknown): void {
    const { owner, visibility } = (properties ?? {}) as {
      readonly owner?: string | null;
      readonly visibility?: Visibility;
    };
    requireForNewImage(this.#options.enforcer, context, {
      owner: owner === undefined ? (context.projectId ?? null) : owner,
      visibility,
    });
  }

  /** Throws `NotFound`, `Forbidden`. */
  async get(context: RequestContext, taskId: string): Promise<Task> {
    return this.#options.tasks.get(context, taskId);
  }

  /** One page; throws `NotFound` for an unknown marker. */
  async list(context: RequestContext, query: TaskListQuery): Promise<readonly TaskStub[]> {
    return this.#options.tasks.list(context, query);
  }

  /** Tasks that worked on an image that the caller may see. Throws `NotFound`. */
  async ofImage(context: RequestContext, imageId: string): Promise<readonly Task[]> {
    const { images, tasks, enforcer } = this.#options;
    try {
      const image = await images.get(context, imageId);
      new ImageAccess(enforcer, context, image).require('get_image');
      return await tasks.ofImage(context, image.id);
    } catch (error) {
      if (error instanceof NotFound || error instanceof Forbidden)
        throw new NotFound('The resource could not be found.');
      throw error;
    }
  }
}
