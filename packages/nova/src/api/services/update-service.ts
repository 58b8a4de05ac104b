// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param, Req } from '@nestjs/common';
import { Caller, Operation } from '@stackport/api';
import type { RequestContext } from '@stackport/context';
import { HttpError, type Request } from '@stackport/wsgi';
import { ServiceDirectory } from '../../services/service-directory.js';
import { ServiceService } from '../../services/service-service.js';
import { isUuidLike } from '../../uuid.js';
import { isSince } from '../microversion.js';
import { updateServiceByUuidSchema, updateServiceSchema } from '../schemas/services.js';
import { CheckedBody } from '../validation/checked-parameters.js';
import { flagOf, integerOf } from '../validation/values.js';
import { serviceView } from './service-view.js';

interface ByHost {
  readonly host: string;
  readonly binary: string;
  readonly disabled_reason?: string;
  readonly forced_down?: boolean | string;
}

interface ByUuid {
  readonly status?: 'enabled' | 'disabled';
  readonly disabled_reason?: string;
  readonly forced_down?: boolean | string;
}

const POLICY = { rule: 'os_compute_api:os-services:update' };

@Controller('v2.1')
export class UpdateService {
  constructor(
    @Inject(ServiceService) private readonly services: ServiceService,
    @Inject(ServiceDirectory) private readonly directory: ServiceDirectory,
  ) {}

  /** Until 2.52 the path says what to do, and the body of which service. */
  @Operation({
    method: 'PUT',
    path: '/os-services/:id',
    microversions: { min: '2.1', max: '2.52' },
    policy: POLICY,
    success: 200,
  })
  async updateByHost(
    @Caller() context: RequestContext,
    @Param('id') action: string,
    @CheckedBody(updateServiceSchema) body: ByHost,
    @Req() request: Request,
  ): Promise<unknown> {
    const { host, binary, disabled_reason: reason } = body;
    switch (action) {
      case 'enable':
        await this.services.updateByHost(context, host, binary, { disabled: false, disabledReason: null });
        return { service: { host, binary, status: 'enabled' } };
      case 'disable':
        await this.services.updateByHost(context, host, binary, { disabled: true, disabledReason: null });
        return { service: { host, binary, status: 'disabled' } };
      case 'disable-log-reason':
        if (reason === undefined) throw new HttpError(400, 'Missing disabled reason field');
        await this.services.updateByHost(context, host, binary, { disabled: true, disabledReason: reason });
        return { service: { host, binary, status: 'disabled', disabled_reason: reason } };
      case 'force-down':
        if (isSince(request, '2.11')) return this.#forceDown(context, body);
    }
    throw new HttpError(404, 'Unknown action');
  }

  /** From 2.53 on the path names the service, and the body says what to do. */
  @Operation({
    method: 'PUT',
    path: '/os-services/:id',
    microversions: { min: '2.53' },
    policy: POLICY,
    success: 200,
  })
  async updateByUuid(
    @Caller() context: RequestContext,
    @Param('id') id: string,
    @CheckedBody(updateServiceByUuidSchema) body: ByUuid,
    @Req() request: Request,
  ): Promise<unknown> {
    if (!isUuidLike(id)) throw new HttpError(400, `Invalid uuid ${id}`);
    const { status, disabled_reason: reason, forced_down: forcedDown } = body;
    if (status === undefined && forcedDown === undefined) {
      await this.directory.find(id, 'uuid');
      throw new HttpError(400, "No updates were requested. Fields 'status' or 'forced_down' should be specified.");
    }
    if (status === 'enabled' && reason !== undefined)
      throw new HttpError(400, "Specifying 'disabled_reason' with status 'enabled' is invalid.");
    const updated = await this.services.updateByUuid(context, id, {
      ...(status === undefined ? {} : { disabled: status === 'disabled', disabledReason: reason ?? null }),
      ...(forcedDown === undefined ? {} : { forcedDown: flagOf(forcedDown) ?? false }),
    });
    return { service: serviceView(updated, this.directory.isUp(updated), request) };
  }

  @Operation({
    method: 'DELETE',
    path: '/os-services/:id',
    policy: { rule: 'os_compute_api:os-services:delete' },
    success: 204,
  })
  async delete(@Caller() context: RequestContext, @Param('id') id: string, @Req() request: Request): Promise<void> {
    const byUuid = isSince(request, '2.53');
    if (byUuid && !isUuidLike(id)) throw new HttpError(400, `Invalid uuid ${id}`);
    if (!byUuid) integerOf(id, 'id');
    await this.services.delete(context, id, byUuid ? 'uuid' : 'number');
  }

  async #forceDown(context: RequestContext, { host, binary, forced_down: wanted }: ByHost): Promise<unknown> {
    if (wanted === undefined) throw new HttpError(400, 'Missing forced_down field');
    const forcedDown = flagOf(wanted) ?? false;
    await this.services.updateByHost(context, host, binary, { forcedDown });
    return { service: { host, binary, forced_down: forcedDown } };
  }
}
