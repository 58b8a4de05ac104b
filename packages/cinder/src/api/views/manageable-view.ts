// SPDX-License-Identifier: Apache-2.0
import type { ManageableResource } from '../../volumes/manageable.js';

/** Something on a back end in a list, with details where they are asked for (cinder 21, api/views/manageable_*.py). */
export function manageableView(
  resource: ManageableResource,
  { kind, detail }: { readonly kind: 'volume' | 'snapshot'; readonly detail: boolean },
): Record<string, unknown> {
  return {
    reference: resource.reference,
    size: resource.size,
    safe_to_manage: resource.safe_to_manage,
    ...(detail
      ? {
          reason_not_safe: resource.reason_not_safe ?? null,
          cinder_id: resource.cinder_id ?? null,
          extra_info: resource.extra_info ?? null,
        }
      : {}),
    ...(kind === 'snapshot' ? { source_reference: resource.source_reference ?? null } : {}),
  };
}
