// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param } from '@nestjs/common';
import { Caller, Operation } from '@stackport/api';
import type { RequestContext } from '@stackport/context';
import { ServiceService } from '../../../services/service-service.js';

const SHOWN = ['vendor_name', 'volume_backend_name', 'pool_name', 'driver_version'] as const;
const SHOWN_AFTER = ['display_name', 'description', 'visibility'] as const;

@Controller('v3')
export class GetCapabilities {
  constructor(@Inject(ServiceService) private readonly services: ServiceService) {}

  @Operation({
    method: 'GET',
    path: '/capabilities/:id',
    policy: { rule: 'volume_extension:capabilities' },
    success: 200,
  })
  async get(@Caller() context: RequestContext, @Param('id') host: string): Promise<unknown> {
    const { address, capabilities } = await this.services.capabilities(context, host);
    const shown = (names: readonly string[]) =>
      Object.fromEntries(names.map((name) => [name, capabilities[name] ?? null]));
    const protocol = capabilities.storage_protocol;
    return {
      namespace: `OS::Storage::Capabilities::${address}`,
      ...shown(SHOWN),
      storage_protocol: Array.isArray(protocol) ? (protocol[0] as unknown) : (protocol ?? null),
      ...shown(SHOWN_AFTER),
      replication_targets: capabilities.replication_targets ?? [],
      properties: capabilities.properties ?? null,
    };
  }
}
