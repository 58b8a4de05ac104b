// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param } from '@nestjs/common';
import { Caller, JsonBody, Operation } from '@stackport/api';
import type { RequestContext } from '@stackport/context';
import { HttpError } from '@stackport/wsgi';
import { InvalidSnapshot } from '../../../errors/snapshots.js';
import { InvalidVolume } from '../../../errors/volumes.js';
import { VolumeReversion } from '../../../volumes/volume-reversion.js';
import { VolumeService } from '../../../volumes/volume-service.js';

@Controller('v3')
export class RevertVolume {
  constructor(
    @Inject(VolumeService) private readonly volumes: VolumeService,
    @Inject(VolumeReversion) private readonly reversion: VolumeReversion,
  ) {}

  @Operation({
    method: 'POST',
    path: '/volumes/:id/action',
    action: 'revert',
    microversions: { min: '3.40' },
    policy: { rule: 'volume:revert_to_snapshot', target: 'resource' },
    success: 202,
  })
  async revert(
    @Caller() context: RequestContext,
    @Param('id') id: string,
    @JsonBody() body: { readonly revert: unknown },
  ): Promise<void> {
    const { revert: wanted } = body;
    if (typeof wanted !== 'object' || wanted === null || Array.isArray(wanted))
      throw new HttpError(400, "Missing required element 'revert' in request body.");
    const volume = await this.volumes.get(context, id);
    const { snapshot_id: snapshotId } = wanted as { readonly snapshot_id?: unknown };
    const snapshot = await this.reversion.snapshotOf(context, volume, snapshotId);
    await this.reversion.revert(context, volume, snapshot).catch((error: unknown) => {
      throw error instanceof InvalidVolume || error instanceof InvalidSnapshot
        ? new HttpError(409, error.message, { cause: error })
        : error;
    });
  }
}
