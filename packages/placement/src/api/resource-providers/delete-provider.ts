// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param, Req } from '@nestjs/common';
import type { Request, Response } from '@stackport/wsgi';
import { CannotDeleteParentResourceProvider, NotFound, ResourceProviderInUse } from '../../errors.js';
import { Providers } from '../../providers/providers.js';
import { emptyAnswer } from '../answers.js';
import { faultCodes } from '../fault.js';
import { LEAF, PlacementOperation } from '../placement-operation.js';
import { rephrased } from '../rephrased.js';

@Controller(LEAF)
export class DeleteProvider {
  constructor(@Inject(Providers) private readonly providers: Providers) {}

  @PlacementOperation({
    method: 'DELETE',
    path: '/resource_providers/:uuid',
    policy: { rule: 'placement:resource_providers:delete' },
    success: 204,
  })
  async delete(@Req() request: Request, @Param('uuid') uuid: string): Promise<Response> {
    await rephrased(this.providers.delete(uuid), [
      [
        ResourceProviderInUse,
        409,
        ({ message }) => `Unable to delete resource provider ${uuid}: ${message}`,
        faultCodes.providerInUse,
      ],
      [NotFound, 404, () => `No resource provider with uuid ${uuid} found for delete`],
      [
        CannotDeleteParentResourceProvider,
        409,
        () => `Unable to delete parent resource provider ${uuid}: It has child resource providers.`,
        faultCodes.cannotDeleteParent,
      ],
    ]);
    return emptyAnswer(request, 204);
  }
}
