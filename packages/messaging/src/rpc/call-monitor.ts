// SPDX-License-Identifier: Apache-2.0
import type { Logger } from '@stackport/config';
import type { IncomingRequest } from '../transport/incoming-request.js';

/**
 * While a call is worked on, tells its caller so, twice in the time that the caller names.
 * @returns ends it
 */
export function monitorCall(request: IncomingRequest, logger: Logger): () => void {
  if (!request.wantsReply || request.clientTimeout === null || request.clientTimeout === 0) return () => undefined;
  const interval = Math.trunc(Number(request.clientTimeout)) / 2;
  if (!(interval >= 1)) {
    logger.warning(`Client provided an invalid timeout value of ${JSON.stringify(request.clientTimeout)}`);
    return () => undefined;
  }
  const timer = setInterval(() => {
    logger.debug(`Sending call-monitor heartbeat for active call to ${String(request.message.method)}`);
    request.heartbeat().catch((error: unknown) => {
      // Caller or broker has gone; the caller's timeout tells it.
      logger.debug(`Call-monitor heartbeat failed: ${String(error)}`);
      clearInterval(timer);
    });
  }, interval * 1000);
  return () => clearInterval(timer);
}
