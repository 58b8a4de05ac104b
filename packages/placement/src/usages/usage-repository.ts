// SPDX-License-Identifier: Apache-2.0
import type { PlacementDatabase } from '../database.js';

/** Whose usage is asked for; ids as Keystone has them. */
export interface UsageOwner {
  readonly project: string;
  readonly user: string | undefined;
}

/** Of consumers of which type: null for those of which nobody has told. */
export type TypeFilter = { readonly name: string | null } | undefined;

export interface UsageSum {
  readonly resourceClassId: number;
  readonly used: number;
}

export interface TypedUsageSum extends UsageSum {
  readonly type: string | null;
}

const OWNED = `
  FROM \`allocations\` AS a
  JOIN \`consumers\` AS c ON a.consumer_id = c.uuid
  JOIN \`projects\` AS p ON c.project_id = p.id
  LEFT JOIN \`users\` AS u ON c.user_id = u.id
  LEFT JOIN \`consumer_types\` AS t ON c.consumer_type_id = t.id`;

/** Sums over `allocations`, which the database makes: a project may have many. */
export class UsageRepository {
  constructor(private readonly database: PlacementDatabase) {}

  async sums(owner: UsageOwner, type?: TypeFilter): Promise<readonly UsageSum[]> {
    const { where, parameters } = conditions(owner, type);
    const rows = await this.database.rawQuery(
      `SELECT a.resource_class_id AS class_id, SUM(a.used) AS used ${OWNED} ${where} GROUP BY a.resource_class_id`,
      parameters,
      { class_id: 'number', used: 'number' },
    );
    return rows.map(({ class_id: id, used }) => ({ resourceClassId: id ?? 0, used: used ?? 0 }));
  }

  /** How many consumers have something. */
  async consumers(owner: UsageOwner, type?: TypeFilter): Promise<number> {
    const { where, parameters } = conditions(owner, type);
    const [row] = await this.database.rawQuery(
      `SELECT COUNT(DISTINCT a.consumer_id) AS consumers ${OWNED} ${where}`,
      parameters,
      { consumers: 'number' },
    );
    return row?.consumers ?? 0;
  }

  async sumsByType(owner: UsageOwner, type?: TypeFilter): Promise<readonly TypedUsageSum[]> {
    const { where, parameters } = conditions(owner, type);
    const rows = await this.database.rawQuery(
      `SELECT t.name AS type, a.resource_class_id AS class_id, SUM(a.used) AS used ${OWNED} ${where}
       GROUP BY t.name, a.resource_class_id`,
      parameters,
      { type: 'text', class_id: 'number', used: 'number' },
    );
    return rows.map(({ type: name, class_id: id, used }) => ({
      type: name,
      resourceClassId: id ?? 0,
      used: used ?? 0,
    }));
  }

  async consumersByType(owner: UsageOwner, type?: TypeFilter): Promise<ReadonlyMap<string | null, number>> {
    const { where, parameters } = conditions(owner, type);
    const rows = await this.database.rawQuery(
      `SELECT t.name AS type, COUNT(DISTINCT a.consumer_id) AS consumers ${OWNED} ${where} GROUP BY t.name`,
      parameters,
      { type: 'text', consumers: 'number' },
    );
    return new Map(rows.map(({ type: name, consumers }) => [name, consumers ?? 0]));
  }
}

function conditions({ project, user }: UsageOwner, type: TypeFilter): { where: string; parameters: string[] } {
  const clauses = ['p.external_id = ?'];
  const parameters = [project];
  if (user !== undefined) {
    clauses.push('u.external_id = ?');
    parameters.push(user);
  }
  if (type !== undefined) {
    clauses.push(type.name === null ? 'c.consumer_type_id IS NULL' : 't.name = ?');
    if (type.name !== null) parameters.push(type.name);
  }
  return { where: `WHERE ${clauses.join(' AND ')}`, parameters };
}
