// SPDX-License-Identifier: Apache-2.0
import { DEFAULT_QUOTA_CLASS, type QuotaRepository } from './quota-repository.js';
import { quotaResources, type QuotaDefaults, type QuotaResource, type QuotaScope } from './quota-resources.js';

/** What of the options the quotas go by; `quotaOptions` has them all. */
export interface QuotaSettings extends QuotaDefaults {
  /** Seconds. */
  readonly reservation_expire: number;
  readonly until_refresh: number;
  /** Seconds. */
  readonly max_age: number;
  readonly use_default_quota_class: boolean;
  readonly no_snapshot_gb_quota: boolean;
}

/** A limit, with what is used of it. -1 is no limit. */
export interface QuotaState {
  readonly limit: number;
  readonly inUse: number;
  readonly reserved: number;
}

/** Which limits hold for whom: a project's own, else those of the class `default`, else the options'. */
export class QuotaLimits {
  readonly #repository: QuotaRepository;
  readonly #settings: QuotaSettings;

  constructor(repository: QuotaRepository, settings: QuotaSettings) {
    this.#repository = repository;
    this.#settings = settings;
  }

  /** All resources of some scopes; those of volume types as of now. */
  async resources(...scopes: readonly QuotaScope[]): Promise<QuotaResource[]> {
    const volumeTypes = scopes.includes('volumes') ? await this.#repository.volumeTypes() : [];
    return scopes.flatMap((scope) => quotaResources(scope, this.#settings, volumeTypes));
  }

  /** A project's limits of some resources. */
  async of(projectId: string, resources: readonly QuotaResource[]): Promise<Map<string, number>> {
    const [own, defaults] = await Promise.all([this.#repository.projectLimits(projectId), this.defaultsOf(resources)]);
    return new Map(resources.map(({ name }) => [name, own.get(name) ?? defaults.get(name) ?? -1]));
  }

  /** What holds for a project that has no limits of its own. */
  async defaultsOf(resources: readonly QuotaResource[]): Promise<Map<string, number>> {
    const defaults = this.#settings.use_default_quota_class
      ? await this.#repository.classLimits(DEFAULT_QUOTA_CLASS)
      : new Map<string, number>();
    return new Map(resources.map(({ name, defaultLimit }) => [name, defaults.get(name) ?? defaultLimit]));
  }

  /** The limits of a class. Those that it has none of are the defaults', whether or not projects go by them. */
  async ofClass(className: string, resources: readonly QuotaResource[]): Promise<Map<string, number>> {
    const [own, defaults] = await Promise.all([
      this.#repository.classLimits(className),
      this.#repository.classLimits(DEFAULT_QUOTA_CLASS),
    ]);
    return new Map(
      resources.map(({ name, defaultLimit }) => [name, own.get(name) ?? defaults.get(name) ?? defaultLimit]),
    );
  }

  /** Limits and usages of a project. */
  async states(projectId: string, resources: readonly QuotaResource[]): Promise<Map<string, QuotaState>> {
    const [limits, usages] = await Promise.all([this.of(projectId, resources), this.#repository.usages(projectId)]);
    return new Map(
      [...limits].map(([name, limit]) => {
        const usage = usages.get(name);
        return [name, { limit, inUse: usage?.inUse ?? 0, reserved: usage?.reserved ?? 0 }];
      }),
    );
  }
}
