// SPDX-License-Identifier: Apache-2.0
import type { RequestContext } from '@stackport/context';
import type { Enforcer } from '@stackport/policy';
import { extraSpecsOf } from '../../volume-types/type-values.js';
import type { VolumeTypeRow } from '../../volume-types/volume-type-repository.js';

/** Extra specs that users may see. */
export const USER_VISIBLE_EXTRA_SPECS = ['RESKEY:availability_zones', 'multiattach', 'replication_enabled'];

/** The extra specs that the caller may see. */
export function visibleExtraSpecs(
  context: RequestContext,
  row: VolumeTypeRow,
  enforcer: Enforcer,
): Record<string, string | null> {
  const specs = extraSpecsOf(row);
  if (enforcer.enforce('volume_extension:types_extra_specs:read_sensitive', ownTarget(context), context)) return specs;
  return Object.fromEntries(Object.entries(specs).filter(([key]) => USER_VISIBLE_EXTRA_SPECS.includes(key)));
}

/** A volume type as lists and `GET /types/{id}` show it. */
export function volumeTypeView(
  context: RequestContext,
  row: VolumeTypeRow,
  enforcer: Enforcer,
): Record<string, unknown> {
  const allows = (rule: string): boolean => enforcer.enforce(rule, ownTarget(context), context);
  return {
    id: row.id,
    name: row.name,
    is_public: row.isPublic,
    description: row.description,
    ...(allows('volume_extension:access_types_extra_specs')
      ? { extra_specs: visibleExtraSpecs(context, row, enforcer) }
      : {}),
    ...(allows('volume_extension:access_types_qos_specs_id') ? { qos_specs_id: row.qosSpecsId } : {}),
  };
}

/** A volume type as those who manage it get it back. */
export function managedTypeView(row: VolumeTypeRow): Record<string, unknown> {
  return {
    id: row.id,
    name: row.name,
    is_public: row.isPublic,
    extra_specs: extraSpecsOf(row),
    description: row.description,
  };
}

/** What rules without an object of their own are checked against. */
export function ownTarget(context: RequestContext): Record<string, string | undefined> {
  return { project_id: context.projectId, user_id: context.userId };
}
