// SPDX-License-Identifier: Apache-2.0

/**
 * Collections that upstream maps with all the methods of a REST resource, whether there is a handler or not: one that is
 * missing is answered as a fault of the API, not with the page for an unknown path (Routes' `mapper.resource`).
 */
export const RESOURCE_PATHS: readonly string[] = [
  '/volumes',
  '/volumes/:volume_id/metadata',
  '/volumes/:volume_id/encryption',
  '/messages',
  '/clusters',
  '/types',
  '/types/:type_id/extra_specs',
  '/types/:type_id/encryption',
  '/types/:type_id/os-volume-type-access',
  '/group_types',
  '/group_types/:group_type_id/group_specs',
  '/groups',
  '/group_snapshots',
  '/snapshots',
  '/snapshots/:snapshot_id/metadata',
  '/limits',
  '/consistencygroups',
  '/cgsnapshots',
  '/manageable_volumes',
  '/manageable_snapshots',
  '/backups',
  '/attachments',
  '/workers',
  '/resource_filters',
  '/volume-transfers',
  '/extensions',
  '/os-quota-sets',
  '/os-quota-class-sets',
  '/os-availability-zone',
  '/os-services',
  '/os-hosts',
  '/os-snapshot-manage',
  '/os-volume-manage',
  '/os-volume-transfer',
  '/qos-specs',
  '/scheduler-stats',
  '/capabilities',
];

/** Further mapped paths without a handler. */
const MORE: readonly (readonly [method: string, path: string])[] = [
  ['GET', '/messages/detail'],
  ['GET', '/attachments/summary'],
  ['POST', '/group_types/:id/action'],
  ['POST', '/consistencygroups/:id/action'],
  ['GET', '/os-hosts/:id/startup'],
  ['GET', '/os-hosts/:id/shutdown'],
  ['GET', '/os-hosts/:id/reboot'],
];

/** What Routes maps for the collections among these that something here is below. */
export function mappedPaths(
  isServed: (collection: string) => boolean,
): readonly (readonly [method: string, path: string])[] {
  const standard = RESOURCE_PATHS.filter(isServed).flatMap((path): [string, string][] => [
    // Before the member's own path, as Routes has it.
    ['GET', `${path}/new`],
    ['GET', path],
    ['POST', path],
    ['GET', `${path}/:id`],
    ['PUT', `${path}/:id`],
    ['DELETE', `${path}/:id`],
    ['GET', `${path}/:id/edit`],
  ]);
  const more = MORE.filter(([, path]) => isServed(`/${path.split('/')[1] ?? ''}`));
  return [...standard, ...more];
}
