// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject } from '@nestjs/common';
import { Operation } from '@stackport/api';
import type { StoreContainer } from '@stackport/image-store';
import { STORES } from '../tokens.js';
import { listedStores, storeView } from './store-view.js';
import { WithoutBody } from '../without-body.js';

@Controller('v2')
export class ListStores {
  constructor(@Inject(STORES) private readonly stores: StoreContainer) {}

  @Operation({ method: 'GET', path: '/info/stores', policy: 'authenticated', success: 200 })
  @WithoutBody()
  list(): unknown {
    return { stores: listedStores(this.stores).map(storeView) };
  }
}
