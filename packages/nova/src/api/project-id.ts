// SPDX-License-Identifier: Apache-2.0
import type { Request } from '@stackport/wsgi';

const PROJECT_ID_KEY = 'nova.project_id_in_url';

/** The project id that the request's URL has before the collection; undefined for a URL without one. */
export function projectIdInUrl(request: Request): string | undefined {
  const id = request.environ[PROJECT_ID_KEY];
  return typeof id === 'string' ? id : undefined;
}

export function setProjectIdInUrl(request: Request, id: string): void {
  request.environ[PROJECT_ID_KEY] = id;
}
