// SPDX-License-Identifier: Apache-2.0
import type { RequestContext } from '@stackport/context';
import { afterMarker, orderByKeys, type SortKey } from '@stackport/database';
import type { GlanceDatabase } from '../database.js';
import { imagesWhere, type ImageFilters } from './image-filters.js';
import { withRelations, type ImageRepository } from './image-repository.js';
import type { Image } from './image.js';

const COLUMNS = {
  name: { field: 'name', nullable: true },
  status: { field: 'status' },
  container_format: { field: 'containerFormat', nullable: true },
  disk_format: { field: 'diskFormat', nullable: true },
  size: { field: 'size', nullable: true },
  id: { field: 'id' },
  created_at: { field: 'createdAt' },
  updated_at: { field: 'updatedAt', nullable: true },
} as const;

/** What a list of images can be sorted by, under the wire's names. */
export type ImageSortKey = keyof typeof COLUMNS;
export const imageSortKeys = Object.keys(COLUMNS) as ImageSortKey[];

type Direction = 'asc' | 'desc';

export interface ImageListQuery {
  readonly filters: ImageFilters;
  readonly sortKeys: readonly ImageSortKey[];
  /** One for all keys, or one for each. */
  readonly sortDirections: readonly Direction[];
  /** Images at most. */
  readonly limit: number;
  /** Id of the last image of the page before. */
  readonly marker?: string;
}

/** One page of the images that the caller may see. Throws `ImageNotFound` for a marker that is none of them. */
export async function listImages(
  database: GlanceDatabase,
  repository: ImageRepository,
  context: RequestContext,
  query: ImageListQuery,
): Promise<Image[]> {
  const keys = totalOrder(query.sortKeys, query.sortDirections);
  const where = imagesWhere(context, query.filters);
  const marker = query.marker === undefined ? undefined : (await repository.get(context, query.marker)).fields;
  const rows = await database.client.image.findMany({
    where: marker === undefined ? where : { AND: [where, afterMarker(keys, { ...marker })] },
    orderBy: orderByKeys(keys),
    take: query.limit,
    include: withRelations,
  });
  return rows.map((row) => repository.imageOf(row, membership(context, row)));
}

/** The keys with those added that make the order total, each with its direction. */
function totalOrder(sortKeys: readonly ImageSortKey[], directions: readonly Direction[]): SortKey[] {
  const rest = directions.length === 1 ? (directions[0] ?? 'desc') : 'desc';
  const keys: ImageSortKey[] = [...sortKeys];
  for (const key of ['created_at', 'id'] as const) if (!keys.includes(key)) keys.push(key);
  return keys.map((key, index) => ({
    ...COLUMNS[key],
    direction: index < sortKeys.length && directions.length > 1 ? (directions[index] ?? rest) : rest,
  }));
}

/** A shared image of another project is in the list because the caller's project is its member. */
function membership(
  context: RequestContext,
  row: { readonly visibility: string; readonly owner: string | null },
): string | null {
  const projectId = context.projectId ?? null;
  return !context.isAdmin && row.visibility === 'shared' && row.owner !== projectId ? projectId : null;
}
