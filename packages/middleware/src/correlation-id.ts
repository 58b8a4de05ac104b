// SPDX-License-Identifier: Apache-2.0
import { randomUUID } from 'node:crypto';
import type { FilterFactory } from '@stackport/wsgi';

/** `oslo_middleware:CorrelationId.factory`: an X-Correlation-Id for requests that have none. */
export function correlationId(): FilterFactory {
  return () => (application) => async (request) => {
    const sent = request.headers.get('X-Correlation-Id');
    if (sent === undefined || sent === '') request.headers.set('X-Correlation-Id', randomUUID());
    return application(request);
  };
}
