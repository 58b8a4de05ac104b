// SPDX-License-Identifier: Apache-2.0
import type { Extension } from '../extensions/extension.js';
import { AcceptOsTransfer } from './volume-transfer/accept-os-transfer.js';
import { CreateOsTransfer } from './volume-transfer/create-os-transfer.js';
import { DeleteOsTransfer } from './volume-transfer/delete-os-transfer.js';
import { GetOsTransfer } from './volume-transfer/get-os-transfer.js';
import { ListOsTransfers } from './volume-transfer/list-os-transfers.js';
import { ListOsTransfersDetail } from './volume-transfer/list-os-transfers-detail.js';

/** Volumes handed over to other projects, under the path that they had at first. */
export class Volume_transfer implements Extension {
  readonly name = 'VolumeTransfer';
  readonly alias = 'os-volume-transfer';
  readonly updated = '2013-05-29T00:00:00+00:00';
  readonly description = 'Volume transfer management support.';
  readonly controllers = [
    ListOsTransfers,
    ListOsTransfersDetail,
    GetOsTransfer,
    CreateOsTransfer,
    AcceptOsTransfer,
    DeleteOsTransfer,
  ];
}
