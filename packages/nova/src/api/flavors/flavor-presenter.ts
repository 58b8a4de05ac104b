// SPDX-License-Identifier: Apache-2.0
import { Inject, Injectable } from '@nestjs/common';
import { ENFORCER } from '@stackport/api';
import type { RequestContext } from '@stackport/context';
import type { Enforcer } from '@stackport/policy';
import type { Request } from '@stackport/wsgi';
import type { Flavor } from '../../flavors/flavor.js';
import { Links } from '../links.js';
import { isSince } from '../microversion.js';
import { flavorView } from './flavor-view.js';

/** Shows flavors with what of them the caller may see. */
@Injectable()
export class FlavorPresenter {
  constructor(
    @Inject(ENFORCER) private readonly enforcer: Enforcer,
    @Inject(Links) private readonly links: Links,
  ) {}

  /** Flavors of one request. */
  async views(
    context: RequestContext,
    request: Request,
    flavors: readonly Flavor[],
  ): Promise<Record<string, unknown>[]> {
    const withSpecs = isSince(request, '2.61') && (await this.#maySeeSpecs(context));
    return flavors.map((flavor) => flavorView(flavor, request, this.links, withSpecs));
  }

  /** One flavor as a whole answer. */
  async answer(context: RequestContext, request: Request, flavor: Flavor): Promise<unknown> {
    const [view] = await this.views(context, request, [flavor]);
    return { flavor: view };
  }

  #maySeeSpecs(context: RequestContext): Promise<boolean> {
    const target = { project_id: context.projectId, user_id: context.userId };
    return this.enforcer.enforceAsync('os_compute_api:os-flavor-extra-specs:index', target, context);
  }
}
