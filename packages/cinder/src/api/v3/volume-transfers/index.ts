// SPDX-License-Identifier: Apache-2.0
import type { Type } from '@nestjs/common';
import { AcceptTransfer } from './accept-transfer.js';
import { CreateTransfer } from './create-transfer.js';
import { DeleteTransfer } from './delete-transfer.js';
import { GetTransfer } from './get-transfer.js';
import { ListTransfers } from './list-transfers.js';
import { ListTransfersDetail } from './list-transfers-detail.js';

/** Upstream's api/v3/volume_transfer.py. */
export const transfersControllers: readonly Type[] = [
  ListTransfers,
  ListTransfersDetail,
  GetTransfer,
  CreateTransfer,
  AcceptTransfer,
  DeleteTransfer,
];
