// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param, Req } from '@nestjs/common';
import { Caller, Operation } from '@stackport/api';
import type { RequestContext } from '@stackport/context';
import { HttpError, type Request } from '@stackport/wsgi';
import { QoSSpecsInUse } from '../../../errors/qos-specs.js';
import { QosSpecsService } from '../../../qos-specs/qos-specs-service.js';
import { queryFlag } from '../../flag.js';

@Controller('v3')
export class DeleteQosSpecs {
  constructor(@Inject(QosSpecsService) private readonly qosSpecs: QosSpecsService) {}

  @Operation({
    method: 'DELETE',
    path: '/qos-specs/:id',
    policy: { rule: 'volume_extension:qos_specs_manage:delete' },
    success: 202,
  })
  async delete(@Caller() context: RequestContext, @Param('id') id: string, @Req() request: Request): Promise<void> {
    const force = queryFlag(request.query, 'force');
    await this.qosSpecs.delete(context, id, { force }).catch((error: unknown) => {
      if (!(error instanceof QoSSpecsInUse)) throw error;
      throw force
        ? new HttpError(500, 'Failed to disassociate qos specs.', { cause: error })
        : new HttpError(400, 'Qos specs still in use.', { cause: error });
    });
  }
}
