// SPDX-License-Identifier: Apache-2.0
import type { Request } from '@stackport/wsgi';

const PLAIN = 'application/json';
const OWN = 'application/vnd.openstack.compute+json';

/** Where nova's URL map leaves what the client likes best. */
const FOUND_KEY = 'nova.best_content_type';

/** The type of an answer in JSON: the API's own where the client likes it better. */
export function preferredJsonType(request: Request): string {
  const found = request.environ[FOUND_KEY];
  if (found === PLAIN || found === OWN) return found;
  const accept = request.headers.get('accept');
  if (accept?.includes(OWN) !== true) return PLAIN;
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
