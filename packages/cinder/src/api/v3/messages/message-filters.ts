// SPDX-License-Identifier: Apache-2.0
import type { Prisma } from '../../../generated/mysql/client.js';
import type { QueryFilters } from '../../../resource-filters/resource-filters.js';

const COLUMNS: Readonly<Record<string, keyof Prisma.MessageWhereInput>> = {
  id: 'id',
  event_id: 'eventId',
  resource_type: 'resourceType',
  resource_uuid: 'resourceUuid',
  request_id: 'requestId',
  message_level: 'messageLevel',
  action_id: 'actionId',
  detail_id: 'detailId',
  project_id: 'projectId',
};

/** The filters of a query; a name with `~` behind it looks within the value. @returns undefined for unknown ones */
export function messageFilters(filters: QueryFilters): Prisma.MessageWhereInput | undefined {
  const where: Prisma.MessageWhereInput[] = [];
  for (const [name, value] of Object.entries(filters)) {
    const like = name.endsWith('~');
    const plain = like ? name.slice(0, -1) : name;
    const column = Object.hasOwn(COLUMNS, plain) ? COLUMNS[plain] : undefined;
    if (column === undefined) return undefined;
    where.push({ [column]: like ? { contains: value } : value });
  }
  return { AND: where };
}
