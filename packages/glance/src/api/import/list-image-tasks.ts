// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param } from '@nestjs/common';
import { Caller, Operation } from '@stackport/api';
import type { RequestContext } from '@stackport/context';
import type { TaskService } from '../../tasks/task-service.js';
import { taskRowView } from '../tasks/task-view.js';
import { TASKS } from '../tokens.js';
import { WithoutBody } from '../without-body.js';

@Controller('v2')
export class ListImageTasks {
  constructor(@Inject(TASKS) private readonly tasks: TaskService) {}

  @Operation({
    method: 'GET',
    path: '/images/:image_id/tasks',
    policy: { rule: 'get_image', target: 'resource' },
    success: 200,
  })
  @WithoutBody()
  async list(@Caller() context: RequestContext, @Param('image_id') imageId: string): Promise<unknown> {
    return { tasks: (await this.tasks.ofImage(context, imageId)).map(taskRowView) };
  }
}
