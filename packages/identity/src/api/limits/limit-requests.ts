// SPDX-License-Identifier: Apache-2.0
import type { JsonObject } from '../../common/fields.js';
import type { LimitRequest } from '../../limits/limits.js';
import type { RegisteredLimitChanges } from '../../limits/registered-limits.js';

/** A registered limit's attributes under the domain's names. */
export function registeredLimitChanges(body: JsonObject): RegisteredLimitChanges {
  return {
    ...('service_id' in body ? { serviceId: String(body.service_id) } : {}),
    ...('region_id' in body ? { regionId: body.region_id as string | null } : {}),
    ...('resource_name' in body ? { resourceName: String(body.resource_name) } : {}),
    ...('default_limit' in body ? { defaultLimit: Number(body.default_limit) } : {}),
    ...('description' in body ? { description: body.description as string | null } : {}),
  };
}

export function limitRequest(body: JsonObject): LimitRequest {
  return {
    serviceId: String(body.service_id),
    resourceName: String(body.resource_name),
    resourceLimit: Number(body.resource_limit),
    ...('project_id' in body ? { projectId: String(body.project_id) } : {}),
    ...('domain_id' in body ? { domainId: String(body.domain_id) } : {}),
    ...('region_id' in body ? { regionId: String(body.region_id) } : {}),
    ...('description' in body ? { description: body.description as string | null } : {}),
  };
}
