// SPDX-License-Identifier: Apache-2.0
import type { JsonObject } from '../common/fields.js';

/** A choice of endpoints by their attributes, which projects are associated with. */
export interface EndpointGroup {
  readonly id: string;
  readonly name: string;
  readonly description: string | null;
  /** `service_id`, `region_id`, `interface`, `enabled`. */
  readonly filters: Readonly<JsonObject>;
}

export interface EndpointGroupChanges {
  readonly name?: string;
  readonly description?: string | null;
  readonly filters?: Readonly<JsonObject>;
}
