// SPDX-License-Identifier: Apache-2.0
import type { RawParameter } from '@stackport/database';
import type { PlacementDatabase } from '../database.js';
import type { InventoryValues } from '../inventories/inventory.js';

/** A provider by its place in its tree. */
export interface ProviderNode {
  readonly id: number;
  readonly uuid: string;
  readonly rootId: number;
  readonly parentId: number | null;
}

/** What a provider has of a class, and what of it is used. */
export interface Stock extends InventoryValues {
  readonly providerId: number;
  readonly classId: number;
  readonly used: number;
}

export interface StockFilter {
  readonly classIds?: readonly number[];
  readonly providerIds?: readonly number[];
}

export interface TraitFilter {
  readonly traitIds?: readonly number[];
  readonly providerIds?: readonly number[];
}

/** Above this many, all rows are read instead of those of the providers: a statement takes so many parameters only. */
const MOST_IDS = 500;

/**
 * What a search looks through: whole tables, read past Prisma in one query each, since there are many rows and a search is
 * what the service is mostly asked for.
 */
export class SearchRepository {
  constructor(private readonly database: PlacementDatabase) {}

  async providers(): Promise<readonly ProviderNode[]> {
    const rows = await this.database.rawQuery(
      'SELECT id, uuid, root_provider_id, parent_provider_id FROM `resource_providers` ORDER BY id',
      [],
      { id: 'number', uuid: 'text', root_provider_id: 'number', parent_provider_id: 'number' },
    );
    return rows.map(({ id, uuid, root_provider_id: rootId, parent_provider_id: parentId }) => ({
      id: id ?? 0,
      uuid: uuid ?? '',
      rootId: rootId ?? id ?? 0,
      parentId,
    }));
  }

  async stock({ classIds, providerIds }: StockFilter): Promise<readonly Stock[]> {
    const ofClass = condition('resource_class_id', classIds);
    const ofProvider = condition('resource_provider_id', providerIds);
    const where = whereOf(ofClass.sql, ofProvider.sql);
    const parameters = [...ofClass.parameters, ...ofProvider.parameters];
    const rows = await this.database.rawQuery(
      `SELECT i.resource_provider_id AS provider_id, i.resource_class_id AS class_id, i.total, i.reserved, i.min_unit,
         i.max_unit, i.step_size, i.allocation_ratio, u.used
       FROM (SELECT * FROM \`inventories\` ${where}) AS i
       LEFT JOIN (
         SELECT resource_provider_id, resource_class_id, SUM(used) AS used
         FROM \`allocations\` ${where} GROUP BY resource_provider_id, resource_class_id
       ) AS u ON i.resource_provider_id = u.resource_provider_id AND i.resource_class_id = u.resource_class_id
       ORDER BY i.id`,
      [...parameters, ...parameters],
      {
        provider_id: 'number',
        class_id: 'number',
        total: 'number',
        reserved: 'number',
        min_unit: 'number',
        max_unit: 'number',
        step_size: 'number',
        allocation_ratio: 'number',
        used: 'number',
      },
    );
    return rows.map((row) => ({
      providerId: row.provider_id ?? 0,
      classId: row.class_id ?? 0,
      total: row.total ?? 0,
      reserved: row.reserved ?? 0,
      minUnit: row.min_unit ?? 1,
      maxUnit: row.max_unit ?? 0,
      stepSize: row.step_size ?? 1,
      allocationRatio: row.allocation_ratio ?? 1,
      used: row.used ?? 0,
    }));
  }

  /** Pairs of provider and trait. */
  async traits({ traitIds, providerIds }: TraitFilter): Promise<readonly (readonly [number, number])[]> {
    const ofTrait = condition('trait_id', traitIds);
    const ofProvider = condition('resource_provider_id', providerIds);
    const rows = await this.database.rawQuery(
      `SELECT resource_provider_id, trait_id FROM \`resource_provider_traits\` ${whereOf(ofTrait.sql, ofProvider.sql)}
       ORDER BY resource_provider_id, trait_id`,
      [...ofTrait.parameters, ...ofProvider.parameters],
      { resource_provider_id: 'number', trait_id: 'number' },
    );
    return rows.map(({ resource_provider_id: providerId, trait_id: traitId }) => [providerId ?? 0, traitId ?? 0]);
  }

  /** Pairs of provider and aggregate. */
  async aggregates(): Promise<readonly (readonly [number, string])[]> {
    const rows = await this.database.rawQuery(
      `SELECT l.resource_provider_id, a.uuid FROM \`resource_provider_aggregates\` AS l
       JOIN \`placement_aggregates\` AS a ON l.aggregate_id = a.id ORDER BY l.resource_provider_id, a.id`,
      [],
      { resource_provider_id: 'number', uuid: 'text' },
    );
    return rows.map(({ resource_provider_id: providerId, uuid }) => [providerId ?? 0, uuid ?? '']);
  }
}

function condition(column: string, ids: readonly number[] | undefined): { sql: string; parameters: RawParameter[] } {
  if (ids === undefined || ids.length > MOST_IDS) return { sql: '', parameters: [] };
  if (ids.length === 0) return { sql: '1 = 0', parameters: [] };
  return { sql: `${column} IN (${ids.map(() => '?').join(', ')})`, parameters: [...ids] };
}

function whereOf(...clauses: readonly string[]): string {
  const used = clauses.filter((clause) => clause !== '');
  return used.length === 0 ? '' : `WHERE ${used.join(' AND ')}`;
}
