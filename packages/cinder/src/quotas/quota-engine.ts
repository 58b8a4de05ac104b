// SPDX-License-Identifier: Apache-2.0
import type { Logger } from '@stackport/config';
import type { RequestContext } from '@stackport/context';
import { toSeconds } from '@stackport/database';
import type { CinderDatabase, CinderTransaction } from '../database.js';
import { OverQuota } from '../errors/base.js';
import { InvalidQuotaValue, QuotaResourceUnknown } from '../errors/quotas.js';
import { QuotaLimits, type QuotaSettings } from './quota-limits.js';
import type { QuotaRepository, QuotaUsageRow } from './quota-repository.js';
import { TYPE_PARTS, type QuotaResource } from './quota-resources.js';
import { ReservationRepository, type ReservationRequest } from './reservation-repository.js';
import { countUsage } from './usage-counter.js';

/** Uuids of what was reserved together: what travels in messages as `reservations`. */
export type Reservations = readonly string[];

export interface QuotaEngineInit {
  readonly database: CinderDatabase;
  readonly repository: QuotaRepository;
  readonly settings: QuotaSettings;
  readonly logger: Logger;
  /** Milliseconds; the clock's by default. */
  readonly clock?: () => number;
}

/**
 * Keeps projects within their limits: upstream's cinder/quota.py. What is wanted is reserved first, and committed in
 * the very transaction that writes the rows which use it, so that usage and rows never differ.
 */
export class QuotaEngine {
  readonly limits: QuotaLimits;
  readonly #database: CinderDatabase;
  readonly #repository: QuotaRepository;
  readonly #reservations: ReservationRepository;
  readonly #settings: QuotaSettings;
  readonly #logger: Logger;
  readonly #clock: () => number;

  constructor(init: QuotaEngineInit) {
    this.limits = new QuotaLimits(init.repository, init.settings);
    this.#database = init.database;
    this.#repository = init.repository;
    this.#reservations = new ReservationRepository(init.database);
    this.#settings = init.settings;
    this.#logger = init.logger;
    this.#clock = init.clock ?? Date.now;
  }

  /**
   * Reserves amounts of resources, all or none.
   * @param deltas - by resource (`volumes`, `gigabytes`, `volumes_<type>`, `backups`, `groups`, …); GiB or a number
   *   of rows; below 0 to give back
   * @param options.projectId - whose, where it is not the caller's
   * @throws OverQuota with the resources that would go over their limits; QuotaResourceUnknown
   */
  async reserve(
    context: RequestContext,
    deltas: Readonly<Record<string, number>>,
    { projectId = context.projectId ?? '', expire }: { projectId?: string | undefined; expire?: Date } = {},
  ): Promise<Reservations> {
    const resources = await this.#resources(Object.keys(deltas), true);
    const limits = await this.limits.of(projectId, resources);
    const requests = resources.map(({ name }): ReservationRequest => ({
      resource: name,
      delta: deltas[name] ?? 0,
      limit: limits.get(name) ?? -1,
    }));
    const until = expire ?? new Date(this.#clock() + this.#settings.reservation_expire * 1000);
    for (let attempt = 1; ; attempt += 1) {
      await this.#prepareUsages(projectId, resources);
      const created = await this.#reservations.create(projectId, requests, toSeconds(until));
      if (created !== undefined) return created;
      const usages = await this.#repository.usages(projectId, Object.keys(deltas));
      const overs = requests.filter((request) => isOver(request, usages.get(request.resource)));
      // What was missing may have been given back since: then it is tried again.
      if (overs.length > 0 || attempt === RESERVE_ATTEMPTS) throw overQuota(overs, limits, usages);
    }
  }

  /**
   * Turns reservations into use.
   * @param options.transaction - the one that writes what they were made for; its own where there is none to share
   * @param options.projectId - taken for symmetry: reservations know whose they are
   */
  async commit(
    _context: RequestContext,
    reservations: Reservations | null | undefined,
    { transaction }: { projectId?: string | null | undefined; transaction?: CinderTransaction } = {},
  ): Promise<void> {
    if (!reservations?.length) return;
    if (transaction !== undefined) await this.#reservations.commit(transaction, reservations);
    else await this.#database.transaction((tx) => this.#reservations.commit(tx, reservations));
  }

  /**
   * Gives reservations back. Without a transaction of the caller's a failure is logged and no error: the reservations
   * expire by themselves.
   */
  async rollback(
    _context: RequestContext,
    reservations: Reservations | null | undefined,
    { transaction }: { projectId?: string | null | undefined; transaction?: CinderTransaction } = {},
  ): Promise<void> {
    if (!reservations?.length) return;
    if (transaction !== undefined) {
      await this.#reservations.rollback(transaction, reservations);
      return;
    }
    try {
      await this.#database.transaction((tx) => this.#reservations.rollback(tx, reservations));
    } catch (error) {
      this.#logger.error(`Failed to roll back reservations ${reservations.join(', ')}`, error);
    }
  }

  /**
   * Adds the volume type's own resources to deltas of `volumes`, `gigabytes` and `snapshots`; also of a type that was
   * deleted since. The record that was given is changed and answered.
   */
  async addVolumeTypeOptions(
    _context: RequestContext,
    deltas: Record<string, number>,
    volumeTypeId: string | null | undefined,
  ): Promise<Record<string, number>> {
    if (volumeTypeId === null || volumeTypeId === undefined) return deltas;
    const name = await this.#repository.volumeTypeName(volumeTypeId);
    if (name === null) return deltas;
    for (const part of TYPE_PARTS) {
      const delta = deltas[part];
      if (delta !== undefined) deltas[`${part}_${name}`] = delta;
    }
    return deltas;
  }

  /**
   * Checks values against plain limits (`per_volume_gigabytes`), that nothing is counted for.
   * @throws OverQuota, InvalidQuotaValue for values below 0, QuotaResourceUnknown
   */
  async limitCheck(
    context: RequestContext,
    values: Readonly<Record<string, number>>,
    { projectId = context.projectId ?? '' }: { projectId?: string | undefined } = {},
  ): Promise<void> {
    const unders = Object.keys(values).filter((name) => (values[name] ?? 0) < 0);
    if (unders.length > 0) throw new InvalidQuotaValue(unders.sort());
    const resources = await this.#resources(Object.keys(values), false);
    const limits = await this.limits.of(projectId, resources);
    const overs = [...limits].filter(([name, limit]) => limit >= 0 && limit < (values[name] ?? 0));
    if (overs.length === 0) return;
    throw new OverQuota(overs.map(([name]) => name).sort(), Object.fromEntries(limits), {});
  }

  /** Gives back what expired; on a timer and at start. @returns how many reservations that were */
  async expireReservations(): Promise<number> {
    const expired = await this.#reservations.expire(new Date(this.#clock()));
    if (expired > 0) this.#logger.info(`Gave back ${expired} reservations that had expired`);
    return expired;
  }

  /** Renames the resources of a volume type, in the transaction that renames it. */
  async renameVolumeType(tx: CinderTransaction, from: string, to: string): Promise<void> {
    await this.#repository.renameResources(tx, new Map(TYPE_PARTS.map((part) => [`${part}_${from}`, `${part}_${to}`])));
  }

  async #resources(names: readonly string[], counted: boolean): Promise<QuotaResource[]> {
    const known = new Map((await this.limits.resources(...ALL_SCOPES)).map((resource) => [resource.name, resource]));
    const found = names.map((name) => known.get(name)).filter((resource) => resource !== undefined);
    const fitting = found.filter(({ part }) => (part !== undefined) === counted);
    if (fitting.length === names.length) return fitting;
    const fittingNames = new Set(fitting.map(({ name }) => name));
    throw new QuotaResourceUnknown(names.filter((name) => !fittingNames.has(name)).sort());
  }

  /** Makes the usages that are not there, and counts those anew that are due. */
  async #prepareUsages(projectId: string, resources: readonly QuotaResource[]): Promise<void> {
    const usages = await this.#repository.usages(
      projectId,
      resources.map(({ name }) => name),
    );
    const untilRefresh = this.#settings.until_refresh || null;
    const counting = { withoutSnapshotSizes: this.#settings.no_snapshot_gb_quota };
    for (const resource of resources) {
      const usage = usages.get(resource.name);
      const count = (tx: CinderTransaction) => countUsage(tx, projectId, resource, counting);
      if (usage === undefined) await this.#reservations.createUsage(projectId, resource.name, untilRefresh, count);
      else if (this.#isDue(usage)) await this.#reservations.refreshUsage(usage, untilRefresh, count);
      else {
        const left = usage.untilRefresh === null ? untilRefresh : Math.min(usage.untilRefresh - 1, untilRefresh ?? 0);
        const next = left === 0 ? null : left;
        if (next !== usage.untilRefresh) await this.#reservations.updateUntilRefresh(usage, next);
      }
    }
  }

  #isDue(usage: QuotaUsageRow): boolean {
    // Below 0 it is wrong, whatever the settings say.
    if (usage.inUse < 0) return true;
    if (usage.untilRefresh !== null) return usage.untilRefresh <= 1;
    const { max_age: maxAge } = this.#settings;
    return maxAge > 0 && usage.updatedAt !== null && this.#clock() - usage.updatedAt.getTime() >= maxAge * 1000;
  }
}

const ALL_SCOPES = ['volumes', 'groups', 'consistencygroups'] as const;
/** How often a reservation is tried whose limit had room when it was looked at again. */
const RESERVE_ATTEMPTS = 5;

function isOver({ delta, limit }: ReservationRequest, usage: QuotaUsageRow | undefined): boolean {
  return limit >= 0 && delta >= 0 && limit < delta + (usage?.inUse ?? 0) + (usage?.reserved ?? 0);
}

function overQuota(
  overs: readonly ReservationRequest[],
  limits: ReadonlyMap<string, number>,
  usages: ReadonlyMap<string, QuotaUsageRow>,
): OverQuota {
  return new OverQuota(
    overs.map(({ resource }) => resource).sort(),
    Object.fromEntries(limits),
    Object.fromEntries([...usages].map(([name, { inUse, reserved }]) => [name, { inUse, reserved }])),
  );
}
