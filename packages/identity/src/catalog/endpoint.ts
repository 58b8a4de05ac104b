// SPDX-License-Identifier: Apache-2.0
import type { Extensible, FieldMap } from '../common/fields.js';

export type EndpointInterface = 'public' | 'internal' | 'admin';

export interface Endpoint extends Extensible {
  readonly id: string;
  readonly interface: EndpointInterface;
  readonly regionId: string | null;
  readonly serviceId: string;
  /** May hold `$(project_id)s` and the like, see `endpoint-url.ts`. */
  readonly url: string;
  readonly enabled: boolean;
}

export const endpointFields: FieldMap<Endpoint> = {
  id: 'id',
  interface: 'interface',
  region_id: 'regionId',
  service_id: 'serviceId',
  url: 'url',
  enabled: 'enabled',
};

export interface EndpointChanges extends Extensible {
  readonly interface?: EndpointInterface;
  readonly regionId?: string | null;
  readonly serviceId?: string;
  readonly url?: string;
  readonly enabled?: boolean;
}
