// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param, Req } from '@nestjs/common';
import { Caller, Operation } from '@stackport/api';
import type { RequestContext } from '@stackport/context';
import type { Request } from '@stackport/wsgi';
import { SecurityGroupService } from '../../../network/security-group-service.js';
import { Links } from '../../links.js';
import { securityGroupsQuery } from '../../schemas/proxies.js';
import { CheckedBody, CheckedQuery } from '../../validation/checked-parameters.js';
import { proxyOperations } from '../proxy-operation.js';
import { givenObject } from './given-object.js';
import { securityGroupsView, securityGroupView } from './security-group-view.js';

const PATH = '/os-security-groups';
const KEY = 'security_group';
const operation = proxyOperations('os-security-groups');

/** The network service's security groups (nova 26, api/openstack/compute/security_groups.py). */
@Controller('v2.1')
export class SecurityGroupProxy {
  constructor(
    @Inject(SecurityGroupService) private readonly groups: SecurityGroupService,
    @Inject(Links) private readonly links: Links,
  ) {}

  @Operation(operation('GET', PATH, 'get'))
  async list(
    @Caller() context: RequestContext,
    @CheckedQuery(securityGroupsQuery) query: URLSearchParams,
    @Req() request: Request,
  ): Promise<unknown> {
    const groups = await this.groups.list(context, query.has('all_tenants'));
    return { security_groups: securityGroupsView(this.links.limited(groups, request)) };
  }

  @Operation(operation('GET', `${PATH}/:id`, 'show'))
  async get(@Caller() context: RequestContext, @Param('id') id: string): Promise<unknown> {
    return { [KEY]: securityGroupView(await this.groups.get(context, id)) };
  }

  @Operation(operation('POST', PATH, 'create'))
  async create(@Caller() context: RequestContext, @CheckedBody() body: unknown): Promise<unknown> {
    return { [KEY]: securityGroupView(await this.groups.create(context, givenObject(body, KEY))) };
  }

  @Operation(operation('PUT', `${PATH}/:id`, 'update'))
  async update(
    @Caller() context: RequestContext,
    @Param('id') id: string,
    @CheckedBody() body: unknown,
  ): Promise<unknown> {
    return { [KEY]: securityGroupView(await this.groups.update(context, id, givenObject(body, KEY))) };
  }

  @Operation(operation('DELETE', `${PATH}/:id`, 'delete', 202))
  async delete(@Caller() context: RequestContext, @Param('id') id: string): Promise<void> {
    await this.groups.delete(context, id);
  }
}
