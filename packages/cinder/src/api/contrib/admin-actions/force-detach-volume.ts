// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param } from '@nestjs/common';
import { Caller, ENFORCER, JsonBody, Operation } from '@stackport/api';
import type { RequestContext } from '@stackport/context';
import { RemoteError } from '@stackport/messaging';
import type { Enforcer } from '@stackport/policy';
import { HttpError } from '@stackport/wsgi';
import type { ObjectValues } from '../../../objects/wire-object.js';
import { VolumeConnections } from '../../../volumes/volume-connections.js';
import { VolumeService } from '../../../volumes/volume-service.js';
import { adminActionSchemas } from '../../schemas/admin-actions.js';

const RULE = 'volume_extension:volume_admin_actions:force_detach';

@Controller('v3')
export class ForceDetachVolume {
  constructor(
    @Inject(VolumeService) private readonly volumes: VolumeService,
    @Inject(VolumeConnections) private readonly connections: VolumeConnections,
    @Inject(ENFORCER) private readonly enforcer: Enforcer,
  ) {}

  @Operation({
    method: 'POST',
    path: '/volumes/:id/action',
    action: 'os-force_detach',
    policy: { rule: RULE, target: 'resource' },
    success: 202,
  })
  async detach(
    @Caller() context: RequestContext,
    @Param('id') id: string,
    @JsonBody(adminActionSchemas.forceDetach)
    body: {
      readonly 'os-force_detach': { readonly connector?: ObjectValues | null; readonly attachment_id?: string | null };
    },
  ): Promise<void> {
    const { connector = null, attachment_id: attachmentId = null } = body['os-force_detach'];
    const volume = await this.volumes.get(context, id);
    this.enforcer.authorize(RULE, { project_id: volume.projectId, user_id: volume.userId }, context);
    await this.connections.terminate(context, volume, connector).catch((error: unknown) => {
      throw error instanceof RemoteError && error.excType === 'VolumeBackendAPIException'
        ? new HttpError(500, 'Unable to terminate volume connection from backend.', { cause: error })
        : error;
    });
    await this.connections.detach(context, volume, attachmentId);
  }
}
