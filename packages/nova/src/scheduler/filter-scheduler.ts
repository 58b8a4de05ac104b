// SPDX-License-Identifier: Apache-2.0
import type { Logger } from '@stackport/config';
import type { RequestContext } from '@stackport/context';
import { NoValidHost } from '../errors/instances.js';
import { RequestFilterFailed } from '../errors/scheduler.js';
import type { AllocationRequest, Candidates, Placement } from '../placement/placement.js';
import type { HostChooser } from './host-chooser.js';
import type { HostManager } from './hosts/host-manager.js';
import type { HostState } from './hosts/host-state.js';
import type { RequestFilters } from './request-filters.js';
import { ResourceRequest } from './resources/resource-request.js';
import { isRebuild, type ScheduleRequest } from './schedule-request.js';
import type { Way } from './selection.js';

export interface FilterSchedulerSettings {
  /** `max_attempts` */
  readonly maxAttempts: number;
  /** `max_placement_results` */
  readonly maxResults: number;
  /** Not `disable_fallback_pcpu_query` */
  readonly asksForVirtualToo: boolean;
}

export interface FilterSchedulerInit {
  readonly placement: Placement;
  readonly hosts: HostManager;
  readonly chooser: HostChooser;
  readonly requestFilters: RequestFilters;
  readonly settings: FilterSchedulerSettings;
  readonly logger: Logger;
}

/** A host for an instance; after the first of a list those that could be tried instead. */
export interface Choice {
  readonly host: HostState;
  readonly way: Way | undefined;
}

const NOT_ENOUGH = 'There are not enough hosts available.';

/**
 * Chooses hosts and claims their room in placement, which alone says what is there (nova 26, scheduler/manager.py): a host
 * that is full by then is passed over, so nothing is given out twice however many schedulers there are.
 */
export class FilterScheduler {
  readonly #init: FilterSchedulerInit;

  constructor(init: FilterSchedulerInit) {
    this.#init = init;
  }

  /**
   * @param instanceUuids - whose room is claimed; only chosen for, not claimed, where they are not given
   * @param withAlternates - whether to name hosts of the same cell that could be tried instead
   * Throws `NoValidHost`; nothing is claimed then.
   */
  async choose(
    context: RequestContext,
    request: ScheduleRequest,
    instanceUuids: readonly string[] | undefined,
    withAlternates: boolean,
  ): Promise<readonly (readonly Choice[])[]> {
    const placement = this.#init.placement.inRequest(context);
    const ways = isRebuild(request) ? undefined : await this.#waysFor(placement, request);
    const hosts = await this.#init.hosts.statesOf(ways?.providers, request);
    const wanted = instanceUuids ?? Array.from({ length: request.numInstances }, () => undefined);
    const claimed: string[] = [];
    const chosen: HostState[] = [];
    let left: readonly HostState[] = hosts;
    try {
      for (const [index, uuid] of wanted.entries()) {
        if (uuid !== undefined) request.instanceUuid = uuid;
        left = this.#init.chooser.choose(left, request, index);
        const host = await this.#claimOne(context, placement, request, { uuid, hosts: left, ways });
        if (host === undefined) throw new NoValidHost(NOT_ENOUGH);
        if (uuid !== undefined && ways !== undefined) claimed.push(uuid);
        chosen.push(host);
        host.consume(request, uuid);
      }
    } catch (error) {
      await this.#giveBack(placement, claimed);
      throw error;
    }
    const alternates = withAlternates ? this.#init.settings.maxAttempts - 1 : 0;
    // After the choices for several: what is left over may have become less.
    const others =
      wanted.length > 1 && alternates > 0 ? this.#init.chooser.choose(left, request, wanted.length - 1) : left;
    return chosen.map((host) => [
      { host, way: ways?.of(host) },
      ...others
        .filter((one) => one.cellUuid === host.cellUuid && !chosen.includes(one) && ways?.has(one) !== false)
        .slice(0, alternates)
        .map((one) => ({ host: one, way: ways?.of(one) })),
    ]);
  }

  /** The first host that placement still has room on. */
  async #claimOne(
    context: RequestContext,
    placement: Placement,
    request: ScheduleRequest,
    { uuid, hosts, ways }: { uuid: string | undefined; hosts: readonly HostState[]; ways: Ways | undefined },
  ): Promise<HostState | undefined> {
    if (uuid === undefined || ways === undefined) return hosts[0];
    for (const host of hosts) {
      const way = ways.of(host);
      if (way === undefined) continue;
      const isClaimed = await placement.claim({
        consumer: uuid,
        request: way.request,
        projectId: request.projectId,
        userId: request.userId ?? context.userId ?? '',
        version: way.version,
      });
      if (isClaimed) return host;
    }
    this.#init.logger.debug('Unable to successfully claim against any host.');
    return undefined;
  }

  async #waysFor(placement: Placement, request: ScheduleRequest): Promise<Ways> {
    try {
      await this.#init.requestFilters.apply(request);
    } catch (error) {
      if (error instanceof RequestFilterFailed) throw new NoValidHost(error.message);
      throw error;
    }
    const { logger, settings } = this.#init;
    const pinned = await this.#resourcesOf(request, true);
    const answers = [await placement.allocationCandidates(pinned.toQueryString())];
    if (pinned.needsPinnedProcessors && settings.asksForVirtualToo) {
      const shared = await this.#resourcesOf(request, false);
      answers.push(await placement.allocationCandidates(shared.toQueryString()));
    }
    const ways = new Ways(answers.filter((answer) => answer !== undefined));
    if (ways.providers.length > 0) return ways;
    logger.info(
      'Got no allocation candidates from the Placement API. This could be due to insufficient resources or a temporary ' +
        'occurrence as compute nodes start up.',
    );
    throw new NoValidHost('');
  }

  async #resourcesOf(request: ScheduleRequest, translatesPinning: boolean): Promise<ResourceRequest> {
    const { logger, settings } = this.#init;
    const resources = ResourceRequest.of(request, { limit: settings.maxResults, translatesPinning, logger });
    const { destination, forceHosts, forceNodes, hints } = request;
    if (destination !== undefined)
      resources.restrictAggregates(
        destination.aggregates.map((choice) => choice.split(',')),
        destination.forbiddenAggregates,
      );
    const [host, node] = [destination?.host ?? forceHosts[0], destination?.node ?? forceNodes[0]];
    if (host !== undefined || node !== undefined) await this.#restrictTo(resources, request, host, node);
    // Hosts that a hint or a group names may be beyond any limit.
    if (['group', 'same_host', 'different_host'].some((hint) => Object.hasOwn(hints, hint)))
      resources.limit = undefined;
    resources.settleGroupPolicy();
    return resources;
  }

  /** Of a host with one hypervisor only that one is asked for. Throws `NoValidHost` where there is none. */
  async #restrictTo(
    resources: ResourceRequest,
    { destination }: ScheduleRequest,
    host: string | undefined,
    node: string | undefined,
  ): Promise<void> {
    const [first, ...others] = await this.#init.hosts.nodesOf(host, node, destination?.cellUuid);
    if (first === undefined) throw new NoValidHost(`No such host - host: ${host ?? 'None'} node: ${node ?? 'None'} `);
    if (others.length > 0) {
      resources.limit = undefined;
      return;
    }
    if (destination !== undefined) {
      destination.host = first.host ?? undefined;
      destination.node = first.hypervisor_hostname ?? undefined;
    }
    resources.restrictToTree(first.uuid);
  }

  async #giveBack(placement: Placement, claimed: readonly string[]): Promise<void> {
    for (const uuid of claimed)
      try {
        await placement.removeAllocations(uuid);
      } catch (error) {
        this.#init.logger.error(`Allocations of instance ${uuid} that finds no host could not be removed`, error);
      }
  }
}

/** The ways to get hosts, as placement named them. */
class Ways {
  /** All providers of them, hypervisors among them. */
  readonly providers: readonly string[];
  readonly #byProvider = new Map<string, Way>();

  constructor(answers: readonly Candidates[]) {
    const named = new Set<string>();
    for (const { allocationRequests, providerSummaries, version } of answers) {
      for (const request of allocationRequests) this.#add(request, version);
      if (allocationRequests.length > 0) for (const uuid of Object.keys(providerSummaries)) named.add(uuid);
    }
    this.providers = [...named];
  }

  has(host: HostState): boolean {
    return this.#byProvider.has(host.uuid);
  }

  /** The first one that placement named. */
  of(host: HostState): Way | undefined {
    return this.#byProvider.get(host.uuid);
  }

  #add(request: AllocationRequest, version: string): void {
    for (const uuid of Object.keys(request.allocations))
      if (!this.#byProvider.has(uuid)) this.#byProvider.set(uuid, { request, version });
  }
}
