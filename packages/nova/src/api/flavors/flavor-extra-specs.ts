// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param, Req } from '@nestjs/common';
import { Caller, Operation } from '@stackport/api';
import type { RequestContext } from '@stackport/context';
import { HttpError, type Request } from '@stackport/wsgi';
import { ExtraSpecValidator } from '../../flavors/extra-spec-validator.js';
import { FlavorService } from '../../flavors/flavor-service.js';
import { isSince } from '../microversion.js';
import { createExtraSpecsSchema, updateExtraSpecSchema } from '../schemas/flavors.js';
import { CheckedBody } from '../validation/checked-parameters.js';
import { checkLength } from '../validation/values.js';

type Specs = Readonly<Record<string, string | number>>;

const PATH = '/flavors/:flavor_id/os-extra_specs';
const rule = (action: string): { readonly rule: string } => ({
  rule: `os_compute_api:os-flavor-extra-specs:${action}`,
});

@Controller('v2.1')
export class FlavorExtraSpecs {
  constructor(
    @Inject(FlavorService) private readonly flavors: FlavorService,
    @Inject(ExtraSpecValidator) private readonly validator: ExtraSpecValidator,
  ) {}

  @Operation({ method: 'GET', path: PATH, policy: rule('index'), success: 200 })
  async list(@Caller() context: RequestContext, @Param('flavor_id') flavorId: string): Promise<unknown> {
    return { extra_specs: (await this.flavors.get(context, flavorId)).extraSpecs };
  }

  @Operation({ method: 'GET', path: `${PATH}/:id`, policy: rule('show'), success: 200 })
  async get(
    @Caller() context: RequestContext,
    @Param('flavor_id') flavorId: string,
    @Param('id') key: string,
  ): Promise<unknown> {
    return { [key]: await this.flavors.getSpec(context, flavorId, key) };
  }

  @Operation({ method: 'POST', path: PATH, policy: rule('create'), success: 200 })
  async create(
    @Caller() context: RequestContext,
    @Param('flavor_id') flavorId: string,
    @CheckedBody(createExtraSpecsSchema) body: { readonly extra_specs: Specs },
    @Req() request: Request,
  ): Promise<unknown> {
    await this.flavors.setSpecs(context, flavorId, this.#checked(body.extra_specs, request));
    return body;
  }

  @Operation({ method: 'PUT', path: `${PATH}/:id`, policy: rule('update'), success: 200 })
  async update(
    @Caller() context: RequestContext,
    @Param('flavor_id') flavorId: string,
    @Param('id') key: string,
    @CheckedBody(updateExtraSpecSchema) body: Specs,
    @Req() request: Request,
  ): Promise<unknown> {
    const specs = this.#checked(body, request);
    if (!Object.hasOwn(body, key)) throw new HttpError(400, 'Request body and URI mismatch');
    await this.flavors.setSpecs(context, flavorId, specs);
    return body;
  }

  @Operation({ method: 'DELETE', path: `${PATH}/:id`, policy: rule('delete'), success: 200 })
  async delete(
    @Caller() context: RequestContext,
    @Param('flavor_id') flavorId: string,
    @Param('id') key: string,
  ): Promise<void> {
    await this.flavors.deleteSpec(context, flavorId, key);
  }

  /** As texts. Throws OutOfBounds, InvalidExtraSpec from 2.86 on. */
  #checked(specs: Specs, request: Request): Readonly<Record<string, string>> {
    const texts = Object.entries(specs).map(([name, value]) => [name, String(value)] as const);
    for (const [name, value] of texts) {
      checkLength(value, 'extra_specs value', { max: 255 });
      if (isSince(request, '2.86')) this.validator.validate(name, value);
    }
    return Object.fromEntries(texts);
  }
}
