// SPDX-License-Identifier: Apache-2.0
import type { JsonObject } from '../../common/fields.js';
import type { EndpointGroup } from '../../endpoint-filter/endpoint-group.js';

export function endpointGroupView({ id, name, description, filters }: EndpointGroup): JsonObject {
  return { id, name, description, filters };
}
