// SPDX-License-Identifier: Apache-2.0
import { Middleware, type Application, type Request, Response } from '@stackport/wsgi';
import { type ContextOptions, inContext, setRequestContext } from './context.js';

export interface NoAuthOptions extends ContextOptions {
  /** Whether the URL that a client is given ends with its project. */
  readonly projectInUrl: boolean;
}

/**
 * `cinder.api.middleware.auth:NoAuthMiddleware.factory` and `NoAuthMiddlewareIncludeProjectID.factory`: whoever asks is
 * an administrator of the project in a token `user:project`. Without one, the answer names a token and a URL.
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
    setRequestContext(request, this.#options, { userId, projectId: rest.join(':') || userId, isAdmin: true });
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
