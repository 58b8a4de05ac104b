// SPDX-License-Identifier: Apache-2.0
import type { Extensible, FieldMap } from '../common/fields.js';

/** A service of the catalog. Its name and description are among the `extra`. */
export interface Service extends Extensible {
  readonly id: string;
  readonly type: string;
  readonly enabled: boolean;
}

export const serviceFields: FieldMap<Service> = { id: 'id', type: 'type', enabled: 'enabled' };

export interface ServiceChanges extends Extensible {
  readonly type?: string;
  readonly enabled?: boolean;
}
