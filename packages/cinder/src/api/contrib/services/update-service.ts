// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param, Req } from '@nestjs/common';
import { Caller, JsonBody, Operation, type SchemaValidator } from '@stackport/api';
import type { RequestContext } from '@stackport/context';
import { Response, type Request } from '@stackport/wsgi';
import { InvalidInput } from '../../../errors/base.js';
import { LogLevelService } from '../../../services/log-level-service.js';
import { type ReplicationTarget, ServiceService } from '../../../services/service-service.js';
import { ExtensionManager } from '../../extensions/extension-manager.js';
import { microversionOf } from '../../microversion.js';
import * as schemas from '../../schemas/services.js';

const WITH_CLUSTER = 3026;
const WITH_LOG_LEVELS = 3032;

interface ServiceBody {
  readonly host?: string | null;
  readonly cluster?: string | null;
  readonly binary?: string;
  readonly service?: string;
  readonly disabled_reason?: string;
  readonly backend_id?: string | null;
  readonly server?: string | null;
  readonly prefix?: string | null;
  readonly level?: string | null;
}

/** What an administrator does with a service; the verb stands where other resources have an id. */
@Controller('v3')
export class UpdateService {
  constructor(
    @Inject(ServiceService) private readonly services: ServiceService,
    @Inject(LogLevelService) private readonly logLevels: LogLevelService,
    @Inject(ExtensionManager) private readonly extensions: ExtensionManager,
  ) {}

  @Operation({
    method: 'PUT',
    path: '/os-services/:id',
    policy: { rule: 'volume_extension:services:update' },
    success: 200,
  })
  async update(
    @Caller() context: RequestContext,
    @Param('id') verb: string,
    @JsonBody() given: unknown,
    @Req() request: Request,
  ): Promise<unknown> {
    const version = microversionOf(request);
    const body = (schema: SchemaValidator): ServiceBody => {
      schema.validate(given);
      return given as ServiceBody;
    };
    switch (verb) {
      case 'enable':
        return this.#setDisabled(context, body(schemas.enableServiceSchema), false);
      case 'disable':
        return this.#setDisabled(context, body(schemas.enableServiceSchema), true);
      case 'freeze':
        await this.services.freeze(context, targetOf(body(schemas.freezeSchema), version >= WITH_CLUSTER));
        return undefined;
      case 'thaw': {
        const problem = await this.services.thaw(
          context,
          targetOf(body(schemas.freezeSchema), version >= WITH_CLUSTER),
        );
        return problem === null
          ? undefined
          : new Response(200, { 'Content-Type': 'text/html; charset=UTF-8' }, problem);
      }
      case 'failover_host':
        return this.#failover(context, body(schemas.failoverSchema), false);
    }
    if (verb === 'disable-log-reason' && this.extensions.isLoaded('os-extended-services')) {
      const values = body(schemas.disableServiceSchema);
      return this.#setDisabled(context, values, true, values.disabled_reason ?? null);
    }
    if (verb === 'failover' && version >= WITH_CLUSTER)
      return this.#failover(context, body(schemas.failoverSchema), true);
    if (verb === 'set-log' && version >= WITH_LOG_LEVELS) {
      const values = body(schemas.setLogSchema);
      await this.logLevels.set(context, values, values.level ?? null);
      return new Response(202);
    }
    if (verb === 'get-log' && version >= WITH_LOG_LEVELS)
      return { log_levels: await this.logLevels.get(context, body(schemas.getLogSchema)) };
    throw new InvalidInput('Unknown action');
  }

  async #setDisabled(
    context: RequestContext,
    body: ServiceBody,
    disabled: boolean,
    reason?: string | null,
  ): Promise<unknown> {
    const { host = '' } = targetOf(body, false);
    // `service` is the old name of `binary`, and both are answered.
    const { binary = '', service = '' } = body;
    const change = { disabled, ...(typeof reason === 'string' ? { reason } : {}) };
    await this.services.updateDisabled(context, { host, binary: binary || service }, change);
    return {
      ...(reason === undefined ? {} : { disabled_reason: reason }),
      disabled,
      host,
      service,
      binary,
      status: disabled ? 'disabled' : 'enabled',
    };
  }

  async #failover(context: RequestContext, body: ServiceBody, clustered: boolean): Promise<Response> {
    await this.services.failover(context, targetOf(body, clustered), body.backend_id ?? null);
    return new Response(202);
  }
}

/** The host, or the cluster where the version knows clusters. Throws InvalidInput for none of them, and for both. */
function targetOf({ host, cluster }: ServiceBody, clustered: boolean): ReplicationTarget {
  const clusterName = clustered ? cluster : undefined;
  if (!clusterName === !host)
    throw new InvalidInput(clustered ? 'One and only one of cluster and host must be set.' : 'Host field is missing.');
  return { ...(host ? { host } : {}), ...(clusterName ? { clusterName } : {}) };
}
