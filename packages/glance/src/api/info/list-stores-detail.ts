// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject } from '@nestjs/common';
import { Caller, ENFORCER, Operation } from '@stackport/api';
import type { RequestContext } from '@stackport/context';
import type { StoreContainer } from '@stackport/image-store';
import type { Enforcer } from '@stackport/policy';
import { requireRule } from '../../images/image-access.js';
import { STORES } from '../tokens.js';
import { listedStores, storeView } from './store-view.js';
import { WithoutBody } from '../without-body.js';

@Controller('v2')
export class ListStoresDetail {
  constructor(
    @Inject(STORES) private readonly stores: StoreContainer,
    @Inject(ENFORCER) private readonly enforcer: Enforcer,
  ) {}

  @Operation({
    method: 'GET',
    path: '/info/stores/detail',
    policy: { rule: 'stores_info_detail', target: 'resource' },
    success: 200,
  })
  @WithoutBody()
  list(@Caller() context: RequestContext): unknown {
    // Upstream looks at the stores before it looks at the caller.
    const stores = listedStores(this.stores);
    requireRule(this.enforcer, context, 'stores_info_detail', {});
    return { stores: stores.map((store) => ({ ...storeView(store), type: store.type, properties: store.properties })) };
  }
}
