// SPDX-License-Identifier: Apache-2.0
import { randomUUID } from 'node:crypto';
import { Controller, Inject, Req } from '@nestjs/common';
import type { Request, Response } from '@stackport/wsgi';
import { ProviderActionError } from '../../errors.js';
import { Providers } from '../../providers/providers.js';
import { answer, emptyAnswer, lastModified } from '../answers.js';
import { versionOf } from '../microversion.js';
import { LEAF, PlacementOperation } from '../placement-operation.js';
import { rephrased } from '../rephrased.js';
import { readBody } from '../request-body.js';
import { schemaAt } from '../schemas/allocations.js';
import { normalUuid } from '../schemas/common.js';
import { type NewProviderBody, postProvider } from '../schemas/providers.js';
import { providerUrl, providerView } from './provider-view.js';

/** The first microversion that answers with the new provider. */
const WITH_BODY = 1020;

@Controller(LEAF)
export class CreateProvider {
  constructor(@Inject(Providers) private readonly providers: Providers) {}

  @PlacementOperation({
    method: 'POST',
    path: '/resource_providers',
    policy: { rule: 'placement:resource_providers:create' },
    success: 201,
    takesJson: true,
  })
  async create(@Req() request: Request): Promise<Response> {
    const version = versionOf(request);
    const body = await readBody<NewProviderBody>(request, schemaAt(postProvider, version));
    const { name } = body;
    const uuid = body.uuid === undefined ? randomUUID() : normalUuid(body.uuid);
    const parentUuid = body.parent_provider_uuid ?? null;
    const provider = await rephrased(this.providers.create({ uuid, name, parentUuid }), [
      [ProviderActionError, 400, ({ message }) => `Unable to create resource provider "${name}", ${uuid}: ${message}`],
    ]);
    const location = providerUrl(request, uuid);
    if (version < WITH_BODY) return emptyAnswer(request, 201, { location });
    return answer(request, providerView(request, provider), { location, lastModified: lastModified([provider]) });
  }
}
