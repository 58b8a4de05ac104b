// SPDX-License-Identifier: Apache-2.0
import type { Logger } from '@stackport/config';
import { ClientDisconnectedError, type Filter, HttpError } from '@stackport/wsgi';
import { renderFault } from '../fault.js';

/** Answers what nothing inside has: 500 without a word of the error, which is logged. */
export function faultWrap(logger: Logger): Filter {
  return (application) => async (request) => {
    try {
      return await application(request);
    } catch (error) {
      if (error instanceof ClientDisconnectedError) throw error;
      if (error instanceof HttpError) return renderFault(error, request);
      logger.error('Placement API unexpected error', error);
      return renderFault(new HttpError(500, undefined, { cause: error }), request);
    }
  };
}
