// SPDX-License-Identifier: Apache-2.0
import { endpointFields, type Endpoint } from '../../catalog/endpoint.js';
import type { Regions } from '../../catalog/regions.js';
import { writeFields, type JsonObject } from '../../common/fields.js';
import { isNotFound } from '../../errors.js';

/** An endpoint with its region under both of its names. */
export function endpointView(endpoint: Endpoint): JsonObject {
  return { ...writeFields(endpoint, endpointFields), region: endpoint.regionId };
}

/** A request may name the region as `region`, which makes a new one where there is none of that id. */
export async function regionOf(body: JsonObject, regions: Regions): Promise<{ regionId?: string }> {
  const { region } = body;
  if (typeof region !== 'string' || body.region_id !== undefined) return {};
  try {
    await regions.get(region);
  } catch (error) {
    if (!isNotFound(error)) throw error;
    await regions.create({ id: region, extra: {} });
  }
  return { regionId: region };
}
