// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param } from '@nestjs/common';
import { Caller, Operation } from '@stackport/api';
import type { RequestContext } from '@stackport/context';
import { TransferService } from '../../../transfers/transfer-service.js';
import { CollectionRequests } from '../../collection-requests.js';
import { TransferRequests } from './transfer-requests.js';

@Controller('v3')
export class DeleteTransfer {
  constructor(
    @Inject(TransferService) private readonly transfers: TransferService,
    @Inject(CollectionRequests) private readonly requests: CollectionRequests,
  ) {}

  @Operation({
    method: 'DELETE',
    path: '/volume-transfers/:id',
    policy: { rule: 'volume:delete_transfer', target: 'resource' },
    success: 202,
  })
  delete(@Caller() context: RequestContext, @Param('id') id: string): Promise<void> {
    return new TransferRequests(this.transfers, this.requests).delete(context, id);
  }
}
