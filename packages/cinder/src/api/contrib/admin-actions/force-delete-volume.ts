// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param } from '@nestjs/common';
import { Caller, ENFORCER, Operation } from '@stackport/api';
import type { RequestContext } from '@stackport/context';
import type { Enforcer } from '@stackport/policy';
import { VolumeDeletion } from '../../../volumes/volume-deletion.js';
import { VolumeService } from '../../../volumes/volume-service.js';

const RULE = 'volume_extension:volume_admin_actions:force_delete';

@Controller('v3')
export class ForceDeleteVolume {
  constructor(
    @Inject(VolumeService) private readonly volumes: VolumeService,
    @Inject(VolumeDeletion) private readonly deletion: VolumeDeletion,
    @Inject(ENFORCER) private readonly enforcer: Enforcer,
  ) {}

  @Operation({
    method: 'POST',
    path: '/volumes/:id/action',
    action: 'os-force_delete',
    policy: { rule: RULE, target: 'resource' },
    success: 202,
  })
  async delete(@Caller() context: RequestContext, @Param('id') id: string): Promise<void> {
    const volume = await this.volumes.get(context, id);
    this.enforcer.authorize(RULE, { project_id: volume.projectId, user_id: volume.userId }, context);
    await this.deletion.delete(context, volume, { force: true });
  }
}
