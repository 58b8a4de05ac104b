// SPDX-License-Identifier: Apache-2.0
import { Controller } from '@nestjs/common';
import { Operation } from '@stackport/api';
import { HttpError } from '@stackport/wsgi';

const COLLECTION = '/groups/action';
const replication = { min: '3.38' } as const;

/**
 * Upstream routes all actions under both paths: those of one group cannot be called without its id, nor the one that
 * makes a group with an id (cinder 21, api/v3/router.py). The names are known, so they are bad requests.
 */
@Controller('v3')
export class MisplacedActions {
  @Operation({
    method: 'POST',
    path: '/groups/:id/action',
    action: 'create-from-src',
    microversions: { min: '3.14' },
    policy: 'authenticated',
    success: 202,
  })
  createFromSource(): never {
    throw new HttpError(400);
  }

  @Operation({
    method: 'POST',
    path: COLLECTION,
    action: 'delete',
    microversions: { min: '3.13' },
    policy: 'authenticated',
    success: 202,
  })
  delete(): never {
    throw new HttpError(400);
  }

  @Operation({
    method: 'POST',
    path: COLLECTION,
    action: 'reset_status',
    microversions: { min: '3.20' },
    policy: 'authenticated',
    success: 202,
  })
  resetStatus(): never {
    throw new HttpError(400);
  }

  @Operation({
    method: 'POST',
    path: COLLECTION,
    action: 'enable_replication',
    microversions: replication,
    policy: 'authenticated',
    success: 202,
  })
  enableReplication(): never {
    throw new HttpError(400);
  }

  @Operation({
    method: 'POST',
    path: COLLECTION,
    action: 'disable_replication',
    microversions: replication,
    policy: 'authenticated',
    success: 202,
  })
  disableReplication(): never {
    throw new HttpError(400);
  }

  @Operation({
    method: 'POST',
    path: COLLECTION,
    action: 'failover_replication',
    microversions: replication,
    policy: 'authenticated',
    success: 202,
  })
  failOver(): never {
    throw new HttpError(400);
  }

  @Operation({
    method: 'POST',
    path: COLLECTION,
    action: 'list_replication_targets',
    microversions: replication,
    policy: 'authenticated',
    success: 200,
  })
  listTargets(): never {
    throw new HttpError(400);
  }
}
