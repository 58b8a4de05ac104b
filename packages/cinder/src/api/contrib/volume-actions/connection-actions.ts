// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param } from '@nestjs/common';
import { Caller, JsonBody, Operation } from '@stackport/api';
import type { RequestContext } from '@stackport/context';
import { RemoteError } from '@stackport/messaging';
import { HttpError } from '@stackport/wsgi';
import { InvalidInput } from '../../../errors/base.js';
import type { ObjectValues } from '../../../objects/wire-object.js';
import { VolumeConnections } from '../../../volumes/volume-connections.js';
import { VolumeService } from '../../../volumes/volume-service.js';
import { volumeActionSchemas } from '../../schemas/volume-actions.js';

const PATH = '/volumes/:id/action';

/** Attaching and detaching by actions of the volume. */
@Controller('v3')
export class ConnectionActions {
  constructor(
    @Inject(VolumeService) private readonly volumes: VolumeService,
    @Inject(VolumeConnections) private readonly connections: VolumeConnections,
  ) {}

  @Operation({ method: 'POST', path: PATH, action: 'os-attach', policy: rule('attach'), success: 202 })
  async attach(
    @Caller() context: RequestContext,
    @Param('id') id: string,
    @JsonBody(volumeActionSchemas.attach)
    body: {
      readonly 'os-attach': { instance_uuid?: string; host_name?: string; mountpoint: string; mode?: string };
    },
  ): Promise<void> {
    const wanted = body['os-attach'];
    const volume = await this.volumes.get(context, id);
    await this.connections
      .attach(context, volume, {
        instanceUuid: wanted.instance_uuid ?? null,
        hostName: wanted.host_name ?? null,
        mountpoint: wanted.mountpoint,
        mode: wanted.mode ?? 'rw',
      })
      .catch(told('Error attaching volume', ['InvalidVolume', 'InvalidUUID', 'InvalidVolumeAttachMode']));
  }

  @Operation({ method: 'POST', path: PATH, action: 'os-detach', policy: rule('detach'), success: 202 })
  async detach(
    @Caller() context: RequestContext,
    @Param('id') id: string,
    @JsonBody(volumeActionSchemas.detach) body: { readonly 'os-detach': { attachment_id?: string | null } | null },
  ): Promise<void> {
    const volume = await this.volumes.get(context, id);
    await this.connections
      .detach(context, volume, body['os-detach']?.attachment_id ?? null)
      .catch(told('Error detaching volume', ['VolumeAttachmentNotFound', 'InvalidVolume']));
  }

  @Operation({ method: 'POST', path: PATH, action: 'os-reserve', policy: rule('reserve'), success: 202 })
  async reserve(@Caller() context: RequestContext, @Param('id') id: string): Promise<void> {
    await this.connections.reserve(context, await this.volumes.get(context, id));
  }

  @Operation({ method: 'POST', path: PATH, action: 'os-unreserve', policy: rule('unreserve'), success: 202 })
  async unreserve(@Caller() context: RequestContext, @Param('id') id: string): Promise<void> {
    await this.connections.unreserve(context, await this.volumes.get(context, id));
  }

  @Operation({
    method: 'POST',
    path: PATH,
    action: 'os-begin_detaching',
    policy: rule('begin_detaching'),
    success: 202,
  })
  async beginDetaching(@Caller() context: RequestContext, @Param('id') id: string): Promise<void> {
    await this.connections.beginDetaching(context, await this.volumes.get(context, id));
  }

  @Operation({ method: 'POST', path: PATH, action: 'os-roll_detaching', policy: rule('roll_detaching'), success: 202 })
  async rollDetaching(@Caller() context: RequestContext, @Param('id') id: string): Promise<void> {
    await this.connections.rollDetaching(context, await this.volumes.get(context, id));
  }

  @Operation({
    method: 'POST',
    path: PATH,
    action: 'os-initialize_connection',
    policy: rule('initialize_connection'),
    success: 200,
  })
  async initialize(
    @Caller() context: RequestContext,
    @Param('id') id: string,
    @JsonBody(volumeActionSchemas.initializeConnection)
    body: { readonly 'os-initialize_connection': { connector: ObjectValues } },
  ): Promise<unknown> {
    const { connector } = body['os-initialize_connection'];
    const volume = await this.volumes.get(context, id);
    const info = await this.connections.initialize(context, volume, connector).catch((error: unknown) => {
      throw error instanceof RemoteError && error.excType === 'InvalidInput'
        ? new InvalidInput(error.value, { cause: error })
        : error;
    });
    return { connection_info: info };
  }

  @Operation({
    method: 'POST',
    path: PATH,
    action: 'os-terminate_connection',
    policy: rule('terminate_connection'),
    success: 202,
  })
  async terminate(
    @Caller() context: RequestContext,
    @Param('id') id: string,
    @JsonBody(volumeActionSchemas.terminateConnection)
    body: { readonly 'os-terminate_connection': { connector: ObjectValues | null } },
  ): Promise<void> {
    const { connector } = body['os-terminate_connection'];
    await this.connections.terminate(context, await this.volumes.get(context, id), connector);
  }
}

function rule(action: string): { readonly rule: string; readonly target: 'resource' } {
  return { rule: `volume_extension:volume_actions:${action}`, target: 'resource' };
}

/** What of the worker's errors the client is told. */
function told(what: string, kinds: readonly string[]): (error: unknown) => never {
  return (error) => {
    if (error instanceof RemoteError && kinds.includes(error.excType))
      throw new HttpError(400, `${what} - ${error.excType}: ${error.value}`, { cause: error });
    throw error;
  };
}
