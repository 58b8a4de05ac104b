// SPDX-License-Identifier: Apache-2.0
import { RemoteError } from '@stackport/messaging';
import { NoValidHost } from '../errors/instances.js';

/** Whether the scheduler, here or over the bus, found no host. */
export function isScheduleFailure(error: unknown): boolean {
  if (error instanceof RemoteError) return ['NoValidHost', 'MaxRetriesExceeded'].includes(error.excType);
  return error instanceof NoValidHost;
}
