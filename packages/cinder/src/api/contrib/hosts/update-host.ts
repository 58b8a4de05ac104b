// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param } from '@nestjs/common';
import { Caller, ENFORCER, JsonBody, Operation } from '@stackport/api';
import type { RequestContext } from '@stackport/context';
import type { Enforcer } from '@stackport/policy';
import { HttpError } from '@stackport/wsgi';
import { ServiceService } from '../../../services/service-service.js';
import { ownTarget } from '../../views/volume-type-view.js';

@Controller('v3')
export class UpdateHost {
  constructor(
    @Inject(ServiceService) private readonly services: ServiceService,
    @Inject(ENFORCER) private readonly enforcer: Enforcer,
  ) {}

  /** Whether the host is there is looked at before the rule, as upstream does. Enabling it was never made there. */
  @Operation({
    method: 'PUT',
    path: '/os-hosts/:id',
    policy: { rule: 'volume_extension:hosts', target: 'resource' },
    success: 200,
  })
  async update(
    @Caller() context: RequestContext,
    @Param('id') host: string,
    @JsonBody() body: unknown,
  ): Promise<unknown> {
    await this.services.checkHost(host);
    await this.enforcer.authorizeAsync('volume_extension:hosts', ownTarget(context), context);
    const settings = Object.entries((body ?? {}) as Record<string, unknown>);
    for (const [key, value] of settings) {
      if (typeof value !== 'string') throw new HttpError(500);
      if (key.toLowerCase().trim() !== 'status') throw new HttpError(400, `Invalid update setting: '${key}'`);
      if (!['enable', 'disable'].includes(value.toLowerCase().trim()))
        throw new HttpError(400, `Invalid status: '${value}'`);
    }
    // Upstream's setter raises NotImplementedError.
    if (settings.length > 0) throw new HttpError(501);
    return {};
  }

  /** The same without a host: there is none to look at. */
  @Operation({
    method: 'PUT',
    path: '/os-hosts',
    policy: { rule: 'volume_extension:hosts', target: 'resource' },
    success: 200,
  })
  updateNone(): never {
    throw new HttpError(400);
  }
}
