// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param, Req } from '@nestjs/common';
import { Caller, JsonBody, Operation } from '@stackport/api';
import type { RequestContext } from '@stackport/context';
import type { Request } from '@stackport/wsgi';
import { TransferService } from '../../../transfers/transfer-service.js';
import { CollectionRequests } from '../../collection-requests.js';
import { TransferRequests } from './transfer-requests.js';

@Controller('v3')
export class AcceptTransfer {
  constructor(
    @Inject(TransferService) private readonly transfers: TransferService,
    @Inject(CollectionRequests) private readonly requests: CollectionRequests,
  ) {}

  @Operation({
    method: 'POST',
    path: '/volume-transfers/:id/accept',
    policy: { rule: 'volume:accept_transfer' },
    success: 202,
  })
  accept(
    @Caller() context: RequestContext,
    @Param('id') id: string,
    @JsonBody() body: unknown,
    @Req() request: Request,
  ): Promise<unknown> {
    return new TransferRequests(this.transfers, this.requests).accept(context, request, id, body);
  }
}
