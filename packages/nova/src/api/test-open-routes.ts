// SPDX-License-Identifier: Apache-2.0

/** What is still to be built, by method and the beginning of the path. The list may only become shorter. */
export const OPEN: readonly string[] = [
  'GET /os-floating-ip-pools',
  'GET /os-floating-ips',
  'POST /os-floating-ips',
  'DELETE /os-floating-ips',
  'GET /os-networks',
  'POST /os-security-group-rules',
  'DELETE /os-security-group-rules',
  'GET /os-security-groups',
  'POST /os-security-groups',
  'PUT /os-security-groups',
  'DELETE /os-security-groups',
  'GET /os-snapshots',
  'POST /os-snapshots',
  'DELETE /os-snapshots',
  'GET /os-tenant-networks',
  'GET /os-volumes',
  'POST /os-volumes',
  'DELETE /os-volumes',
  'POST /os-assisted-volume-snapshots',
  'DELETE /os-assisted-volume-snapshots',
  'GET /os-volumes_boot',
  'POST /os-volumes_boot',
  'PUT /os-volumes_boot',
  'DELETE /os-volumes_boot',
];

/** Whether a route, `GET /servers/{}`, is below one of those. */
export function isOpen(key: string, open: readonly string[] = OPEN): boolean {
  return open.some((start) => key === start || key.startsWith(`${start}/`));
}
