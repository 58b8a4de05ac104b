// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param } from '@nestjs/common';
import { Caller, Operation } from '@stackport/api';
import type { RequestContext } from '@stackport/context';
import type { TaskService } from '../../tasks/task-service.js';
import { TASKS } from '../tokens.js';
import { taskView } from './task-view.js';

@Controller('v2')
export class GetTask {
  constructor(@Inject(TASKS) private readonly tasks: TaskService) {}

  @Operation({
    method: 'GET',
    path: '/tasks/:task_id',
    policy: { rule: 'tasks_api_access', target: 'resource' },
    success: 200,
  })
  async get(@Caller() context: RequestContext, @Param('task_id') taskId: string): Promise<unknown> {
    this.tasks.requireAccess(context);
    return taskView(await this.tasks.get(context, taskId));
  }
}
