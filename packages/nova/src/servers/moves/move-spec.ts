// SPDX-License-Identifier: Apache-2.0
import type { RequestSpecRepository, RequestSpecValues } from '../../instances/request-spec-repository.js';
import type { NovaObject } from '../../objects/nova-object.js';
import { objectOf } from '../../object-values.js';

/** Where a server is to go, and where not. */
export interface Way {
  readonly ignoredHosts?: readonly string[];
  /** Values of a Destination. */
  readonly destination?: Readonly<Record<string, unknown>>;
  readonly more?: Partial<RequestSpecValues>;
}

/** What a server was made with, and where it is to go now: as it travels. Throws `RequestSpecNotFound`. */
export async function moveSpec(specs: RequestSpecRepository, uuid: string, way: Way = {}): Promise<NovaObject> {
  const { ignoredHosts, destination, more = {} } = way;
  return objectOf('RequestSpec', {
    ...(await specs.get(uuid)),
    ...(ignoredHosts === undefined ? {} : { ignore_hosts: ignoredHosts }),
    ...(destination === undefined ? {} : { requested_destination: destination }),
    ...more,
  });
}
