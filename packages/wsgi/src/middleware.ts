// SPDX-License-Identifier: Apache-2.0
import type { Application, Filter } from './application.js';
import { responseOfError } from './error-response.js';
import type { Request } from './request.js';
import type { Response } from './response.js';

type MaybePromise<T> = T | Promise<T>;

/** What a paste file says around a filter: its `[DEFAULT]` section and the section's own keys. */
export interface FilterSettings {
  readonly globalConf: Readonly<Record<string, string>>;
  readonly localConf: Readonly<Record<string, string>>;
}

/** What `paste.filter_factory` names. */
export type FilterFactory = (globalConf?: Record<string, string>, localConf?: Record<string, string>) => Filter;

/**
 * Base of the filters: upstream's `glance.common.wsgi:Middleware`. A subclass overrides `processRequest`,
 * `processResponse`, or `call` for what neither can do. A subclass that needs nothing but the paste file's settings
 * is named there as `Subclass.factory`; one with dependencies gets its factory from `middlewareFactory`.
 */
export abstract class Middleware {
  protected readonly application: Application;
  protected readonly settings: FilterSettings;

  constructor(application: Application, settings: FilterSettings = { globalConf: {}, localConf: {} }) {
    this.application = application;
    this.settings = settings;
  }

  /** The factory of the class it is read from; it may be passed around without its class. */
  static get factory(): FilterFactory {
    // The class that is asked is a concrete one: an abstract one has no constructor that could be called.
    const Subclass = this as unknown as new (application: Application, settings: FilterSettings) => Middleware;
    return middlewareFactory((application, settings) => new Subclass(application, settings));
  }

  /** Looks at the request before the application. A response is the answer, and the application is not asked. */
  processRequest(request: Request): MaybePromise<Response | undefined | null>;
  processRequest(): undefined {
    return undefined;
  }

  /** May change the application's answer, or give another one. The request is in `response.request`. */
  processResponse(response: Response): MaybePromise<Response> {
    return response;
  }

  /**
   * Answers a request. An `HttpError` from either hook or from the application becomes a response here (webob's
   * `wsgify`), so that the filters outside see an answer to work on; other errors pass through.
   */
  async call(request: Request): Promise<Response> {
    let response: Response;
    try {
      const early = await this.processRequest(request);
      if (early !== undefined && early !== null) return early;
    } catch (error) {
      return responseOrThrow(error, request);
    }
    try {
      response = await this.application(request);
    } catch (error) {
      response = responseOrThrow(error, request);
    }
    response.request = request;
    try {
      return await this.processResponse(response);
    } catch (error) {
      return responseOrThrow(error, request);
    }
  }
}

/**
 * A paste filter factory for a middleware with dependencies, which the closure holds:
 * `middlewareFactory((application, settings) => new Context(application, settings, { policy, logger }))`.
 */
export function middlewareFactory(
  create: (application: Application, settings: FilterSettings) => Pick<Middleware, 'call'>,
): FilterFactory {
  return (globalConf = {}, localConf = {}) =>
    (application) => {
      const middleware = create(application, { globalConf, localConf });
      return (request) => middleware.call(request);
    };
}

function responseOrThrow(error: unknown, request: Request): Response {
  const response = responseOfError(error, request);
  if (response === undefined) throw error;
  return response;
}
