// SPDX-License-Identifier: Apache-2.0
import type { FilterFactory } from '@stackport/wsgi';
import type { MiddlewareDependencies } from './dependencies.js';
import { osloMiddlewareOptions } from './oslo-middleware-options.js';
import { pasteOptions } from './paste-options.js';

/** `oslo_middleware:SSLMiddleware.factory`, which http_proxy_to_wsgi replaced: the scheme from a proxy's header. */
export function ssl({ configuration }: MiddlewareDependencies): FilterFactory {
  return (globalConf = {}, localConf = {}) => {
    const { secure_proxy_ssl_header: name } = pasteOptions(configuration, osloMiddlewareOptions, globalConf, localConf);
    return (application) => async (request) => {
      request.scheme = request.headers.get(name) ?? request.scheme;
      return application(request);
    };
  };
}
