// SPDX-License-Identifier: Apache-2.0
import type { Environment } from '../common/environment.js';
import { newId } from '../common/identifiers.js';
import type { ListFilter } from '../common/list-filter.js';
import { whenTaken } from '../common/when-taken.js';
import { Conflict, Forbidden, notFound, ValidationError } from '../errors.js';
import type { Region, RegionChanges } from './region.js';
import { RegionRepository } from './region-repository.js';

/** Regions, which may lie within another. */
export class Regions {
  readonly #environment: Environment;
  readonly #repository: RegionRepository;

  constructor(environment: Environment) {
    this.#environment = environment;
    this.#repository = new RegionRepository(environment.database.client);
  }

  find(id: string): Promise<Region | undefined> {
    return this.#repository.find(id);
  }

  /** Throws `NotFound`. */
  async get(id: string): Promise<Region> {
    const region = await this.#repository.find(id);
    if (region === undefined) throw notFound('region', id);
    return region;
  }

  list(filter: ListFilter): Promise<Region[]> {
    return this.#repository.list(filter.exact('parent_region_id'));
  }

  /** Throws `Conflict`, `NotFound` for the parent. */
  async create(given: RegionChanges): Promise<Region> {
    const id = given.id === undefined || given.id === '' ? newId() : given.id;
    if ((await this.#repository.find(id)) !== undefined) throw new Conflict('region', `Duplicate ID, ${id}.`);
    const parentRegionId = given.parentRegionId ?? null;
    if (parentRegionId !== null) await this.get(parentRegionId);
    const region: Region = { id, description: given.description ?? '', parentRegionId, extra: given.extra };
    await whenTaken('region', `Duplicate entry found with ID ${id}`, () => this.#repository.create(region));
    return region;
  }

  /** Throws `NotFound`; `ValidationError` for a parent that lies within the region. */
  async update(id: string, changes: RegionChanges): Promise<Region> {
    const parentRegionId = changes.parentRegionId;
    if (parentRegionId != null) await this.get(parentRegionId);
    const before = await this.get(id);
    if (parentRegionId != null && (await this.#isWithin(parentRegionId, id)))
      throw new ValidationError(`The specified parent region ${id} would create a circular region hierarchy.`);
    const region: Region = {
      ...before,
      description: changes.description === undefined ? before.description : (changes.description ?? ''),
      parentRegionId: parentRegionId === undefined ? before.parentRegionId : parentRegionId,
      extra: { ...before.extra, ...changes.extra },
    };
    await this.#repository.update(region);
    await this.#environment.changes.note();
    return region;
  }

  /** With the regions within it. Throws `NotFound`; `Forbidden` while any of them has endpoints. */
  async delete(id: string): Promise<void> {
    await this.get(id);
    const all = await this.#below(id);
    if (await this.#repository.hasEndpoints(all))
      throw new Forbidden(`Unable to delete region ${id} because it or its child regions have associated endpoints.`);
    await this.#environment.database.transaction((tx) => new RegionRepository(tx).delete(all));
  }

  async #isWithin(id: string, ancestor: string): Promise<boolean> {
    let next: string | null = id;
    while (next !== null) {
      if (next === ancestor) return true;
      next = (await this.#repository.find(next))?.parentRegionId ?? null;
    }
    return false;
  }

  async #below(id: string): Promise<string[]> {
    const children = await this.#repository.list(id);
    const deeper = await Promise.all(children.map((child) => this.#below(child.id)));
    return [...deeper.flat(), id];
  }
}
