// SPDX-License-Identifier: Apache-2.0
import type { RequestContext } from '@stackport/context';
import { ComputeHostNotFound } from '../../errors/hosts.js';
import { InvalidInput } from '../../errors/base.js';
import { InvalidReference, InvalidRequest } from '../../errors/server-create.js';
import type { HostMappingRepository } from '../../cells/host-mapping-repository.js';
import type { ServerGroup, ServerGroupRepository } from '../../server-groups/server-group-repository.js';
import type { ServiceDirectory } from '../../services/service-directory.js';
import type { ServerOrder } from './server-order.js';

/** Where servers are to be. */
export interface Placing {
  readonly availabilityZone: string | null;
  /** Of `zone:host:node`: the scheduler does not look at anything else. */
  readonly forcedHost: string | null;
  readonly forcedNode: string | null;
  /** Values of a Destination: a host that the scheduler checks. */
  readonly destination: Readonly<Record<string, unknown>> | null;
  readonly hints: Readonly<Record<string, unknown>>;
  /** Values of the InstanceGroup of the hint `group`. */
  readonly group: Readonly<Record<string, unknown>> | null;
  readonly groupRow: ServerGroup | null;
}

export interface PlacingInit {
  readonly directory: Pick<ServiceDirectory, 'list'>;
  readonly hostMappings: Pick<HostMappingRepository, 'find'>;
  readonly groups: Pick<ServerGroupRepository, 'find'>;
  readonly settings: { readonly default_schedule_zone: string | undefined };
  /** Rejects where the caller may not choose hosts. @param action - `create:forced_host`, `create:requested_destination` */
  readonly authorize: (
    context: RequestContext,
    rule: string,
    target: Readonly<Record<string, unknown>>,
  ) => Promise<void>;
}

/** Reads where servers are to be (nova 26, compute/api.py, parse_availability_zone, and servers.py). */
export class Placings {
  readonly #init: PlacingInit;

  constructor(init: PlacingInit) {
    this.#init = init;
  }

  /** Rejects with InvalidInput, InvalidRequest, InvalidReference, and where the caller may not. */
  async of(context: RequestContext, order: ServerOrder): Promise<Placing> {
    const [zone, forcedHost, forcedNode] = this.#parse(order.availabilityZone);
    const target = { project_id: context.projectId, user_id: context.userId, availability_zone: zone };
    const isForced = forcedHost !== null || forcedNode !== null;
    if (isForced) await this.#init.authorize(context, 'os_compute_api:servers:create:forced_host', target);
    const isRequested = order.host !== null || order.hypervisorHostname !== null;
    if (isRequested) {
      await this.#init.authorize(context, 'compute:servers:create:requested_destination', target);
      if (isForced)
        throw new InvalidRequest(
          'One mechanism with host and/or hypervisor_hostname and another mechanism with zone:host:node are mutually exclusive.',
        );
      if (order.host !== null && (await this.#init.hostMappings.find(order.host)) === null)
        throw new InvalidReference(new ComputeHostNotFound(order.host).message);
    }
    if (zone !== null) await this.#checkZone(zone);
    const groupRow = await this.#group(order.schedulerHints.group, context);
    return {
      availabilityZone: zone,
      forcedHost,
      forcedNode,
      destination: isRequested
        ? { ...(order.host === null ? {} : { host: order.host }), node: order.hypervisorHostname }
        : null,
      hints: order.schedulerHints,
      groupRow,
      group: groupRow === null ? null : groupValues(groupRow),
    };
  }

  #parse(text: string | null): readonly [zone: string | null, host: string | null, node: string | null] {
    if (text === null) return [this.#init.settings.default_schedule_zone ?? null, null, null];
    const parts = text.split(':');
    if (parts.length > 3) throw new InvalidInput('Unable to parse availability_zone');
    const [zone = '', host = '', node = ''] = parts;
    const orNone = (part: string): string | null => (part === '' ? null : part);
    return [orNone(zone) ?? this.#init.settings.default_schedule_zone ?? null, orNone(host), orNone(node)];
  }

  async #checkZone(zone: string): Promise<void> {
    const services = await this.#init.directory.list();
    const isKnown = services.some(
      ({ topic, zone: name, disabled }) => topic === 'compute' && disabled !== true && name === zone,
    );
    if (!isKnown) throw new InvalidReference('The requested availability zone is not available');
  }

  async #group(hint: unknown, context: RequestContext): Promise<ServerGroup | null> {
    if (typeof hint !== 'string') return null;
    const found = await this.#init.groups.find(hint);
    // Another project's is none.
    if (found === null || (found.projectId !== context.projectId && !context.isAdmin))
      throw new InvalidReference(`Instance group ${hint} could not be found.`);
    return found;
  }
}

function groupValues(group: ServerGroup): Readonly<Record<string, unknown>> {
  return {
    id: group.id,
    uuid: group.uuid,
    name: group.name,
    project_id: group.projectId,
    user_id: group.userId,
    policy: group.policy,
    policies: group.policy === null ? [] : [group.policy],
    _rules: Object.fromEntries(Object.entries(group.rules).map(([name, value]) => [name, String(value)])),
    members: group.members,
    hosts: null,
  };
}
