// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Req } from '@nestjs/common';
import { Caller, Operation, SchemaValidator } from '@stackport/api';
import type { RequestContext } from '@stackport/context';
import { HttpError, Response, type Request } from '@stackport/wsgi';
import { taskSchema } from '../../tasks/task-schemas.js';
import type { TaskRequest, TaskService } from '../../tasks/task-service.js';
import { anyBody } from '../body.js';
import { TASKS } from '../tokens.js';
import { taskView } from './task-view.js';

const validator = new SchemaValidator('task', { ...taskSchema, additionalProperties: false });

@Controller('v2')
export class CreateTask {
  constructor(@Inject(TASKS) private readonly tasks: TaskService) {}

  @Operation({ method: 'POST', path: '/tasks', policy: { rule: 'tasks_api_access', target: 'resource' }, success: 201 })
  async create(@Caller() context: RequestContext, @Req() request: Request): Promise<Response> {
    this.tasks.requireAccess(context);
    const task = await this.tasks.create(context, read(await anyBody(request)));
    return Response.json(taskView(task), 201, { Location: `${request.hostUrl}/v2/tasks/${task.id}` });
  }
}

function read(body: unknown): TaskRequest {
  for (const name of ['type', 'input'])
    if (typeof body !== 'object' || body === null || !Object.hasOwn(body, name))
      throw new HttpError(400, `Task '${name}' is required`);
  validator.validate(body);
  const { type, input } = body as TaskRequest;
  return { type, input };
}
