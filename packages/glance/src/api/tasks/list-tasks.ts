// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Req } from '@nestjs/common';
import { Caller, Operation } from '@stackport/api';
import type { RequestContext } from '@stackport/context';
import type { Request } from '@stackport/wsgi';
import { Invalid, NotFound } from '../../errors.js';
import type { GlanceSettings } from '../../settings.js';
import type { TaskService } from '../../tasks/task-service.js';
import { SETTINGS, TASKS } from '../tokens.js';
import { parseTaskListQuery } from './list-tasks-query.js';
import { taskStubView } from './task-view.js';

@Controller('v2')
export class ListTasks {
  constructor(
    @Inject(TASKS) private readonly tasks: TaskService,
    @Inject(SETTINGS) private readonly settings: GlanceSettings,
  ) {}

  @Operation({ method: 'GET', path: '/tasks', policy: { rule: 'tasks_api_access', target: 'resource' }, success: 200 })
  async list(@Caller() context: RequestContext, @Req() request: Request): Promise<unknown> {
    this.tasks.requireAccess(context);
    const query = parseTaskListQuery(request.query, this.settings);
    const tasks = await this.tasks.list(context, query).catch((error: unknown) => {
      // A marker that is not there is a fault of the request.
      throw error instanceof NotFound ? new Invalid(error.message) : error;
    });
    const parameters = [...new Map(request.query)].filter(([name]) => name !== 'marker');
    const last = tasks.at(-1);
    const isFull = tasks.length === query.limit && last !== undefined;
    return {
      tasks: tasks.map(taskStubView),
      first: link(parameters),
      schema: '/v2/schemas/tasks',
      ...(isFull ? { next: link([...parameters, ['marker', last.id]]) } : {}),
    };
  }
}

function link(parameters: readonly (readonly [string, string])[]): string {
  const query = new URLSearchParams(parameters as [string, string][]).toString();
  return query === '' ? '/v2/tasks' : `/v2/tasks?${query}`;
}
