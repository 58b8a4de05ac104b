// SPDX-License-Identifier: Apache-2.0
import type { Request } from '@stackport/wsgi';
import type { Transfer } from '../../generated/mysql/client.js';
import type { CollectionRequests } from '../collection-requests.js';
import { microversionOf } from '../microversion.js';
import { wireTime } from '../wire-time.js';

/** What links name, under both paths. */
export const TRANSFER_COLLECTION = 'os-volume-transfer';

/** Microversions at which a transfer's view changed. */
const SNAPSHOTS = 3055;
const HISTORY = 3057;

export function transferSummary(
  requests: CollectionRequests,
  request: Request,
  transfer: Transfer,
): Record<string, unknown> {
  const { id, volumeId, displayName } = transfer;
  return { id, volume_id: volumeId, name: displayName, links: requests.links(request, TRANSFER_COLLECTION, id) };
}

/** @param authKey - of one that was made just now: it is not shown again */
export function transferDetail(
  requests: CollectionRequests,
  request: Request,
  transfer: Transfer,
  authKey?: string,
): Record<string, unknown> {
  const microversion = microversionOf(request);
  return {
    id: transfer.id,
    created_at: wireTime(transfer.createdAt),
    name: transfer.displayName,
    volume_id: transfer.volumeId,
    ...(authKey === undefined ? {} : { auth_key: authKey }),
    links: requests.links(request, TRANSFER_COLLECTION, transfer.id),
    ...(microversion >= SNAPSHOTS ? { no_snapshots: transfer.noSnapshots } : {}),
    ...(microversion >= HISTORY
      ? {
          destination_project_id: transfer.destinationProjectId,
          source_project_id: transfer.sourceProjectId,
          accepted: transfer.accepted,
        }
      : {}),
  };
}
