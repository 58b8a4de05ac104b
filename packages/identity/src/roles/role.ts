// SPDX-License-Identifier: Apache-2.0
import type { Extensible, FieldMap, JsonObject } from '../common/fields.js';

export interface Role extends Extensible {
  readonly id: string;
  readonly name: string;
  /** null for a role that may be assigned in every domain. */
  readonly domainId: string | null;
  readonly description: string | null;
  readonly options: Readonly<JsonObject>;
}

export const roleFields: FieldMap<Role> = {
  id: 'id',
  name: 'name',
  domain_id: 'domainId',
  description: 'description',
  options: 'options',
};

export interface RoleChanges extends Extensible {
  readonly name?: string;
  readonly domainId?: string | null;
  readonly description?: string | null;
  readonly options?: Readonly<JsonObject>;
}

/** Who has the prior role has the implied one as well. */
export interface RoleInference {
  readonly priorId: string;
  readonly impliedId: string;
}
