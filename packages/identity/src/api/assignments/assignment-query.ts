// SPDX-License-Identifier: Apache-2.0
import { ValidationError } from '../../errors.js';

/** What a list of role assignments is asked for. */
export interface AssignmentQuery {
  readonly userId: string | undefined;
  readonly groupId: string | undefined;
  readonly roleId: string | undefined;
  readonly projectId: string | undefined;
  readonly domainId: string | undefined;
  readonly system: boolean | undefined;
  readonly inherited: boolean | undefined;
  readonly effective: boolean;
  readonly withNames: boolean;
  readonly withSubtree: boolean;
  /** Throws `ValidationError` for conditions that cannot go together. */
  assertConsistent(): void;
}

export function readAssignmentQuery(query: URLSearchParams): AssignmentQuery {
  const text = (name: string): string | undefined => query.get(name) ?? undefined;
  // Upstream: a flag that is named is set, unless it is 0.
  const flag = (name: string): boolean => query.has(name) && query.get(name) !== '0';
  const filled = (name: string): boolean => (text(name) ?? '') !== '';
  const inherited = query.has('scope.OS-INHERIT:inherited_to')
    ? query.get('scope.OS-INHERIT:inherited_to') === 'projects'
    : undefined;
  const effective = flag('effective');
  return {
    userId: text('user.id'),
    groupId: text('group.id'),
    roleId: text('role.id'),
    projectId: text('scope.project.id'),
    domainId: text('scope.domain.id'),
    system: text('scope.system') === 'all' ? true : undefined,
    inherited,
    effective,
    withNames: flag('include_names'),
    withSubtree: flag('include_subtree'),
    assertConsistent() {
      const refuse = (wrong: boolean, message: string): void => {
        if (wrong) throw new ValidationError(message);
      };
      refuse(filled('scope.domain.id') && filled('scope.project.id'), 'Specify a domain or project, not both');
      refuse(filled('scope.domain.id') && filled('scope.system'), 'Specify system or domain, not both');
      refuse(filled('scope.project.id') && filled('scope.system'), 'Specify system or project, not both');
      refuse(filled('user.id') && filled('group.id'), 'Specify a user or group, not both');
      refuse(
        effective && filled('group.id'),
        'Combining effective and group filter will always result in an empty list.',
      );
      refuse(
        effective && inherited === true && filled('scope.domain.id'),
        'Combining effective, domain and inherited filters will always result in an empty list.',
      );
    },
  };
}
