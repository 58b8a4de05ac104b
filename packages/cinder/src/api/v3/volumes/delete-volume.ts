// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param, Req } from '@nestjs/common';
import { Caller, ENFORCER, Operation } from '@stackport/api';
import type { RequestContext } from '@stackport/context';
import type { Enforcer } from '@stackport/policy';
import type { Request } from '@stackport/wsgi';
import { VolumeDeletion } from '../../../volumes/volume-deletion.js';
import { VolumeService } from '../../../volumes/volume-service.js';
import { queryFlag } from '../../flag.js';
import { microversionOf } from '../../microversion.js';

const WITH_FORCE = 3023;

@Controller('v3')
export class DeleteVolume {
  constructor(
    @Inject(VolumeService) private readonly volumes: VolumeService,
    @Inject(VolumeDeletion) private readonly deletion: VolumeDeletion,
    @Inject(ENFORCER) private readonly enforcer: Enforcer,
  ) {}

  @Operation({
    method: 'DELETE',
    path: '/volumes/:id',
    policy: { rule: 'volume:delete', target: 'resource' },
    success: 202,
  })
  async delete(@Caller() context: RequestContext, @Param('id') id: string, @Req() request: Request): Promise<void> {
    const cascade = queryFlag(request.query, 'cascade');
    const force = microversionOf(request) >= WITH_FORCE && queryFlag(request.query, 'force');
    const volume = await this.volumes.get(context, id);
    if (force)
      this.enforcer.authorize('volume:force_delete', { project_id: volume.projectId, user_id: volume.userId }, context);
    await this.deletion.delete(context, volume, { cascade, force });
  }
}
