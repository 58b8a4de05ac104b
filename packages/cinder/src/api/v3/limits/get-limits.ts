// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Req } from '@nestjs/common';
import { Caller, Operation } from '@stackport/api';
import type { RequestContext } from '@stackport/context';
import type { Request } from '@stackport/wsgi';
import type { QuotaState } from '../../../quotas/quota-limits.js';
import { QuotaService } from '../../../quotas/quota-service.js';
import { AttributeExtensions } from '../../extensions/attribute-extensions.js';
import { microversionOf } from '../../microversion.js';

/** What the extension of used limits is given beside the view. */
export interface LimitsRow {
  readonly quotas: ReadonlyMap<string, QuotaState>;
}

/** From here on administrators may ask for another project's. */
const ADMIN_FILTER = 3039;

const LIMIT_NAMES: Readonly<Record<string, string>> = {
  volumes: 'maxTotalVolumes',
  snapshots: 'maxTotalSnapshots',
  gigabytes: 'maxTotalVolumeGigabytes',
  backups: 'maxTotalBackups',
  backup_gigabytes: 'maxTotalBackupGigabytes',
};

@Controller('v3')
export class GetLimits {
  constructor(
    @Inject(QuotaService) private readonly quotas: QuotaService,
    @Inject(AttributeExtensions) private readonly attributes: AttributeExtensions,
  ) {}

  @Operation({ method: 'GET', path: '/limits', policy: 'authenticated', success: 200 })
  async get(@Caller() context: RequestContext, @Req() request: Request): Promise<unknown> {
    const microversion = microversionOf(request);
    const mayAsk = context.isAdmin && microversion >= ADMIN_FILTER;
    const asked = request.query.get('project_id') ?? request.query.get('tenant_id') ?? undefined;
    const projectId = (mayAsk ? asked : undefined) ?? context.projectId ?? '';
    const quotas = await this.quotas.used(projectId);
    const absolute: Record<string, unknown> = Object.fromEntries(
      [...quotas].flatMap(([name, { limit }]) => {
        const shown = Object.hasOwn(LIMIT_NAMES, name) ? LIMIT_NAMES[name] : undefined;
        return shown === undefined ? [] : [[shown, limit] as const];
      }),
    );
    this.attributes.apply('limits', context, absolute, { row: { quotas } satisfies LimitsRow, microversion });
    // Rates are a filter's that Zed's pipelines do not have.
    return { limits: { rate: [], absolute } };
  }
}
