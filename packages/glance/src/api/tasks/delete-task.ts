// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject } from '@nestjs/common';
import { Caller, Operation } from '@stackport/api';
import type { RequestContext } from '@stackport/context';
import { HttpError } from '@stackport/wsgi';
import type { TaskService } from '../../tasks/task-service.js';
import { TASKS } from '../tokens.js';

/** Nobody deletes tasks; those who may use the tasks API are told so (upstream's api/v2/tasks.py). */
@Controller('v2')
export class DeleteTask {
  constructor(@Inject(TASKS) private readonly tasks: TaskService) {}

  @Operation({
    method: 'DELETE',
    path: '/tasks/:task_id',
    policy: { rule: 'tasks_api_access', target: 'resource' },
    success: 405,
  })
  delete(@Caller() context: RequestContext): never {
    this.tasks.requireAccess(context);
    throw new HttpError(
      405,
      'This operation is currently not permitted on Glance Tasks. They are auto deleted after reaching the time based on their expires_at property.',
      { headers: { Allow: 'GET' }, isBare: true },
    );
  }
}
