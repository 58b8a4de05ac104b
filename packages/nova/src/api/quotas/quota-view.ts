// SPDX-License-Identifier: Apache-2.0
import type { Request } from '@stackport/wsgi';
import { QUOTA_RESOURCES, type QuotaResource } from '../../quotas/quota-resources.js';
import { isSince } from '../microversion.js';

const NETWORKS: readonly QuotaResource[] = ['fixed_ips', 'floating_ips', 'security_group_rules', 'security_groups'];
const FILES: readonly QuotaResource[] = ['injected_files', 'injected_file_content_bytes', 'injected_file_path_bytes'];
const GROUPS: readonly QuotaResource[] = ['server_groups', 'server_group_members'];

/** What quotas of a project are told of: none of networks since 2.36, none of files since 2.57. */
export function quotaSetResources(request: Request): readonly QuotaResource[] {
  const left = [...(isSince(request, '2.36') ? NETWORKS : []), ...(isSince(request, '2.57') ? FILES : [])];
  return QUOTA_RESOURCES.filter((resource) => !left.includes(resource));
}

/** The same of classes: server groups since 2.50, and none of networks since then. */
export function quotaClassResources(request: Request): readonly QuotaResource[] {
  const left = [...(isSince(request, '2.50') ? NETWORKS : GROUPS), ...(isSince(request, '2.57') ? FILES : [])];
  return QUOTA_RESOURCES.filter((resource) => !left.includes(resource));
}

/** Values by resource, as the API has them. @param id - of the project or the class, where it is told */
export function quotaView(
  values: Readonly<Record<QuotaResource, unknown>>,
  resources: readonly QuotaResource[],
  id?: string,
): Record<string, unknown> {
  return {
    ...(id === undefined ? {} : { id }),
    ...Object.fromEntries(resources.map((resource) => [resource, values[resource]])),
  };
}

/** The limits in a body that was checked: numbers may be texts; one that is empty is left out. */
export function limitsIn(values: Readonly<Record<string, unknown>>): ReadonlyMap<QuotaResource, number> {
  const given = QUOTA_RESOURCES.filter((resource) => Object.hasOwn(values, resource) && values[resource] !== '');
  return new Map(given.map((resource) => [resource, Number(values[resource])]));
}
