// SPDX-License-Identifier: Apache-2.0
import type { RequestContext } from '@stackport/context';
import { Invalid } from '../errors/base.js';
import { isUuidLike } from '../uuid.js';
import type { GroupTexts, SecurityGroup, SecurityGroupRule, SecurityGroups } from './network-resources.js';
import type { Networks } from './networks.js';
import { checkIsNew, newRule, type RuleArguments } from './new-security-group-rule.js';

/** What a client says of a group: no schema was there to check it. */
export interface GivenTexts {
  readonly name?: unknown;
  readonly description?: unknown;
}

/** Characters that a name and a description may have. */
const LONGEST = 255;

/** The project's security groups, with the checks that are nova's own (nova 26, api/openstack/compute/security_groups.py). */
export class SecurityGroupService {
  readonly #networks: Networks;

  constructor(networks: Networks) {
    this.#networks = networks;
  }

  list(context: RequestContext, ofAllProjects: boolean): Promise<readonly SecurityGroup[]> {
    return this.#groups(context).list(context, ofAllProjects && context.isAdmin);
  }

  /** Throws `Invalid`, `SecurityGroupNotFound`. */
  async get(context: RequestContext, id: string): Promise<SecurityGroup> {
    return this.#groups(context).get(context, checkedId(id));
  }

  /** Throws `Invalid`, `SecurityGroupLimitExceeded`. */
  async create(context: RequestContext, given: GivenTexts): Promise<SecurityGroup> {
    return this.#groups(context).create(context, checkedTexts(given));
  }

  /** Throws as `get` and `create`. */
  async update(context: RequestContext, id: string, given: GivenTexts): Promise<SecurityGroup> {
    await this.get(context, id);
    return this.#groups(context).update(context, id, checkedTexts(given));
  }

  /** Throws as `get`, and `Invalid` where it is in use. */
  async delete(context: RequestContext, id: string): Promise<void> {
    await this.#groups(context).delete(context, checkedId(id));
  }

  /** Throws as `get`, of both groups, and as `newRule`; `Invalid` and `SecurityGroupLimitExceeded` where there is such a rule. */
  async createRule(
    context: RequestContext,
    given: RuleArguments & { readonly parent_group_id?: unknown },
  ): Promise<SecurityGroupRule> {
    const { parent_group_id: parentId, group_id: sourceId } = given;
    const groups = this.#groups(context);
    const group = await groups.get(context, checkedId(parentId));
    if (sourceId !== undefined && sourceId !== null) await groups.get(context, checkedId(sourceId));
    const rule = newRule(group.id, given);
    checkIsNew(group, rule);
    return groups.createRule(context, rule);
  }

  /** Throws `Invalid`, `SecurityGroupRuleNotFound`. */
  async deleteRule(context: RequestContext, id: string): Promise<void> {
    await this.#groups(context).deleteRule(context, checkedId(id));
  }

  #groups(context: RequestContext): SecurityGroups {
    return this.#networks.resources(context).securityGroups;
  }
}

/** Throws `Invalid`. */
function checkedId(id: unknown): string {
  if (!isUuidLike(id)) throw new Invalid('Security group id should be uuid');
  return id as string;
}

/** Throws `Invalid`. */
function checkedTexts({ name, description }: GivenTexts): GroupTexts {
  return { name: checkedText(name, 'name'), description: checkedText(description, 'description') };
}

/** In upstream's words (oslo.utils, check_string_length). */
function checkedText(value: unknown, what: string): string {
  if (typeof value !== 'string') throw new Invalid(`${what} is not a string or unicode`);
  const { length } = Array.from(value);
  if (length > LONGEST) throw new Invalid(`${what} has ${length} characters, more than ${LONGEST}.`);
  return value;
}
