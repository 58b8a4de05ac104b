// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param } from '@nestjs/common';
import { Caller, ENFORCER, JsonBody, Operation } from '@stackport/api';
import type { RequestContext } from '@stackport/context';
import type { Enforcer } from '@stackport/policy';
import { VolumeMigration } from '../../../volumes/volume-migration.js';
import { VolumeService } from '../../../volumes/volume-service.js';
import { adminActionSchemas } from '../../schemas/admin-actions.js';

const RULE = 'volume_extension:volume_admin_actions:migrate_volume_completion';

@Controller('v3')
export class CompleteMigration {
  constructor(
    @Inject(VolumeService) private readonly volumes: VolumeService,
    @Inject(VolumeMigration) private readonly migration: VolumeMigration,
    @Inject(ENFORCER) private readonly enforcer: Enforcer,
  ) {}

  @Operation({
    method: 'POST',
    path: '/volumes/:id/action',
    action: 'os-migrate_volume_completion',
    policy: { rule: RULE, target: 'resource' },
    success: 200,
  })
  async complete(
    @Caller() context: RequestContext,
    @Param('id') id: string,
    @JsonBody(adminActionSchemas.completeMigration)
    body: {
      readonly 'os-migrate_volume_completion': {
        readonly new_volume: string;
        readonly error?: string | boolean | null;
      };
    },
  ): Promise<unknown> {
    const { new_volume: newVolumeId, error = false } = body['os-migrate_volume_completion'];
    const volume = await this.volumes.get(context, id);
    this.enforcer.authorize(RULE, { project_id: volume.projectId, user_id: volume.userId }, context);
    const newVolume = await this.volumes.get(context, newVolumeId);
    // Any text counts as one to upstream, `False` too.
    const saved = await this.migration.complete(context, volume, newVolume, { isFailed: Boolean(error) });
    return { save_volume_id: saved };
  }
}
