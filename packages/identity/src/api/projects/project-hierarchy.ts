// SPDX-License-Identifier: Apache-2.0
import { Inject, Injectable } from '@nestjs/common';
import type { Request } from '@stackport/wsgi';
import { Assignments } from '../../assignments/assignments.js';
import type { JsonObject } from '../../common/fields.js';
import { ValidationError } from '../../errors.js';
import { Limits } from '../../limits/limits.js';
import type { Project } from '../../projects/project.js';
import { Projects } from '../../projects/projects.js';
import { limitView } from '../limits/limit-view.js';
import { callerOf } from '../shared/identity-context.js';
import { memberView } from '../shared/views.js';
import { projectView } from './project-view.js';

/** What `parents_as_list`, `parents_as_ids`, `subtree_as_list` and `subtree_as_ids` add to a project. */
@Injectable()
export class ProjectHierarchy {
  constructor(
    @Inject(Projects) private readonly projects: Projects,
    @Inject(Assignments) private readonly assignments: Assignments,
    @Inject(Limits) private readonly limits: Limits,
  ) {}

  /** Lists hold the projects only in which the caller has a role. Throws `ValidationError` for both forms at once. */
  async around(request: Request, project: Project): Promise<JsonObject> {
    const asked = (name: string): boolean => request.query.has(name) && request.query.get(name) !== '0';
    const { tree } = this.projects;
    for (const what of ['parents', 'subtree'])
      if (asked(`${what}_as_list`) && asked(`${what}_as_ids`))
        throw new ValidationError(`Cannot use ${what}_as_list and ${what}_as_ids query params at the same time.`);
    const parents = asked('parents_as_list')
      ? { parents: await this.#visible(request, await tree.ancestors(project), asked('include_limits')) }
      : asked('parents_as_ids')
        ? { parents: await tree.ancestorsAsIds(project) }
        : {};
    const subtree = asked('subtree_as_list')
      ? { subtree: await this.#visible(request, await tree.descendants(project.id), asked('include_limits')) }
      : asked('subtree_as_ids')
        ? { subtree: await tree.descendantsAsIds(project.id) }
        : {};
    return { ...parents, ...subtree };
  }

  async #visible(request: Request, projects: readonly Project[], withLimits: boolean): Promise<JsonObject[]> {
    const own = new Set((await this.assignments.projectsOf(callerOf(request).userId ?? '')).map(({ id }) => id));
    const shown = projects.filter(({ id }) => own.has(id));
    return Promise.all(
      shown.map(async (project) => {
        const limits = withLimits ? { limits: (await this.limits.list({ projectId: project.id })).map(limitView) } : {};
        return memberView(request, 'projects', 'project', { ...projectView(project), ...limits });
      }),
    );
  }
}
