// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param, Req } from '@nestjs/common';
import { Caller, ENFORCER, JsonBody, Operation } from '@stackport/api';
import type { RequestContext } from '@stackport/context';
import type { Enforcer } from '@stackport/policy';
import type { Request } from '@stackport/wsgi';
import { InvalidInput } from '../../../errors/base.js';
import { VolumeMigration, type MigrationTarget } from '../../../volumes/volume-migration.js';
import { VolumeService } from '../../../volumes/volume-service.js';
import { flagOf } from '../../flag.js';
import { microversionOf } from '../../microversion.js';
import { adminActionSchemas } from '../../schemas/admin-actions.js';

const RULE = 'volume_extension:volume_admin_actions:migrate_volume';
const TO_CLUSTERS = 3016;

interface Wanted {
  readonly host?: string | null;
  readonly cluster?: string | null;
  readonly force_host_copy?: boolean | string;
  readonly lock_volume?: boolean | string;
}

@Controller('v3')
export class MigrateVolume {
  constructor(
    @Inject(VolumeService) private readonly volumes: VolumeService,
    @Inject(VolumeMigration) private readonly migration: VolumeMigration,
    @Inject(ENFORCER) private readonly enforcer: Enforcer,
  ) {}

  @Operation({
    method: 'POST',
    path: '/volumes/:id/action',
    action: 'os-migrate_volume',
    policy: { rule: RULE, target: 'resource' },
    success: 202,
  })
  async migrate(
    @Caller() context: RequestContext,
    @Param('id') id: string,
    @Req() request: Request,
    @JsonBody() body: { readonly 'os-migrate_volume': Wanted },
  ): Promise<void> {
    const toClusters = microversionOf(request) >= TO_CLUSTERS;
    (toClusters ? adminActionSchemas.migrateToCluster : adminActionSchemas.migrate).validate(body);
    const wanted = body['os-migrate_volume'];
    const volume = await this.volumes.get(context, id);
    this.enforcer.authorize(RULE, { project_id: volume.projectId, user_id: volume.userId }, context);
    await this.migration.migrate(context, volume, targetOf(wanted, toClusters), {
      forceCopy: flagOf(wanted.force_host_copy ?? false) === true,
      lock: flagOf(wanted.lock_volume ?? false) === true,
    });
  }
}

/** Throws `InvalidInput` unless just one of both is there. */
function targetOf({ host, cluster }: Wanted, toClusters: boolean): MigrationTarget {
  const clusterName = toClusters ? cluster : undefined;
  if (Boolean(clusterName) === Boolean(host))
    throw new InvalidInput(toClusters ? 'One and only one of cluster and host must be set.' : 'Host field is missing.');
  return clusterName ? { host: null, cluster: clusterName } : { host: host ?? '', cluster: null };
}
