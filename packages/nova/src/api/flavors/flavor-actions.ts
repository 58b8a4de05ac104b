// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param, Req } from '@nestjs/common';
import { Caller, Operation } from '@stackport/api';
import type { RequestContext } from '@stackport/context';
import { HttpError, type Request } from '@stackport/wsgi';
import { FlavorService } from '../../flavors/flavor-service.js';
import { isSince } from '../microversion.js';
import { addTenantAccessSchema, removeTenantAccessSchema } from '../schemas/flavors.js';
import { CheckedBody } from '../validation/checked-parameters.js';
import { accessView } from './flavor-access.js';

/** The path of all of them; the body's one key is the name. */
const PATH = '/flavors/:id/action';

@Controller('v2.1')
export class FlavorActions {
  constructor(@Inject(FlavorService) private readonly flavors: FlavorService) {}

  @Operation({
    method: 'POST',
    path: PATH,
    action: 'addTenantAccess',
    policy: { rule: 'os_compute_api:os-flavor-access:add_tenant_access' },
    success: 200,
  })
  async addTenantAccess(
    @Caller() context: RequestContext,
    @Param('id') id: string,
    @CheckedBody(addTenantAccessSchema) body: { readonly addTenantAccess: { readonly tenant: string } },
    @Req() request: Request,
  ): Promise<unknown> {
    const refusesPublic = isSince(request, '2.7');
    const projects = await this.flavors.addAccess(context, id, body.addTenantAccess.tenant, { refusesPublic });
    return accessView(id, projects);
  }

  @Operation({
    method: 'POST',
    path: PATH,
    action: 'removeTenantAccess',
    policy: { rule: 'os_compute_api:os-flavor-access:remove_tenant_access' },
    success: 200,
  })
  async removeTenantAccess(
    @Caller() context: RequestContext,
    @Param('id') id: string,
    @CheckedBody(removeTenantAccessSchema) body: { readonly removeTenantAccess: { readonly tenant: string } },
  ): Promise<unknown> {
    return accessView(id, await this.flavors.removeAccess(context, id, body.removeTenantAccess.tenant));
  }

  // Upstream has its handlers of other methods under these names too; called this way they get an argument too many.

  @Operation({
    method: 'POST',
    path: PATH,
    action: 'create',
    policy: { rule: 'os_compute_api:os-flavor-manage:create' },
    success: 200,
  })
  create(): never {
    throw new HttpError(400);
  }

  @Operation({
    method: 'POST',
    path: PATH,
    action: 'delete',
    policy: { rule: 'os_compute_api:os-flavor-manage:delete' },
    success: 202,
  })
  delete(): never {
    throw new HttpError(400);
  }

  @Operation({
    method: 'POST',
    path: PATH,
    action: 'update',
    microversions: { min: '2.55' },
    policy: { rule: 'os_compute_api:os-flavor-manage:update' },
    success: 200,
  })
  update(): never {
    throw new HttpError(400);
  }
}
