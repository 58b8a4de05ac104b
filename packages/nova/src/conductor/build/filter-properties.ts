// SPDX-License-Identifier: Apache-2.0
import type { ObjectValues } from '@stackport/versioned-objects';
import { MaxRetriesExceeded } from '../../errors/instances.js';
import type { RequestSpecValues } from '../../instances/request-spec-repository.js';
import { objectOf } from '../../object-values.js';
import { limitsArgument } from '../../rpc/plain-object.js';

/** What goes along with a build from host to host, in the form that nova-compute takes. */
export type FilterProperties = ObjectValues & {
  readonly retry?: { readonly num_attempts: number; readonly hosts: readonly (readonly [string, string])[] };
};

/** A host that the scheduler chose: a `Selection`, its values. */
export interface Selection {
  readonly service_host: string;
  readonly nodename: string;
  readonly compute_node_uuid: string;
  readonly cell_uuid: string;
  readonly limits: ObjectValues | null;
  /** JSON of the claim in Placement. */
  readonly allocation_request: string | null;
  readonly allocation_request_version: string | null;
  readonly availability_zone?: string | null;
}

/** The parts of a request spec that travel as properties (nova 26, to_legacy_filter_properties_dict). */
export function propertiesOf(spec: RequestSpecValues): FilterProperties {
  const hints = spec.scheduler_hints as ObjectValues | null | undefined;
  const single = Object.fromEntries(
    Object.entries(hints ?? {}).map(([name, value]) => [
      name,
      Array.isArray(value) && value.length === 1 ? (value[0] as unknown) : value,
    ]),
  );
  return {
    ...given('ignore_hosts', spec.ignore_hosts),
    ...given('force_hosts', spec.force_hosts),
    ...given('force_nodes', spec.force_nodes),
    ...(Object.keys(single).length === 0 ? {} : { scheduler_hints: single }),
  };
}

/**
 * Counts an attempt (populate_retry). Where only one is allowed, or one host is forced, nothing is counted and a failure
 * is final. Throws `MaxRetriesExceeded` for one too many.
 */
export function countAttempt(properties: FilterProperties, uuid: string, maxAttempts: number): FilterProperties {
  const forced = [properties.force_hosts, properties.force_nodes].some(
    (list) => Array.isArray(list) && list.length === 1,
  );
  if (maxAttempts === 1 || forced) return properties;
  const { exc_reason: reason, ...before } = (properties.retry ?? { num_attempts: 0, hosts: [] }) as {
    readonly num_attempts: number;
    readonly hosts: readonly (readonly [string, string])[];
    readonly exc_reason?: unknown;
  };
  const retry = { ...before, num_attempts: before.num_attempts + 1 };
  if (retry.num_attempts > maxAttempts)
    throw new MaxRetriesExceeded(
      `Exceeded max scheduling attempts ${maxAttempts} for instance ${uuid}. Last exception: ${
        typeof reason === 'string' ? reason : 'None'
      }`,
    );
  return { ...properties, retry };
}

/** Notes the chosen host (populate_filter_properties). */
export function withHost(
  properties: FilterProperties,
  { service_host, nodename, limits }: Selection,
): FilterProperties {
  return {
    ...properties,
    ...(properties.retry === undefined
      ? {}
      : { retry: { ...properties.retry, hosts: [...properties.retry.hosts, [service_host, nodename] as const] } }),
    ...(properties.force_hosts === undefined ? { limits: limitsOf(limits) } : {}),
  };
}

/** What has no limit is left out. */
function limitsOf(limits: ObjectValues | null | undefined): ObjectValues {
  return limits === null || limits === undefined ? {} : (limitsArgument(objectOf('SchedulerLimits', limits)) ?? {});
}

function given(name: string, value: unknown): ObjectValues {
  return Array.isArray(value) && value.length > 0 ? { [name]: value as unknown[] } : {};
}
