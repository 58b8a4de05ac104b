// SPDX-License-Identifier: Apache-2.0
import type { QuotaState } from '../../../quotas/quota-limits.js';

/** Limits, with what is used of them where that is asked for. */
export function quotaSetView(
  states: ReadonlyMap<string, QuotaState>,
  { usage }: { readonly usage: boolean },
): Record<string, unknown> {
  return Object.fromEntries(
    [...states].map(([name, { limit, inUse, reserved }]) => [name, usage ? { limit, in_use: inUse, reserved } : limit]),
  );
}
