// SPDX-License-Identifier: Apache-2.0
import { createHash } from 'node:crypto';

/** A host as a project sees it: the same name each time, and another one for others. Empty for a server without a host. */
export function hostId(host: string | null, projectId: string | null): string {
  if (host === null || host === '') return '';
  return createHash('sha224')
    .update(`${projectId ?? ''}${host}`)
    .digest('hex');
}
