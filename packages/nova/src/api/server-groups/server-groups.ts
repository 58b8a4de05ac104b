// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param, Req } from '@nestjs/common';
import { Caller, Operation } from '@stackport/api';
import type { RequestContext } from '@stackport/context';
import type { Request } from '@stackport/wsgi';
import { ServerGroupService } from '../../server-groups/server-group-service.js';
import { Links } from '../links.js';
import { createServerGroupSchema, listServerGroupsQuery } from '../schemas/server-groups.js';
import { CheckedBody, CheckedQuery } from '../validation/checked-parameters.js';
import { serverGroupView } from './server-group-view.js';

interface CreateBody {
  readonly server_group: {
    readonly name: string;
    readonly policies?: readonly [string];
    readonly policy?: string;
    readonly rules?: { readonly max_server_per_host?: number | string };
  };
}

const RULE = 'os_compute_api:os-server-groups';

@Controller('v2.1')
export class ServerGroups {
  constructor(
    @Inject(ServerGroupService) private readonly groups: ServerGroupService,
    @Inject(Links) private readonly links: Links,
  ) {}

  @Operation({
    method: 'GET',
    path: '/os-server-groups',
    policy: { rule: `${RULE}:index`, target: 'resource' },
    success: 200,
  })
  async list(
    @Caller() context: RequestContext,
    @CheckedQuery(listServerGroupsQuery) query: URLSearchParams,
    @Req() request: Request,
  ): Promise<unknown> {
    const all = await this.groups.list(context, query.has('all_projects'));
    const page = this.links.limited(all, request);
    const living = await this.groups.livingMembers(page);
    return { server_groups: page.map((group) => serverGroupView(group, request, living)) };
  }

  @Operation({ method: 'POST', path: '/os-server-groups', policy: { rule: `${RULE}:create` }, success: 200 })
  async create(
    @Caller() context: RequestContext,
    @CheckedBody(createServerGroupSchema) { server_group: values }: CreateBody,
    @Req() request: Request,
  ): Promise<unknown> {
    const { max_server_per_host: max } = values.rules ?? {};
    const made = await this.groups.create(context, {
      name: values.name,
      policy: values.policy ?? values.policies?.[0] ?? '',
      rules: max === undefined ? {} : { max_server_per_host: Number(max) },
    });
    return { server_group: serverGroupView(made, request, new Set()) };
  }

  @Operation({
    method: 'GET',
    path: '/os-server-groups/:id',
    policy: { rule: `${RULE}:show`, target: 'resource' },
    success: 200,
  })
  async get(@Caller() context: RequestContext, @Param('id') id: string, @Req() request: Request): Promise<unknown> {
    const group = await this.groups.get(context, id);
    return { server_group: serverGroupView(group, request, await this.groups.livingMembers([group])) };
  }

  @Operation({
    method: 'DELETE',
    path: '/os-server-groups/:id',
    policy: { rule: `${RULE}:delete`, target: 'resource' },
    success: 204,
  })
  async delete(@Caller() context: RequestContext, @Param('id') id: string): Promise<void> {
    await this.groups.delete(context, id);
  }
}
