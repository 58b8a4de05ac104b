// SPDX-License-Identifier: Apache-2.0
import type { Request } from '@stackport/wsgi';

/** Path of a resource class as clients know it. */
export function resourceClassUrl(request: Request, name: string): string {
  return `${request.scriptName}/resource_classes/${name}`;
}

export function resourceClassView(request: Request, name: string): Record<string, unknown> {
  return { name, links: [{ rel: 'self', href: resourceClassUrl(request, name) }] };
}
