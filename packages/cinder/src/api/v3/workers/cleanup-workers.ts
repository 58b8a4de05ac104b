// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject } from '@nestjs/common';
import { Caller, JsonBody, Operation } from '@stackport/api';
import type { RequestContext } from '@stackport/context';
import { WorkerService } from '../../../workers/worker-service.js';
import { flagOf } from '../../flag.js';
import { type CleanupBody, cleanupSchema } from '../../schemas/workers.js';

@Controller('v3')
export class CleanupWorkers {
  constructor(@Inject(WorkerService) private readonly workers: WorkerService) {}

  @Operation({
    method: 'POST',
    path: '/workers/cleanup',
    microversions: { min: '3.24' },
    policy: { rule: 'workers:cleanup' },
    success: 202,
  })
  async cleanup(@Caller() context: RequestContext, @JsonBody(cleanupSchema) body: CleanupBody): Promise<unknown> {
    const { disabled, is_up: isUp, service_id: serviceId, ...rest } = body;
    return this.workers.cleanup(context, {
      ...rest,
      ...(disabled === undefined ? {} : { disabled: flagOf(disabled) ?? false }),
      ...(isUp === undefined ? {} : { is_up: flagOf(isUp) ?? false }),
      ...(serviceId === undefined
        ? {}
        : { service_id: serviceId === null || serviceId === '' ? null : Number(serviceId) }),
    });
  }
}
