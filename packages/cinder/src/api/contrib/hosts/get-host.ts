// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param } from '@nestjs/common';
import { Caller, Operation } from '@stackport/api';
import type { RequestContext } from '@stackport/context';
import { type HostUsage, ServiceService } from '../../../services/service-service.js';

@Controller('v3')
export class GetHost {
  constructor(@Inject(ServiceService) private readonly services: ServiceService) {}

  @Operation({ method: 'GET', path: '/os-hosts/:id', policy: { rule: 'volume_extension:hosts' }, success: 200 })
  async get(@Caller() _context: RequestContext, @Param('id') host: string): Promise<unknown> {
    const usages = await this.services.hostUsage(host);
    return { host: usages.map((usage) => ({ resource: usageView(host, usage) })) };
  }
}

function usageView(host: string, usage: HostUsage): Record<string, unknown> {
  return {
    host,
    project: usage.project,
    volume_count: String(usage.volumes),
    total_volume_gb: String(usage.volumeSize),
    snapshot_count: String(usage.snapshots),
    total_snapshot_gb: String(usage.snapshotSize),
  };
}
