// SPDX-License-Identifier: Apache-2.0
import { Inject, Injectable } from '@nestjs/common';
import type { Request } from '@stackport/wsgi';
import { Endpoints } from '../../catalog/endpoints.js';
import { Regions } from '../../catalog/regions.js';
import { Services } from '../../catalog/services.js';
import type { PolicyPlace } from '../../policy-documents/policy-document.js';
import { PolicyDocuments } from '../../policy-documents/policy-documents.js';

/** What a policy can be associated with. */
export interface AssociationPlace {
  /** Ends the class names of the operations. */
  readonly name: string;
  /** Ends the names of the rules. */
  readonly rule: string;
  readonly path: string;
}

export const associationPlaces: readonly AssociationPlace[] = [
  { name: 'Endpoint', rule: 'endpoint', path: '/policies/:policy_id/OS-ENDPOINT-POLICY/endpoints/:endpoint_id' },
  { name: 'Service', rule: 'service', path: '/policies/:policy_id/OS-ENDPOINT-POLICY/services/:service_id' },
  {
    name: 'RegionAndService',
    rule: 'region_and_service',
    path: '/policies/:policy_id/OS-ENDPOINT-POLICY/services/:service_id/regions/:region_id',
  },
];

/** Reads what an association is about out of the path. */
@Injectable()
export class Associations {
  constructor(
    @Inject(PolicyDocuments) private readonly policies: PolicyDocuments,
    @Inject(Endpoints) private readonly endpoints: Endpoints,
    @Inject(Services) private readonly services: Services,
    @Inject(Regions) private readonly regions: Regions,
  ) {}

  /** Throws `NotFound` for whatever the path names. */
  async subject({ params }: Request): Promise<{ readonly policyId: string; readonly place: PolicyPlace }> {
    const { policy_id: policyId = '', endpoint_id: endpointId, service_id: serviceId, region_id: regionId } = params;
    await this.policies.get(policyId);
    if (endpointId !== undefined) await this.endpoints.get(endpointId);
    if (serviceId !== undefined) await this.services.get(serviceId);
    if (regionId !== undefined) await this.regions.get(regionId);
    const place = {
      ...(endpointId === undefined ? {} : { endpointId }),
      ...(serviceId === undefined ? {} : { serviceId }),
      ...(regionId === undefined ? {} : { regionId }),
    };
    return { policyId, place };
  }
}
