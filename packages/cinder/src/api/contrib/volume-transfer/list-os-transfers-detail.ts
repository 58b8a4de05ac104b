// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Req } from '@nestjs/common';
import { Caller, Operation } from '@stackport/api';
import type { RequestContext } from '@stackport/context';
import type { Request } from '@stackport/wsgi';
import { TransferService } from '../../../transfers/transfer-service.js';
import { CollectionRequests } from '../../collection-requests.js';
import { TransferRequests } from '../../v3/volume-transfers/transfer-requests.js';

@Controller('v3')
export class ListOsTransfersDetail {
  constructor(
    @Inject(TransferService) private readonly transfers: TransferService,
    @Inject(CollectionRequests) private readonly requests: CollectionRequests,
  ) {}

  @Operation({
    method: 'GET',
    path: '/os-volume-transfer/detail',
    policy: { rule: 'volume:get_all_transfers' },
    success: 200,
  })
  list(@Caller() context: RequestContext, @Req() request: Request): Promise<unknown> {
    return new TransferRequests(this.transfers, this.requests).list(context, request, 'os-volume-transfer', {
      detail: true,
    });
  }
}
