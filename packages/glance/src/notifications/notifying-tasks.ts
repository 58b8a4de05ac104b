// SPDX-License-Identifier: Apache-2.0
import type { GlanceDatabase } from '../database.js';
import { type NewTask, TaskRepository } from '../tasks/task-repository.js';
import type { Task } from '../tasks/task.js';
import type { Notifications } from './notifications.js';
import { taskPayload } from './task-payload.js';

/** The tasks, and a notification of what becomes of them (upstream's TaskRepoProxy and TaskProxy). */
export class NotifyingTasks extends TaskRepository {
  readonly #notifications: Notifications;

  constructor(database: GlanceDatabase, hoursToLive: number, notifications: Notifications) {
    super(database, hoursToLive);
    this.#notifications = notifications;
  }

  override async add(values: NewTask): Promise<Task> {
    const task = await super.add(values);
    this.#notifications.send('task.create', taskPayload(task));
    this.#notifications.send('task.run', taskPayload(task));
    return task;
  }

  override async begin(taskId: string): Promise<boolean> {
    return this.#tell('task.processing', taskId, await super.begin(taskId));
  }

  override async succeed(taskId: string, result: Readonly<Record<string, unknown>>): Promise<boolean> {
    return this.#tell('task.success', taskId, await super.succeed(taskId, result));
  }

  override async fail(taskId: string, message: string, lastSeen?: Date): Promise<boolean> {
    return this.#tell('task.failure', taskId, await super.fail(taskId, message, lastSeen));
  }

  async #tell(event: string, taskId: string, isChanged: boolean): Promise<boolean> {
    if (!isChanged || !this.#notifications.wants(event)) return isChanged;
    const task = await this.find(taskId);
    if (task !== undefined) this.#notifications.send(event, taskPayload(task));
    return isChanged;
  }
}
