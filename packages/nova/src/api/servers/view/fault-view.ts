// SPDX-License-Identifier: Apache-2.0
import type { FaultValues } from '../../../instances/instance.js';

/** What went wrong with a server; details of an inner error are for administrators. */
export function faultView(fault: FaultValues | null, isAdmin: boolean): Record<string, unknown> | undefined {
  if (fault === null) return undefined;
  const { code, message, details, created_at: created } = fault;
  return {
    code,
    created: created === null ? null : created.toISOString().replace(/\.\d{3}Z$/, 'Z'),
    message,
    ...((details ?? '') !== '' && (isAdmin || code !== 500) ? { details } : {}),
  };
}
