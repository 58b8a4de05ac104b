// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param, Req } from '@nestjs/common';
import { Caller, Operation } from '@stackport/api';
import type { RequestContext } from '@stackport/context';
import type { Request } from '@stackport/wsgi';
import { TransferService } from '../../../transfers/transfer-service.js';
import { CollectionRequests } from '../../collection-requests.js';
import { TransferRequests } from '../../v3/volume-transfers/transfer-requests.js';

@Controller('v3')
export class GetOsTransfer {
  constructor(
    @Inject(TransferService) private readonly transfers: TransferService,
    @Inject(CollectionRequests) private readonly requests: CollectionRequests,
  ) {}

  @Operation({ method: 'GET', path: '/os-volume-transfer/:id', policy: { rule: 'volume:get_transfer' }, success: 200 })
  get(@Caller() context: RequestContext, @Param('id') id: string, @Req() request: Request): Promise<unknown> {
    return new TransferRequests(this.transfers, this.requests).get(context, request, id);
  }
}
