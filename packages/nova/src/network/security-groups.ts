// SPDX-License-Identifier: Apache-2.0
import type { RequestContext } from '@stackport/context';
import { NoUniqueMatch, SecurityGroupNotFound } from '../errors/network.js';
import type { NeutronSession } from './neutron-session.js';

/** The group that neutron puts ports into where none is named. */
const DEFAULT = 'default';

/**
 * Ids of groups that a project names; a name is the stronger where it is another group's id too (nova 26,
 * network/neutron.py, _process_security_groups). The default alone needs no naming.
 */
export async function securityGroupIds(
  session: NeutronSession,
  context: RequestContext,
  projectId: string,
  names: readonly string[],
  missing = (name: string): Error => new SecurityGroupNotFound(name),
): Promise<readonly string[]> {
  const wanted = names.length === 1 && names[0] === DEFAULT ? [] : names;
  if (wanted.length === 0) return [];
  const groups = await session.list(context, 'user', 'security-groups', {
    tenant_id: projectId,
    fields: ['id', 'name'],
  });
  return wanted.map((name) => {
    const named = groups.filter((group) => group.name === name);
    if (named.length > 1) throw new NoUniqueMatch(name);
    const found = named[0] ?? groups.find((group) => group.id === name);
    if (found === undefined) throw missing(name);
    return String(found.id);
  });
}
