// SPDX-License-Identifier: Apache-2.0
import type { FaultFilter } from '@stackport/api';
import type { Logger } from '@stackport/config';
import { ClientDisconnectedError, type FilterFactory, responseOfError } from '@stackport/wsgi';
import { renderFault } from '../fault.js';

/**
 * `nova.api.openstack:FaultWrapper.factory`: an error that nothing inside has answered becomes a fault of the API, without
 * its text unless it is one for clients. What carries its own answer (webob's exceptions) has it.
 */
export function faultWrapper(faults: FaultFilter, logger: Logger): FilterFactory {
  return () => (application) => async (request) => {
    try {
      return await application(request);
    } catch (error) {
      if (error instanceof ClientDisconnectedError) throw error;
      const own = responseOfError(error, request);
      if (own !== undefined) return own;
      const fault = faults.toHttpError(error);
      logger.info(`${request.url} returned with HTTP ${fault.status}`);
      return renderFault(fault, request);
    }
  };
}
