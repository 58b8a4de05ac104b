// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Req } from '@nestjs/common';
import { Caller, Operation } from '@stackport/api';
import type { RequestContext } from '@stackport/context';
import type { Request } from '@stackport/wsgi';
import { ServiceService, VOLUME_BINARY } from '../../../services/service-service.js';
import { AttributeExtensions } from '../../extensions/attribute-extensions.js';
import { microversionOf } from '../../microversion.js';
import { wireTime } from '../../wire-time.js';

const WITH_CLUSTER = 3007;
const WITH_BACKEND_STATE = 3049;

@Controller('v3')
export class ListServices {
  constructor(
    @Inject(ServiceService) private readonly services: ServiceService,
    @Inject(AttributeExtensions) private readonly attributes: AttributeExtensions,
  ) {}

  @Operation({
    method: 'GET',
    path: '/os-services',
    policy: { rule: 'volume_extension:services:index' },
    success: 200,
  })
  async list(@Caller() context: RequestContext, @Req() request: Request): Promise<unknown> {
    const microversion = microversionOf(request);
    const states = await this.services.list(context, {
      host: request.query.get('host') ?? undefined,
      binary: request.query.get('binary') ?? undefined,
    });
    const backends = microversion >= WITH_BACKEND_STATE ? await this.services.backendStates(context) : undefined;
    const services = states.map(({ row, isUp }) => {
      const view: Record<string, unknown> = {
        binary: row.binary,
        host: row.host,
        zone: row.availabilityZone,
        status: row.disabled === true ? 'disabled' : 'enabled',
        state: isUp ? 'up' : 'down',
        updated_at: wireTime(lastChange(row)),
        ...(backends !== undefined && row.binary === VOLUME_BINARY
          ? { backend_state: backends.get(row.host ?? '') ?? null }
          : {}),
        ...(microversion >= WITH_CLUSTER ? { cluster: row.clusterName } : {}),
      };
      return this.attributes.apply('os-services', context, view, { row, microversion });
    });
    return { services };
  }
}

/** The later of the last sign of life and the last change by an administrator. */
function lastChange(row: {
  readonly createdAt: Date | null;
  readonly updatedAt: Date | null;
  readonly modifiedAt: Date | null;
}): Date | null {
  const heard = row.updatedAt ?? row.createdAt;
  if (row.modifiedAt === null || heard === null) return row.updatedAt;
  return row.modifiedAt >= heard ? row.modifiedAt : row.updatedAt;
}
