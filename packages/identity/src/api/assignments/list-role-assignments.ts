// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Req } from '@nestjs/common';
import { Operation } from '@stackport/api';
import type { Request } from '@stackport/wsgi';
import type { EffectiveAssignment } from '../../assignments/assignment.js';
import { Assignments } from '../../assignments/assignments.js';
import { ValidationError } from '../../errors.js';
import { Projects } from '../../projects/projects.js';
import { projectView } from '../projects/project-view.js';
import { Access } from '../shared/access.js';
import { baseUrl, fullUrl } from '../shared/base-url.js';
import { callerOf } from '../shared/identity-context.js';
import { AssignmentNames, idsOnly } from './assignment-names.js';
import { assignmentView } from './assignment-view.js';
import { readAssignmentQuery, type AssignmentQuery } from './assignment-query.js';

const LIST = 'identity:list_role_assignments';
const LIST_TREE = 'identity:list_role_assignments_for_tree';

@Controller('v3')
export class ListRoleAssignments {
  constructor(
    @Inject(Assignments) private readonly assignments: Assignments,
    @Inject(Projects) private readonly projects: Projects,
    @Inject(AssignmentNames) private readonly names: AssignmentNames,
    @Inject(Access) private readonly access: Access,
  ) {}

  @Operation({
    method: 'GET',
    path: '/role_assignments',
    policy: { rule: [LIST, LIST_TREE], target: 'resource' },
    success: 200,
  })
  async handle(@Req() request: Request): Promise<unknown> {
    const query = readAssignmentQuery(request.query);
    const { domainId } = callerOf(request);
    await this.#authorize(request, query, domainId);
    if (query.withSubtree && query.projectId === undefined)
      throw new ValidationError('scope.project.id must be specified if include_subtree is also specified');
    query.assertConsistent();
    const found = await this.#find(query);
    const visible = domainId === undefined || query.withSubtree ? found : await this.#within(domainId, found);
    const naming = query.withNames ? await this.names.of(visible) : idsOnly;
    return {
      role_assignments: visible.map((one) => assignmentView(one, naming, baseUrl(request))),
      links: { next: null, self: fullUrl(request), previous: null },
    };
  }

  async #authorize(
    request: Request,
    { withSubtree, projectId }: AssignmentQuery,
    domainId: string | undefined,
  ): Promise<void> {
    if (!withSubtree)
      return this.access.authorize(request, LIST, domainId === undefined ? {} : { domain_id: domainId });
    const project = projectId === undefined ? undefined : await this.projects.get(projectId);
    await this.access.authorize(
      request,
      LIST_TREE,
      project === undefined ? {} : { project: projectView(project), domain_id: project.domainId },
    );
  }

  async #find(query: AssignmentQuery): Promise<EffectiveAssignment[]> {
    const { userId, groupId, projectId, domainId, roleId, system, inherited, withSubtree } = query;
    const load = query.effective || withSubtree;
    const project = projectId === undefined || !load ? undefined : await this.projects.get(projectId);
    if (query.effective)
      return this.assignments.listEffective({ userId, project, withSubtree, domainId, inherited, roleId });
    const below = project === undefined || !withSubtree ? [] : await this.projects.tree.descendants(project.id);
    const actor =
      userId !== undefined
        ? ({ kind: 'user', id: userId } as const)
        : groupId !== undefined
          ? ({ kind: 'group', id: groupId } as const)
          : undefined;
    const projectIds = projectId === undefined ? undefined : [projectId, ...below.map(({ id }) => id)];
    return this.assignments.listDirect({ actor, projectIds, domainId, system, roleId, inherited });
  }

  async #within(domainId: string, found: readonly EffectiveAssignment[]): Promise<EffectiveAssignment[]> {
    const ids = [...new Set(found.flatMap(({ target }) => (target.kind === 'project' ? [target.id] : [])))];
    const own = new Set(
      (await this.projects.listByIds(ids)).filter((project) => project.domainId === domainId).map(({ id }) => id),
    );
    return found.filter(({ target }) =>
      target.kind === 'domain' ? target.id === domainId : target.kind === 'project' && own.has(target.id),
    );
  }
}
