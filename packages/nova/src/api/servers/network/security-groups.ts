// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param } from '@nestjs/common';
import { Caller, Operation } from '@stackport/api';
import type { RequestContext } from '@stackport/context';
import { HttpError } from '@stackport/wsgi';
import { NetworkActions } from '../../../servers/networks/network-actions.js';
import { securityGroupsView } from '../../proxies/security-groups/security-group-view.js';
import { CheckedBody } from '../../validation/checked-parameters.js';
import { serverAction } from '../actions/action-path.js';

const RULE = 'os_compute_api:os-security-groups';

@Controller('v2.1')
export class ServerSecurityGroups {
  constructor(@Inject(NetworkActions) private readonly network: NetworkActions) {}

  @Operation({
    method: 'GET',
    path: '/servers/:server_id/os-security-groups',
    policy: { rule: `${RULE}:list`, target: 'resource' },
    success: 200,
  })
  async list(@Caller() context: RequestContext, @Param('server_id') uuid: string): Promise<unknown> {
    return { security_groups: securityGroupsView(await this.network.securityGroups(context, uuid)) };
  }

  @Operation(serverAction('addSecurityGroup', `${RULE}:add`))
  async add(
    @Caller() context: RequestContext,
    @Param('id') id: string,
    @CheckedBody() body: { readonly addSecurityGroup: unknown },
  ): Promise<void> {
    await this.network.addGroup(context, id, groupOf(body.addSecurityGroup));
  }

  @Operation(serverAction('removeSecurityGroup', `${RULE}:remove`))
  async remove(
    @Caller() context: RequestContext,
    @Param('id') id: string,
    @CheckedBody() body: { readonly removeSecurityGroup: unknown },
  ): Promise<void> {
    await this.network.removeGroup(context, id, groupOf(body.removeSecurityGroup));
  }
}

/** These have no schema. Throws `HttpError` 400. */
function groupOf(argument: unknown): string {
  if (typeof argument !== 'object' || argument === null || Array.isArray(argument))
    throw new HttpError(400, 'Missing parameter dict');
  if (!Object.hasOwn(argument, 'name')) throw new HttpError(400, 'Security group not specified');
  const { name } = argument as { readonly name: unknown };
  const text = typeof name === 'string' || typeof name === 'number' ? String(name) : '';
  if (text.trim() === '') throw new HttpError(400, 'Security group name cannot be empty');
  return text;
}
