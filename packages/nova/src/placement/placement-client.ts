// SPDX-License-Identifier: Apache-2.0
import type { Configuration, Logger } from '@stackport/config';
import type { RequestContext } from '@stackport/context';
import { type ClientSession, sessionFromOptions } from '@stackport/keystone';
import {
  AllocationDeleteFailed,
  AllocationMoveFailed,
  AllocationUpdateFailed,
  ConsumerAllocationRetrievalFailed,
  PlacementAPIConnectFailure,
  ResourceProviderAllocationRetrievalFailed,
  UsagesRetrievalFailed,
} from '../errors/placement.js';
import { placementClientOptions } from '../options/index.js';
import {
  type AllocationRequest,
  type Allocations,
  type AllocationsPayload,
  type Candidates,
  type Claim,
  type ConsumerAllocations,
  doubledAllocations,
  type Placement,
  type ProviderSummary,
  type Resources,
} from './placement.js';
import { documentOf, faultOf, type PlacementAnswer, PlacementSession, segment } from './placement-session.js';
import { ProviderClient } from './provider-client.js';
import { randomDelay, Retry, type RetryDelay, withRetries } from './retries.js';

/** The microversions in which allocations are asked for and written (nova 26, report.py). */
const SAME_SUBTREE = '1.36';
const CONSUMER_GENERATION = '1.28';
const USAGES = '1.9';

export interface PlacementClientInit {
  readonly session: PlacementSession;
  readonly logger: Logger;
  readonly delay?: RetryDelay;
}

/** The placement service over HTTP. */
export class PlacementClient extends ProviderClient implements Placement {
  readonly #delay: RetryDelay;

  constructor({ session, logger, delay = randomDelay }: PlacementClientInit) {
    super(session, logger);
    this.#delay = delay;
  }

  /**
   * That of `[placement]`. Nothing is sent yet; who makes it closes the session.
   * @throws TypeError for credentials that lack something
   */
  static fromConfiguration(
    configuration: Configuration,
    logger: Logger,
  ): { readonly placement: PlacementClient; readonly session: ClientSession } {
    const defaults = { serviceType: 'placement', interfaces: ['internal', 'public'], userAgent: 'nova' };
    const session = sessionFromOptions(configuration, placementClientOptions, defaults, logger);
    return { placement: new PlacementClient({ session: new PlacementSession(session), logger }), session };
  }

  inRequest(context: RequestContext): PlacementClient {
    const session = this.session.inRequest(context.globalId);
    return new PlacementClient({ session, logger: this.logger, delay: this.#delay });
  }

  async allocationCandidates(query: string): Promise<Candidates | undefined> {
    try {
      const answer = await this.session.send(`/allocation_candidates?${query}`, { version: SAME_SUBTREE });
      if (answer.isOk) {
        const found = documentOf(answer) as {
          readonly allocation_requests: readonly AllocationRequest[];
          readonly provider_summaries: Readonly<Record<string, ProviderSummary>>;
        };
        return {
          allocationRequests: found.allocation_requests,
          providerSummaries: found.provider_summaries,
          version: SAME_SUBTREE,
        };
      }
      this.logger.error(
        `Failed to retrieve allocation candidates from placement API for filters: ${query}\nGot ${answer.status}: ${answer.text}.`,
      );
    } catch (error) {
      if (!(error instanceof PlacementAPIConnectFailure)) throw error;
      this.logger.error('Placement API service is not responding.', error);
    }
    return undefined;
  }

  async claim(claim: Claim): Promise<boolean> {
    try {
      return (await withRetries(() => this.#claim(claim), this.#delay)) ?? this.#gaveUp('claim_resources');
    } catch (error) {
      if (!(error instanceof PlacementAPIConnectFailure)) throw error;
      this.logger.error('Placement API service is not responding.', error);
      return false;
    }
  }

  async allocationsOf(consumer: string): Promise<ConsumerAllocations> {
    const answer = await this.#get(consumer);
    if (!answer.isOk) throw new ConsumerAllocationRetrievalFailed(consumer, answer.text);
    return documentOf(answer) as ConsumerAllocations;
  }

  async allocationsOfProvider(uuid: string): Promise<Readonly<Record<string, { readonly resources: Resources }>>> {
    const path = `/resource_providers/${segment(uuid)}/allocations`;
    const answer = await this.session.send(path, { version: CONSUMER_GENERATION });
    if (!answer.isOk) throw new ResourceProviderAllocationRetrievalFailed(uuid, answer.text);
    return (documentOf(answer) as { readonly allocations: Readonly<Record<string, { readonly resources: Resources }>> })
      .allocations;
  }

  async putAllocations(consumer: string, payload: AllocationsPayload): Promise<boolean> {
    const put = async (): Promise<boolean> => {
      const answer = await this.#put(consumer, payload, CONSUMER_GENERATION);
      if (answer.isOk) return true;
      const detail = this.#conflictOf(answer, 'put_allocations');
      if (detail !== undefined) throw new AllocationUpdateFailed(consumer, detail);
      return false;
    };
    return (await withRetries(put, this.#delay)) ?? this.#gaveUp('put_allocations');
  }

  async moveAllocations(source: string, target: string): Promise<boolean> {
    return (await withRetries(() => this.#move(source, target), this.#delay)) ?? this.#gaveUp('move_allocations');
  }

  async removeAllocations(consumer: string): Promise<boolean> {
    const path = `/allocations/${segment(consumer)}`;
    const answer = await this.session.send(path, { version: CONSUMER_GENERATION, method: 'DELETE' });
    if (answer.isOk) return true;
    if (answer.status === 404) return false;
    this.logger.warning(`Unable to delete allocation for ${consumer}: (${answer.status} ${answer.text})`);
    throw new AllocationDeleteFailed(consumer, answer.text);
  }

  async usages(projectId: string, userId?: string): Promise<Resources> {
    const user = userId === undefined ? '' : `&user_id=${segment(userId)}`;
    const answer = await this.session.send(`/usages?project_id=${segment(projectId)}${user}`, { version: USAGES });
    if (!answer.isOk) {
      this.logger.error(
        `Failed to retrieve usages for project ${projectId} and user ${userId ?? 'N/A'}. Got ${answer.status}: ${answer.text}`,
      );
      throw new UsagesRetrievalFailed(projectId, userId);
    }
    return (documentOf(answer) as { readonly usages: Resources }).usages;
  }

  async #claim({ consumer, request, projectId, userId, version }: Claim): Promise<boolean> {
    const current = await this.allocationsOf(consumer);
    const isMove = Object.keys(current.allocations).length > 0;
    const { consumer_generation: requested, ...rest } = request;
    const generation = isMove && requested === undefined ? current.consumer_generation : requested;
    const wanted: { allocations: Allocations } = isMove
      ? { allocations: doubledAllocations(current.allocations, request.allocations) }
      : rest;
    const payload = { ...wanted, project_id: projectId, user_id: userId, consumer_generation: generation ?? null };
    const answer = await this.#put(consumer, payload, version);
    if (answer.isOk) return true;
    if (this.#conflictOf(answer, 'claim_resources') !== undefined)
      throw new AllocationUpdateFailed(
        consumer,
        `another process changed the consumer ${consumer} after the report client read the consumer state during the claim `,
      );
    return false;
  }

  async #move(source: string, target: string): Promise<boolean> {
    const [from, to] = [await this.allocationsOf(source), await this.allocationsOf(target)];
    const isEmpty = ({ allocations }: ConsumerAllocations): boolean => Object.keys(allocations).length === 0;
    if (isEmpty(from) && !isEmpty(to)) return true;
    const owner = { project_id: from.project_id, user_id: from.user_id };
    const answer = await this.session.send('/allocations', {
      version: CONSUMER_GENERATION,
      method: 'POST',
      json: {
        [source]: { allocations: {}, ...owner, consumer_generation: from.consumer_generation },
        [target]: {
          allocations: doubledAllocations(from.allocations, {}),
          ...owner,
          consumer_generation: to.consumer_generation ?? null,
        },
      },
    });
    if (answer.isOk) return true;
    if (this.#conflictOf(answer, 'move_allocations') !== undefined)
      throw new AllocationMoveFailed(source, target, answer.text);
    this.logger.warning(`Unable to post allocations for consumer ${target} (${answer.status} ${answer.text})`);
    return false;
  }

  #get(consumer: string): Promise<PlacementAnswer> {
    return this.session.send(`/allocations/${segment(consumer)}`, { version: CONSUMER_GENERATION });
  }

  async #put(consumer: string, json: object, version: string): Promise<PlacementAnswer> {
    const answer = await this.session.send(`/allocations/${segment(consumer)}`, { version, method: 'PUT', json });
    if (!answer.isOk)
      this.logger.warning(`Failed to save allocation for ${consumer}. Got HTTP ${answer.status}: ${answer.text}`);
    return answer;
  }

  /** Throws `Retry` for a provider that was changed meanwhile; what placement says of a consumer that was; else undefined. */
  #conflictOf(answer: PlacementAnswer, operation: string): string | undefined {
    const { code, detail } = faultOf(answer);
    if (code !== 'placement.concurrent_update') return undefined;
    if (detail.includes('consumer generation conflict')) return detail;
    throw new Retry(operation);
  }

  #gaveUp(operation: string): false {
    this.logger.error(`Failed scheduler client operation ${operation}: out of retries`);
    return false;
  }
}
