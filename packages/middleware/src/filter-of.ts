// SPDX-License-Identifier: Apache-2.0
import type { Application, Filter, Middleware } from '@stackport/wsgi';

/** A filter whose middleware is made when the application it wraps is known. */
export function filterOf(create: (application: Application) => Pick<Middleware, 'call'>): Filter {
  return (application) => {
    const middleware = create(application);
    return (request) => middleware.call(request);
  };
}
