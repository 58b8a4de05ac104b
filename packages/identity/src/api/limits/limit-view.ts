// SPDX-License-Identifier: Apache-2.0
import type { JsonObject } from '../../common/fields.js';
import type { Limit, RegisteredLimit } from '../../limits/limit.js';

export function registeredLimitView(limit: RegisteredLimit): JsonObject {
  return {
    id: limit.id,
    service_id: limit.serviceId,
    region_id: limit.regionId,
    resource_name: limit.resourceName,
    default_limit: limit.defaultLimit,
    description: limit.description,
  };
}

export function limitView(limit: Limit): JsonObject {
  return {
    id: limit.id,
    project_id: limit.projectId,
    domain_id: limit.domainId,
    service_id: limit.serviceId,
    region_id: limit.regionId,
    resource_name: limit.resourceName,
    resource_limit: limit.resourceLimit,
    description: limit.description,
  };
}
