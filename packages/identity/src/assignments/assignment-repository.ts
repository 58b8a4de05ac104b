// SPDX-License-Identifier: Apache-2.0
import type { Client } from '../database/identity-database.js';
import type { AssignmentType, SystemAssignmentType } from '../generated/mysql/client.js';
import { targetId, type Actor, type Assignment, type Target } from './assignment.js';

const SYSTEM = 'system';

export interface AssignmentConditions {
  /** Any of these. */
  readonly actors?: readonly Actor[] | undefined;
  /** Ids of projects and domains. */
  readonly targetIds?: readonly string[] | undefined;
  readonly roleId?: string | undefined;
  readonly inherited?: boolean | undefined;
}

/** Roles on projects and domains, and on the system, which upstream keeps in a table of its own. */
export class AssignmentRepository {
  readonly #client: Client;

  constructor(client: Client) {
    this.#client = client;
  }

  /** Assignments on projects and domains. */
  async list({ actors, targetIds, roleId, inherited }: AssignmentConditions): Promise<Assignment[]> {
    const rows = await this.#client.assignment.findMany({
      where: {
        ...(actors === undefined ? {} : { OR: actorConditions(actors) }),
        ...(targetIds === undefined ? {} : { targetId: { in: [...targetIds] } }),
        ...(roleId === undefined ? {} : { roleId }),
        ...(inherited === undefined ? {} : { inherited }),
      },
    });
    return rows.map(({ type, actorId, targetId: id, ...row }) => ({
      actor: { kind: type.startsWith('User') ? 'user' : 'group', id: actorId },
      target: { kind: type.endsWith('Project') ? 'project' : 'domain', id },
      roleId: row.roleId,
      inherited: row.inherited,
    }));
  }

  async listOnSystem({ actors, roleId }: Pick<AssignmentConditions, 'actors' | 'roleId'>): Promise<Assignment[]> {
    const rows = await this.#client.systemAssignment.findMany({
      where: {
        ...(actors === undefined ? {} : { actorId: { in: actors.map(({ id }) => id) } }),
        ...(roleId === undefined ? {} : { roleId }),
      },
    });
    return rows.map(({ type, actorId, roleId: role, inherited }) => ({
      actor: { kind: type === 'UserSystem' ? 'user' : 'group', id: actorId },
      target: { kind: 'system' },
      roleId: role,
      inherited,
    }));
  }

  /** The ids of the roles that were given to just this actor on just this target. */
  async roleIds(actor: Actor, target: Target, inherited: boolean): Promise<string[]> {
    const rows =
      target.kind === 'system'
        ? await this.#client.systemAssignment.findMany({
            where: { type: systemType(actor), actorId: actor.id, inherited },
          })
        : await this.#client.assignment.findMany({
            where: { type: typeOf(actor, target), actorId: actor.id, targetId: target.id, inherited },
          });
    return rows.map(({ roleId }) => roleId);
  }

  /** Does nothing for an assignment that exists. */
  async create({ actor, target, roleId, inherited }: Assignment): Promise<void> {
    if (target.kind === 'system') {
      const key = { type: systemType(actor), actorId: actor.id, targetId: SYSTEM, roleId, inherited };
      await this.#client.systemAssignment.upsert({
        where: { type_actorId_targetId_roleId_inherited: key },
        create: key,
        update: {},
      });
      return;
    }
    const key = { type: typeOf(actor, target), actorId: actor.id, targetId: target.id, roleId, inherited };
    await this.#client.assignment.upsert({
      where: { type_actorId_targetId_roleId_inherited: key },
      create: key,
      update: {},
    });
  }

  /** Whether there was such an assignment. */
  async delete({ actor, target, roleId, inherited }: Assignment): Promise<boolean> {
    const { count } =
      target.kind === 'system'
        ? await this.#client.systemAssignment.deleteMany({
            where: { type: systemType(actor), actorId: actor.id, roleId, inherited },
          })
        : await this.#client.assignment.deleteMany({
            where: { type: typeOf(actor, target), actorId: actor.id, targetId: targetId(target), roleId, inherited },
          });
    return count > 0;
  }

  async deleteOfActor(kind: Actor['kind'], id: string): Promise<void> {
    const types: AssignmentType[] = kind === 'user' ? ['UserProject', 'UserDomain'] : ['GroupProject', 'GroupDomain'];
    await this.#client.assignment.deleteMany({ where: { actorId: id, type: { in: types } } });
    await this.#client.systemAssignment.deleteMany({ where: { actorId: id, type: systemType({ kind, id }) } });
  }

  /** @param id - of a project or domain. */
  async deleteOfTarget(id: string): Promise<void> {
    await this.#client.assignment.deleteMany({ where: { targetId: id } });
  }
}

function actorConditions(actors: readonly Actor[]) {
  return (['user', 'group'] as const).flatMap((kind) => {
    const ids = actors.filter((actor) => actor.kind === kind).map(({ id }) => id);
    const type: AssignmentType[] = kind === 'user' ? ['UserProject', 'UserDomain'] : ['GroupProject', 'GroupDomain'];
    return ids.length === 0 ? [] : [{ actorId: { in: ids }, type: { in: type } }];
  });
}

function typeOf(actor: Actor, target: Target): AssignmentType {
  if (actor.kind === 'user') return target.kind === 'project' ? 'UserProject' : 'UserDomain';
  return target.kind === 'project' ? 'GroupProject' : 'GroupDomain';
}

const systemType = (actor: Actor): SystemAssignmentType => (actor.kind === 'user' ? 'UserSystem' : 'GroupSystem');
