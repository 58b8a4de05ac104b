// SPDX-License-Identifier: Apache-2.0
import type { RequestContext } from '@stackport/context';
import type { Enforcer } from '@stackport/policy';
import { groupSpecsOf } from '../../group-types/group-type-service.js';
import type { GroupTypeRow } from '../../group-types/group-type-repository.js';
import { ownTarget } from './volume-type-view.js';

export function groupTypeView(context: RequestContext, row: GroupTypeRow, enforcer: Enforcer): Record<string, unknown> {
  return {
    id: row.id,
    name: row.name,
    description: row.description,
    is_public: row.isPublic,
    ...(enforcer.enforce('group:access_group_types_specs', ownTarget(context), context)
      ? { group_specs: groupSpecsOf(row) }
      : {}),
  };
}
