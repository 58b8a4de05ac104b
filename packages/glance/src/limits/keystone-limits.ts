// SPDX-License-Identifier: Apache-2.0
import type { Configuration, Logger } from '@stackport/config';
import type { RequestContext } from '@stackport/context';
import { type ClientSession, identityV3Url, sessionFromOptions } from '@stackport/keystone';
import { LimitExceeded } from '../errors.js';
import { imageOptions, limitOptions } from '../options.js';
import type { LimitUsageReader } from './limit-usage.js';
import { LIMITED, type Limited, type Limits, type LimitUsage, noLimits } from './limits.js';

/** Keystone does not tell what the limits are, or cannot: the operator has something to mend. */
export class LimitsUnavailable extends Error {
  /** Where it is found at the start. */
  readonly exitCode = 1;
}

export interface KeystoneLimitsInit {
  readonly session: ClientSession;
  /** Of the identity service, with its version. */
  readonly url: string;
  /** The endpoint of this service in Keystone's catalog: limits belong to its service and region. */
  readonly endpointId: string;
  readonly usage: LimitUsageReader;
  readonly logger: Logger;
}

interface Place {
  readonly serviceId: string;
  readonly regionId: string | undefined;
}

/** Keystone's registered limits, and what it says otherwise of single projects: oslo.limit's flat model. */
export class KeystoneLimits implements Limits {
  readonly #init: KeystoneLimitsInit;
  #place: Promise<Place> | undefined;

  constructor(init: KeystoneLimitsInit) {
    this.#init = init;
  }

  /**
   * What `use_keystone_limits` and `[oslo_limit]` say.
   * @throws LimitsUnavailable where these lack something
   */
  static of(configuration: Configuration, usage: LimitUsageReader, logger: Logger): Limits {
    if (!configuration.get(imageOptions).use_keystone_limits) return noLimits;
    const { endpoint_id: endpointId, auth_url: authUrl, endpoint_override: override } = configuration.get(limitOptions);
    const url = override ?? authUrl;
    if (!endpointId || !url)
      throw new LimitsUnavailable(
        'use_keystone_limits needs endpoint_id and auth_url with credentials in [oslo_limit]',
      );
    const session = sessionFromOptions(configuration, limitOptions, { serviceType: 'identity' }, logger);
    return new KeystoneLimits({ session, url: identityV3Url(url), endpointId, usage, logger });
  }

  async require(context: RequestContext, deltas: Readonly<Partial<Record<Limited, number>>>): Promise<void> {
    const { projectId } = context;
    const over: string[] = [];
    for (const name of Object.keys(deltas).sort() as Limited[]) {
      const delta = deltas[name] ?? 0;
      const { limit, usage } = await this.#usageOf(projectId, name);
      if (usage + delta > limit)
        over.push(`Resource ${name} is over limit of ${limit} due to current usage ${usage} and delta ${delta}`);
    }
    if (over.length === 0) return;
    const reason = `Project ${projectId ?? 'None'} is over a limit for [${over.join(', ')}]`;
    this.#init.logger.debug(`hit limit for project: ${reason}`);
    throw new LimitExceeded(
      'The request returned a 413 Request Entity Too Large. This generally means that rate limiting or a quota ' +
        `threshold was breached.\n\nThe response body:\n${reason}`,
    );
  }

  async usage({ projectId }: RequestContext): Promise<Readonly<Partial<Record<Limited, LimitUsage>>>> {
    const all = await Promise.all(LIMITED.map(async (name) => [name, await this.#usageOf(projectId, name)] as const));
    return Object.fromEntries(all);
  }

  async close(): Promise<void> {
    await this.#init.session.close();
  }

  async #usageOf(projectId: string | undefined, name: Limited): Promise<LimitUsage> {
    const [limit, usage] = await Promise.all([
      this.#limit(projectId, name),
      projectId === undefined ? 0 : this.#init.usage.of(projectId, name),
    ]);
    return { limit, usage };
  }

  /** That of the project, or the registered one; nothing may be used of what has neither. */
  async #limit(projectId: string | undefined, name: Limited): Promise<number> {
    // Asked anew for each request: an operator's change counts at once, as upstream's, whose cache lives as long as one.
    const { serviceId, regionId } = await (this.#place ??= this.#findPlace());
    const query = { service_id: serviceId, region_id: regionId, resource_name: name };
    if (projectId !== undefined) {
      const { limits } = await this.#ask<{ limits: { resource_limit: number }[] }>('/limits', {
        ...query,
        project_id: projectId,
      });
      if (limits[0] !== undefined) return limits[0].resource_limit;
    }
    const { registered_limits: registered } = await this.#ask<{ registered_limits: { default_limit: number }[] }>(
      '/registered_limits',
      query,
    );
    if (registered[0] !== undefined) return registered[0].default_limit;
    this.#init.logger.error(
      `Unable to find registered limit for resource ${name} for ${serviceId} in region ${regionId ?? 'None'}.`,
    );
    return 0;
  }

  async #findPlace(): Promise<Place> {
    try {
      const { model } = await this.#ask<{ model: { name: string } }>('/limits/model');
      if (model.name !== 'flat') throw new LimitsUnavailable(`enforcement model ${model.name} is not supported`);
      const { endpoint } = await this.#ask<{ endpoint: { service_id: string; region_id?: string | null } }>(
        `/endpoints/${encodeURIComponent(this.#init.endpointId)}`,
      );
      return { serviceId: endpoint.service_id, regionId: endpoint.region_id ?? undefined };
    } catch (error) {
      // The next request tries again.
      this.#place = undefined;
      throw error;
    }
  }

  async #ask<T>(path: string, query: Readonly<Record<string, string | undefined>> = {}): Promise<T> {
    const { session, url, logger } = this.#init;
    try {
      const answer = await session.request({ endpoint: url, path, query });
      if (answer.status === 200) return (await answer.json()) as T;
      await answer.drop();
      throw new LimitsUnavailable(`the identity service answered ${answer.status} to ${path}`);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      logger.error(`Failed to get limits, likely due to incorrect or insufficient configuration: ${reason}`);
      throw error instanceof LimitsUnavailable ? error : new LimitsUnavailable(reason, { cause: error });
    }
  }
}
