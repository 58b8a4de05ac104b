// SPDX-License-Identifier: Apache-2.0
import { type Application, Middleware, type Request, Response } from '@stackport/wsgi';
import { type ContextOptions, inContext, setRequestContext } from './context.js';

export interface NoAuthOptions extends ContextOptions {
  /** Whether the URL that a client is given ends with its project. */
  readonly projectInUrl: boolean;
}

/**
 * `nova.api.openstack.auth:NoAuthMiddleware.factory` and `NoAuthMiddlewareV2_18.factory`: whoever asks is the user of the
 * project in a token `user:project`; `admin` is an administrator. Without one, the answer names a token and a URL.
 */
export class NoAuth extends Middleware {
  readonly #options: NoAuthOptions;

  constructor(application: Application, options: NoAuthOptions) {
    super(inContext(application, options.run));
    this.#options = options;
  }

  override processRequest(request: Request): Response | undefined {
    const token = request.headers.get('X-Auth-Token');
    if (token === undefined) return this.#offer(request);
    const [userId = '', ...rest] = token.split(':');
    const projectId = rest.join(':') || userId;
    setRequestContext(request, this.#options, { userId, projectId, isAdmin: userId === 'admin' });
    return undefined;
  }

  #offer(request: Request): Response {
    const user = request.headers.get('X-Auth-User') ?? 'admin';
    const project = request.headers.get('X-Auth-Project-Id') ?? 'admin';
    const url = request.url.replace(/\/+$/, '');
    return new Response(204, {
      'X-Auth-Token': `${user}:${project}`,
      'X-Server-Management-Url': this.#options.projectInUrl ? `${url}/${project}` : url,
      'Content-Type': 'text/plain; charset=UTF-8',
    });
  }
}
