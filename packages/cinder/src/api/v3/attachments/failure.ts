// SPDX-License-Identifier: Apache-2.0
import { RemoteError } from '@stackport/messaging';
import { HttpError } from '@stackport/wsgi';
import { CinderError } from '../../../errors/base.js';

/**
 * What upstream makes of an attachment that failed: 500 with the reason, where the reason is one of its own errors.
 * @param told - what is told without a reason
 * @param withReason - what is told with it
 */
export function attachmentFailure(
  error: unknown,
  { told, withReason }: { told: string; withReason: (reason: string) => string },
): HttpError {
  const reason = error instanceof CinderError ? error.message : error instanceof RemoteError ? error.value : undefined;
  return new HttpError(500, reason === undefined ? told : withReason(reason), { cause: error });
}
