// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Req } from '@nestjs/common';
import { Caller, ENFORCER, Operation } from '@stackport/api';
import type { RequestContext } from '@stackport/context';
import type { Enforcer } from '@stackport/policy';
import type { Request } from '@stackport/wsgi';
import { QUOTA_RESOURCES, type QuotaResource } from '../../quotas/quota-resources.js';
import { QuotaService } from '../../quotas/quota-service.js';
import { lastOf } from '../links.js';
import { isSince } from '../microversion.js';
import { limitsQuery } from '../schemas/quotas.js';
import { CheckedQuery } from '../validation/checked-parameters.js';

/** Names of the limits. */
const LIMITS: Readonly<Partial<Record<QuotaResource, readonly string[]>>> = {
  ram: ['maxTotalRAMSize'],
  instances: ['maxTotalInstances'],
  cores: ['maxTotalCores'],
  key_pairs: ['maxTotalKeypairs'],
  floating_ips: ['maxTotalFloatingIps'],
  metadata_items: ['maxServerMeta', 'maxImageMeta'],
  injected_files: ['maxPersonality'],
  injected_file_content_bytes: ['maxPersonalitySize'],
  security_groups: ['maxSecurityGroups'],
  security_group_rules: ['maxSecurityGroupRules'],
  server_groups: ['maxServerGroups'],
  server_group_members: ['maxServerGroupMembers'],
};

/** Names of what is used of them. */
const USED: readonly (readonly [name: string, resource: QuotaResource])[] = [
  ['totalRAMUsed', 'ram'],
  ['totalCoresUsed', 'cores'],
  ['totalInstancesUsed', 'instances'],
  ['totalFloatingIpsUsed', 'floating_ips'],
  ['totalSecurityGroupsUsed', 'security_groups'],
  ['totalServerGroupsUsed', 'server_groups'],
];

@Controller('v2.1')
export class GetLimits {
  constructor(
    @Inject(QuotaService) private readonly quotas: QuotaService,
    @Inject(ENFORCER) private readonly enforcer: Enforcer,
  ) {}

  @Operation({ method: 'GET', path: '/limits', policy: { rule: 'os_compute_api:limits' }, success: 200 })
  async get(
    @Caller() context: RequestContext,
    @CheckedQuery(limitsQuery) query: URLSearchParams,
    @Req() request: Request,
  ): Promise<unknown> {
    const other = lastOf(query, 'tenant_id');
    if (other !== undefined) {
      const own = { project_id: context.projectId, user_id: context.userId };
      await this.enforcer.authorizeAsync('os_compute_api:limits:other_project', own, context);
    }
    const projectId = other ?? context.projectId ?? '';
    const limits = await this.quotas.limits(context, projectId);
    const usages = await this.quotas.usages(projectId);
    const shown = QUOTA_RESOURCES.filter((resource) => !leftOut(request).includes(resource));
    const absolute = shown
      .flatMap((resource) => (LIMITS[resource] ?? []).map((name) => [name, limits[resource]] as const))
      // Metadata of images is the Image service's since 2.39.
      .filter(([name]) => name !== 'maxImageMeta' || !isSince(request, '2.39'));
    const used = USED.filter(([, resource]) => shown.includes(resource));
    return {
      limits: {
        rate: [],
        absolute: {
          ...Object.fromEntries(absolute),
          ...Object.fromEntries(used.map(([name, resource]) => [name, usages[resource]])),
        },
      },
    };
  }
}

function leftOut(request: Request): readonly QuotaResource[] {
  return [
    ...(isSince(request, '2.36') ? (['floating_ips', 'security_groups', 'security_group_rules'] as const) : []),
    ...(isSince(request, '2.57') ? (['injected_files', 'injected_file_content_bytes'] as const) : []),
  ];
}
