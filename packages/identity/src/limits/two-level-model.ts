// SPDX-License-Identifier: Apache-2.0
import { Forbidden } from '../errors.js';
import type { Projects } from '../projects/projects.js';
import type { LimitRepository } from './limit-repository.js';
import type { Limit } from './limit.js';

/** The strict two-level model: a project's limit is no greater than its domain's. Throws `Forbidden`. */
export async function assertTwoLevels(
  limits: readonly Limit[],
  repository: LimitRepository,
  projects: Projects,
): Promise<void> {
  for (const limit of limits) if (!(await fits(limit, limits, repository, projects))) throw against(limit);
}

async function fits(
  limit: Limit,
  together: readonly Limit[],
  repository: LimitRepository,
  projects: Projects,
): Promise<boolean> {
  if (limit.projectId === null) {
    const below = await projects.tree.descendants(limit.domainId ?? '');
    const values = await Promise.all(
      below.map(async ({ id }) => (await ofProject(limit, id, repository))?.resourceLimit),
    );
    return values.every((value) => !value || limit.resourceLimit >= value);
  }
  const parentId = (await projects.get(limit.projectId)).parentId ?? '';
  const asked = together.find((other) => other.domainId === parentId && isSameResource(other, limit));
  if (asked !== undefined) return limit.resourceLimit <= asked.resourceLimit;
  const { serviceId, regionId, resourceName } = limit;
  const [given] = await repository.list({ domainId: parentId, serviceId, regionId, resourceName });
  const bound =
    given?.resourceLimit ?? (await repository.listRegistered({ serviceId, regionId, resourceName }))[0]?.defaultLimit;
  return !bound || limit.resourceLimit <= bound;
}

async function ofProject(
  { serviceId, regionId, resourceName }: Limit,
  projectId: string,
  repository: LimitRepository,
): Promise<Limit | undefined> {
  return (await repository.list({ projectId, serviceId, regionId, resourceName }))[0];
}

const isSameResource = (a: Limit, b: Limit): boolean =>
  a.serviceId === b.serviceId && a.regionId === b.regionId && a.resourceName === b.resourceName;

function against({ projectId, domainId, resourceName, resourceLimit, serviceId, regionId }: Limit): Forbidden {
  const owner = projectId === null ? `domain_id: ${domainId ?? ''}` : `project_id: ${projectId}`;
  return new Forbidden(
    `Invalid resource limit: The resource limit (${owner}, resource_name: ${resourceName}, resource_limit: ${resourceLimit}, service_id: ` +
      `${serviceId}, region_id: ${regionId ?? 'None'}) doesn't satisfy current hierarchy model..`,
  );
}
