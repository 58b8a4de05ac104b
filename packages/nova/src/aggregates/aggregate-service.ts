// SPDX-License-Identifier: Apache-2.0
import { randomUUID } from 'node:crypto';
import { pythonRepr } from '@stackport/config';
import type { RequestContext } from '@stackport/context';
import { now } from '@stackport/database';
import {
  AggregateHostNotFound,
  AggregateNotFound,
  InvalidAggregateAction,
  InvalidAggregateHostAction,
} from '../errors/aggregates.js';
import { ComputeHostNotFound } from '../errors/hosts.js';
import type { HostDirectory } from '../services/host-directory.js';
import type { AggregateMirror } from './aggregate-mirror.js';
import type { AggregateNotices } from './aggregate-notices.js';
import { type Aggregate, type AggregateRepository, ZONE_KEY } from './aggregate-repository.js';

export interface AggregateServiceInit {
  readonly aggregates: AggregateRepository;
  readonly hosts: HostDirectory;
  readonly mirror: AggregateMirror;
  readonly notices: AggregateNotices;
}

/** Builds the error of an action from its reason. */
type Refusal = (id: number, reason: string) => Error;

const UPDATE: Refusal = (id, reason) => new InvalidAggregateAction(`Cannot update aggregate ${id}. Reason: ${reason}.`);
const UPDATE_METADATA: Refusal = (id, reason) =>
  new InvalidAggregateAction(`Cannot update metadata of aggregate ${id}. Reason: ${reason}.`);
const ADD_HOST: Refusal = (id, reason) =>
  new InvalidAggregateHostAction(`Cannot add host to aggregate ${id}. Reason: ${reason}.`);

/** Aggregates of hosts, and the zones that some of them are (nova 26, compute/api.py, AggregateAPI). */
export class AggregateService {
  readonly #aggregates: AggregateRepository;
  readonly #hosts: HostDirectory;
  readonly #mirror: AggregateMirror;
  readonly #notices: AggregateNotices;

  constructor({ aggregates, hosts, mirror, notices }: AggregateServiceInit) {
    this.#aggregates = aggregates;
    this.#hosts = hosts;
    this.#mirror = mirror;
    this.#notices = notices;
  }

  list(): Promise<Aggregate[]> {
    return this.#aggregates.list();
  }

  /** Throws AggregateNotFound. */
  async get(id: number): Promise<Aggregate> {
    const found = await this.#aggregates.find(id);
    if (found === null) throw new AggregateNotFound(id);
    return found;
  }

  /** Throws AggregateNameExists. @param zone - none where it is empty */
  async create(context: RequestContext, name: string, zone: string | undefined): Promise<Aggregate> {
    const metadata = zone === undefined || zone === '' ? undefined : { [ZONE_KEY]: zone };
    const told = { name, ...(metadata === undefined ? {} : { meta_data: metadata }) };
    const asked = { name, uuid: randomUUID(), ...(metadata === undefined ? {} : { metadata }) };
    await this.#notices.tellBoth(context, 'create', 'start', told, asked);
    const made = await this.#aggregates.create(name, metadata ?? {}, asked.uuid);
    await this.#notices.tellBoth(context, 'create', 'end', { ...told, aggregate_id: made.id }, made);
    await this.#mirror.changed(context, made);
    return made;
  }

  /** Throws AggregateNotFound, AggregateNameExists, InvalidAggregateAction. @param zone - undefined to leave it as it is */
  async update(
    context: RequestContext,
    id: number,
    { name, zone }: { readonly name?: string | undefined; readonly zone?: string | null | undefined },
  ): Promise<Aggregate> {
    const before = await this.get(id);
    const named = { ...before, name: name ?? before.name, updatedAt: now() };
    if (name !== undefined) {
      await this.#notices.tellBoth(context, 'updateprop', 'start', { aggregate_id: id }, named);
      await this.#aggregates.rename(id, name);
      await this.#notices.tellBoth(context, 'updateprop', 'end', { aggregate_id: id }, named);
    }
    if (zone === undefined) {
      await this.#mirror.changed(context, named);
      return named;
    }
    return this.#setMetadata(context, named, { [ZONE_KEY]: zone }, UPDATE);
  }

  /** Throws AggregateNotFound, InvalidAggregateAction. @param metadata - null takes a key away */
  async setMetadata(
    context: RequestContext,
    id: number,
    metadata: Readonly<Record<string, string | null>>,
  ): Promise<Aggregate> {
    return this.#setMetadata(context, await this.get(id), metadata, UPDATE_METADATA);
  }

  /** Throws AggregateNotFound, InvalidAggregateAction where it has hosts. */
  async delete(context: RequestContext, id: number): Promise<void> {
    await this.#notices.tell(context, 'delete', 'start', { aggregate_id: id });
    const aggregate = await this.get(id);
    await this.#notices.tellVersioned(context, 'delete', 'start', aggregate);
    if (!(await this.#aggregates.deleteEmpty(id))) {
      await this.get(id);
      throw new InvalidAggregateAction(`Cannot remove host from aggregate ${id}. Reason: Host aggregate is not empty.`);
    }
    await this.#mirror.deleted(context, aggregate);
    await this.#notices.tellBoth(context, 'delete', 'end', { aggregate_id: id }, aggregate);
  }

  /** Throws ComputeHostNotFound, AggregateNotFound, AggregateHostExists, InvalidAggregateHostAction. */
  async addHost(context: RequestContext, id: number, host: string): Promise<Aggregate> {
    const told = { aggregate_id: id, host_name: host };
    await this.#notices.tell(context, 'addhost', 'start', told);
    const service = await this.#hosts.computeService(host);
    // MariaDB finds hosts whatever their case.
    if (service.host !== host) throw new ComputeHostNotFound(host);
    const before = await this.get(id);
    await this.#notices.tellVersioned(context, 'addhost', 'start', before);
    await this.#checkZone(before, before.metadata, [host], ADD_HOST);
    await this.#aggregates.addHost(id, host);
    const after = { ...before, hosts: [...before.hosts, host] };
    await this.#mirror.changed(context, after);
    await this.#mirror.hostAdded(context, after, await this.#hosts.nodeName(host));
    await this.#notices.tellBoth(context, 'addhost', 'end', { ...told, name: after.name }, after);
    return after;
  }

  /** Throws ComputeHostNotFound, AggregateNotFound, AggregateHostNotFound, InvalidAggregateHostAction. */
  async removeHost(context: RequestContext, id: number, host: string): Promise<Aggregate> {
    const told = { aggregate_id: id, host_name: host };
    await this.#notices.tell(context, 'removehost', 'start', told);
    await this.#hosts.computeService(host);
    const before = await this.get(id);
    await this.#notices.tellVersioned(context, 'removehost', 'start', before);
    // Placement first: where it refuses, nothing has changed and the request can be repeated.
    await this.#mirror.hostRemoved(context, before, await this.#hosts.nodeName(host));
    if (!(await this.#aggregates.removeHost(id, host))) throw new AggregateHostNotFound(id, host);
    const after = { ...before, hosts: before.hosts.filter((one) => one !== host) };
    await this.#mirror.changed(context, after);
    await this.#notices.tellBoth(context, 'removehost', 'end', told, after);
    return after;
  }

  /** Takes a host out of all aggregates that it is in. */
  async removeHostFromAll(context: RequestContext, host: string): Promise<void> {
    for (const { id } of await this.#aggregates.listOfHost(host)) await this.removeHost(context, id, host);
  }

  async #setMetadata(
    context: RequestContext,
    before: Aggregate,
    metadata: Readonly<Record<string, string | null>>,
    refusal: Refusal,
  ): Promise<Aggregate> {
    await this.#checkZone(before, metadata, before.hosts, refusal, { withoutServers: true });
    const told = { aggregate_id: before.id, meta_data: metadata };
    await this.#notices.tellBoth(context, 'updatemetadata', 'start', told, before);
    await this.#aggregates.setMetadata(before.id, metadata);
    const changed = Object.entries({ ...before.metadata, ...metadata });
    const kept = changed.filter((entry): entry is [string, string] => entry[1] !== null);
    const after = { ...before, metadata: Object.fromEntries(kept), updatedAt: now() };
    await this.#notices.tellBoth(context, 'updatemetadata', 'end', told, after);
    await this.#mirror.changed(context, after);
    return after;
  }

  /** A host is in one zone at most, and the zone of a host with servers stays what it is. Throws what `refusal` makes. */
  async #checkZone(
    aggregate: Aggregate,
    metadata: Readonly<Record<string, string | null>>,
    hosts: readonly string[],
    refusal: Refusal,
    { withoutServers = false } = {},
  ): Promise<void> {
    if (!Object.hasOwn(metadata, ZONE_KEY)) return;
    const zone = metadata[ZONE_KEY] ?? '';
    const { id, name } = aggregate;
    if (zone === '') throw refusal(id, `Aggregate ${name ?? ''} does not support empty named availability zone`);
    const others = (await this.#aggregates.listWithKey(ZONE_KEY))
      .filter((other) => other.id !== id && other.hosts.some((host) => hosts.includes(host)))
      .map((other) => other.metadata[ZONE_KEY])
      .filter((other) => other !== zone);
    if (others.length > 0) throw refusal(id, `One or more hosts already in availability zone(s) ${pythonRepr(others)}`);
    if (withoutServers && aggregate.metadata[ZONE_KEY] !== zone && (await this.#hosts.countServers(hosts)) > 0)
      throw refusal(id, 'One or more hosts contain instances in this zone');
  }
}
