// SPDX-License-Identifier: Apache-2.0
import type { Request } from '@stackport/wsgi';

/** Path of a trait as clients know it. */
export function traitUrl(request: Request, name: string): string {
  return `${request.scriptName}/traits/${name}`;
}
