// SPDX-License-Identifier: Apache-2.0
import { InvalidInput } from '../errors/base.js';
import type { FlavorValues } from '../instances/instance.js';
import { RequestGroup } from './resources/request-group.js';

/** What of an image counts. */
export interface ImageValues {
  readonly id?: string | null;
  readonly name?: string | null;
  readonly disk_format?: string | null;
  readonly properties: Readonly<Record<string, unknown>>;
}

/** A server group; its hosts grow while one request is served. */
export interface ScheduledGroup {
  readonly uuid: string | undefined;
  readonly policy: string | undefined;
  readonly members: readonly string[];
  readonly hosts: string[];
  readonly maxServersPerHost: number;
}

/** Where a move or an administrator wants it. */
export interface Destination {
  host: string | undefined;
  node: string | undefined;
  readonly cellUuid: string | undefined;
  readonly allowsCrossCellMove: boolean;
  /** Each a choice of aggregates, by UUIDs with commas between; all are needed. */
  readonly aggregates: string[];
  readonly forbiddenAggregates: Set<string>;
}

export interface PciRequest {
  readonly count: number;
  readonly spec: readonly Readonly<Record<string, unknown>>[];
}

/** What is asked of the scheduler, out of a `RequestSpec`; request filters and choices made change it. */
export interface ScheduleRequest {
  /** Of the instance that a host is looked for at the moment. */
  instanceUuid: string | undefined;
  readonly numInstances: number;
  readonly projectId: string;
  readonly userId: string | undefined;
  readonly availabilityZone: string | undefined;
  readonly flavor: FlavorValues & { readonly extra_specs: Readonly<Record<string, string>> };
  readonly image: ImageValues | undefined;
  readonly isVolumeBacked: boolean;
  readonly ignoreHosts: readonly string[];
  readonly forceHosts: readonly string[];
  readonly forceNodes: readonly string[];
  destination: Destination | undefined;
  readonly hints: Readonly<Record<string, unknown>>;
  readonly group: ScheduledGroup | undefined;
  readonly needsNuma: boolean;
  readonly pciRequests: readonly PciRequest[];
  readonly requestedGroups: readonly RequestGroup[];
  readonly rootRequired: Set<string>;
  readonly rootForbidden: Set<string>;
  readonly sameSubtree: readonly (readonly string[])[];
}

type Values = Readonly<Record<string, unknown>>;

/**
 * A request out of the values of a `RequestSpec`. It shares nothing that changes with them.
 * Throws `InvalidInput` for one without a flavor: what older conductors sent is not understood.
 */
export function scheduleRequestOf(spec: Values): ScheduleRequest {
  const flavor = record(spec.flavor);
  if (flavor === undefined) throw new InvalidInput('the request spec has no flavor');
  const levels = record(spec.request_level_params) ?? {};
  return {
    instanceUuid: text(spec.instance_uuid),
    numInstances: typeof spec.num_instances === 'number' ? spec.num_instances : 1,
    projectId: text(spec.project_id) ?? '',
    userId: text(spec.user_id),
    availabilityZone: text(spec.availability_zone),
    flavor: {
      ...(flavor as unknown as FlavorValues),
      extra_specs: (record(flavor.extra_specs) ?? {}) as Readonly<Record<string, string>>,
    },
    image: imageOf(record(spec.image)),
    isVolumeBacked: spec.is_bfv === true,
    ignoreHosts: texts(spec.ignore_hosts),
    forceHosts: texts(spec.force_hosts),
    forceNodes: texts(spec.force_nodes),
    destination: destinationOf(record(spec.requested_destination)),
    hints: record(spec.scheduler_hints) ?? {},
    group: groupOf(record(spec.instance_group)),
    needsNuma: record(spec.numa_topology) !== undefined,
    pciRequests: records(record(spec.pci_requests)?.requests).map((one) => ({
      count: Number(one.count),
      spec: records(one.spec),
    })),
    requestedGroups: records(spec.requested_resources).map(requestGroupOf),
    rootRequired: new Set(texts(levels.root_required)),
    rootForbidden: new Set(texts(levels.root_forbidden)),
    sameSubtree: (Array.isArray(levels.same_subtree) ? levels.same_subtree : []).map(texts),
  };
}

/** A hint: the API makes a list of each, and one of one is its element. */
export function hintOf(request: ScheduleRequest, name: string): unknown {
  const value = Object.hasOwn(request.hints, name) ? request.hints[name] : undefined;
  return Array.isArray(value) && value.length === 1 ? (value as readonly unknown[])[0] : value;
}

/** What an instance's own host is looked at for: `rebuild`, `none`. */
export function checkTypeOf(request: ScheduleRequest): string | undefined {
  return text(hintOf(request, '_nova_check_type'));
}

/** Whether an instance stays where it is and gets another image: nothing is claimed, and few filters count. */
export function isRebuild(request: ScheduleRequest): boolean {
  return checkTypeOf(request) === 'rebuild';
}

/** The destination, made where there was none. */
export function destinationFor(request: ScheduleRequest): Destination {
  request.destination ??= emptyDestination();
  return request.destination;
}

function emptyDestination(): Destination {
  return {
    host: undefined,
    node: undefined,
    cellUuid: undefined,
    allowsCrossCellMove: false,
    aggregates: [],
    forbiddenAggregates: new Set(),
  };
}

function destinationOf(values: Values | undefined): Destination | undefined {
  if (values === undefined) return undefined;
  return {
    host: text(values.host),
    node: text(values.node),
    cellUuid: text(record(values.cell)?.uuid),
    allowsCrossCellMove: values.allow_cross_cell_move === true,
    aggregates: [...texts(values.aggregates)],
    forbiddenAggregates: new Set(texts(values.forbidden_aggregates)),
  };
}

function imageOf(values: Values | undefined): ImageValues | undefined {
  if (values === undefined) return undefined;
  return {
    id: text(values.id) ?? null,
    name: text(values.name) ?? null,
    disk_format: text(values.disk_format) ?? null,
    properties: record(values.properties) ?? {},
  };
}

function groupOf(values: Values | undefined): ScheduledGroup | undefined {
  if (values === undefined) return undefined;
  const limit = Number(record(values._rules)?.max_server_per_host ?? 1);
  return {
    uuid: text(values.uuid),
    // A list of one name in older specs.
    policy: text(values.policy) ?? texts(values.policies)[0],
    members: texts(values.members),
    hosts: [...texts(values.hosts)],
    maxServersPerHost: Number.isInteger(limit) ? limit : 1,
  };
}

function requestGroupOf(values: Values): RequestGroup {
  const group = new RequestGroup(text(values.requester_id));
  for (const [name, amount] of Object.entries(record(values.resources) ?? {})) group.resources[name] = Number(amount);
  for (const trait of texts(values.required_traits)) group.requiredTraits.add(trait);
  for (const trait of texts(values.forbidden_traits)) group.forbiddenTraits.add(trait);
  for (const choice of Array.isArray(values.aggregates) ? values.aggregates : []) group.aggregates.push(texts(choice));
  for (const uuid of texts(values.forbidden_aggregates)) group.forbiddenAggregates.add(uuid);
  group.inTree = text(values.in_tree);
  return group;
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function texts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
}

function record(value: unknown): Values | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Values) : undefined;
}

function records(value: unknown): readonly Values[] {
  return Array.isArray(value) ? value.map(record).filter((one) => one !== undefined) : [];
}
