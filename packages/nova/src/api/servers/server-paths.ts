// SPDX-License-Identifier: Apache-2.0

/**
 * A path of servers, under both their names: those that start from a volume once had one of their own, which means all
 * servers since (nova 26, api/openstack/compute/routes.py).
 * @param tail - `/:id`
 */
export function serverPaths(tail = ''): readonly string[] {
  return [`/servers${tail}`, `/os-volumes_boot${tail}`];
}
