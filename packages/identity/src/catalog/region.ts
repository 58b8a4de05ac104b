// SPDX-License-Identifier: Apache-2.0
import type { Extensible, FieldMap } from '../common/fields.js';

export interface Region extends Extensible {
  readonly id: string;
  readonly description: string;
  readonly parentRegionId: string | null;
}

export const regionFields: FieldMap<Region> = {
  id: 'id',
  description: 'description',
  parent_region_id: 'parentRegionId',
};

export interface RegionChanges extends Extensible {
  readonly id?: string;
  readonly description?: string | null;
  readonly parentRegionId?: string | null;
}
