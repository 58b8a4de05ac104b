// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Req } from '@nestjs/common';
import { Operation } from '@stackport/api';
import type { Request } from '@stackport/wsgi';
import { Catalog } from '../../catalog/catalog.js';
import { Forbidden } from '../../errors.js';
import { baseUrl, publicHostOf } from '../shared/base-url.js';
import { callerOf } from '../shared/identity-context.js';

@Controller('v3')
export class GetAuthCatalog {
  constructor(@Inject(Catalog) private readonly catalog: Catalog) {}

  @Operation({ method: 'GET', path: '/auth/catalog', policy: { rule: 'identity:get_auth_catalog' }, success: 200 })
  async handle(@Req() request: Request): Promise<unknown> {
    const { projectId, userId } = callerOf(request);
    if (projectId === undefined)
      throw new Forbidden(undefined, 'A project-scoped token is required to produce a service catalog.');
    const catalog = await this.catalog.for({ projectId, userId, publicHost: publicHostOf(request) });
    return { catalog, links: { self: `${baseUrl(request)}/auth/catalog` } };
  }
}
