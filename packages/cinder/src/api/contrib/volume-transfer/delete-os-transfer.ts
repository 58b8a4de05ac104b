// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param } from '@nestjs/common';
import { Caller, Operation } from '@stackport/api';
import type { RequestContext } from '@stackport/context';
import { TransferService } from '../../../transfers/transfer-service.js';
import { CollectionRequests } from '../../collection-requests.js';
import { TransferRequests } from '../../v3/volume-transfers/transfer-requests.js';

@Controller('v3')
export class DeleteOsTransfer {
  constructor(
    @Inject(TransferService) private readonly transfers: TransferService,
    @Inject(CollectionRequests) private readonly requests: CollectionRequests,
  ) {}

  @Operation({
    method: 'DELETE',
    path: '/os-volume-transfer/:id',
    policy: { rule: 'volume:delete_transfer', target: 'resource' },
    success: 202,
  })
  delete(@Caller() context: RequestContext, @Param('id') id: string): Promise<void> {
    return new TransferRequests(this.transfers, this.requests).delete(context, id);
  }
}
