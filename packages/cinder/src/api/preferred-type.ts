// SPDX-License-Identifier: Apache-2.0
import type { Request } from '@stackport/wsgi';

const PLAIN = 'application/json';
const OWN = 'application/vnd.openstack.volume+json';

/** The type of an answer in JSON: the API's own where the client likes it better. */
export function preferredJsonType(request: Request): string {
  const accept = request.headers.get('accept');
  if (accept?.includes(OWN) !== true || request.pathInfo.endsWith('.json')) return PLAIN;
  return qualityOf(accept, OWN) > qualityOf(accept, PLAIN) ? OWN : PLAIN;
}

function qualityOf(accept: string, type: string): number {
  const range = accept
    .split(',')
    .map((one) => one.trim().split(/\s*;\s*/))
    .find(([name]) => name === type);
  if (range === undefined) return 0;
  const quality = Number(range.find((part) => part.startsWith('q='))?.slice(2) ?? 1);
  return Number.isFinite(quality) ? quality : 0;
}
