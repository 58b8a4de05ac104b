// SPDX-License-Identifier: Apache-2.0
import type { Extensible, FieldMap } from '../common/fields.js';

/** A document that services may fetch; Keystone keeps it and does not look into it. */
export interface PolicyDocument extends Extensible {
  readonly id: string;
  readonly type: string;
  readonly blob: string;
}

export const policyFields: FieldMap<PolicyDocument> = { id: 'id', type: 'type', blob: 'blob' };

/** What a policy holds for: an endpoint, a service, or a service in a region. */
export interface PolicyPlace {
  readonly endpointId?: string;
  readonly serviceId?: string;
  readonly regionId?: string;
}
