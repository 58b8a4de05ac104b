// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param, Req } from '@nestjs/common';
import type { Request, Response } from '@stackport/wsgi';
import { ProviderActionError } from '../../errors.js';
import { Providers } from '../../providers/providers.js';
import { answer } from '../answers.js';
import { versionOf } from '../microversion.js';
import { LEAF, PlacementOperation } from '../placement-operation.js';
import { rephrased } from '../rephrased.js';
import { readBody } from '../request-body.js';
import { schemaAt } from '../schemas/allocations.js';
import { type ProviderBody, putProvider } from '../schemas/providers.js';
import { providerView } from './provider-view.js';

/** The first microversion in which a parent may be replaced or taken away. */
const WITH_REPARENTING = 1037;

@Controller(LEAF)
export class UpdateProvider {
  constructor(@Inject(Providers) private readonly providers: Providers) {}

  @PlacementOperation({
    method: 'PUT',
    path: '/resource_providers/:uuid',
    policy: { rule: 'placement:resource_providers:update' },
    success: 200,
    takesJson: true,
  })
  async update(@Req() request: Request, @Param('uuid') uuid: string): Promise<Response> {
    const version = versionOf(request);
    const before = await this.providers.get(uuid);
    const { name, parent_provider_uuid: parentUuid } = await readBody<ProviderBody>(
      request,
      schemaAt(putProvider, version),
    );
    const change = {
      name,
      ...(parentUuid === undefined ? {} : { parentUuid }),
      allowReparenting: version >= WITH_REPARENTING,
    };
    const provider = await rephrased(this.providers.update(uuid, change), [
      [ProviderActionError, 400, ({ message }) => `Unable to save resource provider ${uuid}: ${message}`],
    ]);
    // The time is that of the change before this one (placement 8.0, handlers/resource_provider.py).
    return answer(request, providerView(request, provider), { lastModified: before.updatedAt ?? undefined });
  }
}
