// SPDX-License-Identifier: Apache-2.0
import type { Extensible, FieldMap } from '../common/fields.js';

export interface Group extends Extensible {
  readonly id: string;
  readonly name: string;
  readonly domainId: string;
  readonly description: string | null;
}

export const groupFields: FieldMap<Group> = {
  id: 'id',
  name: 'name',
  domain_id: 'domainId',
  description: 'description',
};

export interface GroupChanges extends Extensible {
  readonly name?: string;
  readonly domainId?: string;
  readonly description?: string | null;
}
