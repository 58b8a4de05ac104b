// SPDX-License-Identifier: Apache-2.0
import type { RequestContext } from '@stackport/context';
import { HttpError } from '@stackport/wsgi';

/** The context of a caller who wants to write. Throws `HttpError` 403 for an anonymous one (upstream's `@utils.mutating`). */
export function writing(context: RequestContext): RequestContext {
  if (context.readOnly) throw new HttpError(403, undefined, { detail: 'Read-only access' });
  return context;
}
