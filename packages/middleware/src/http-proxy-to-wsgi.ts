// SPDX-License-Identifier: Apache-2.0
import type { FilterFactory, Request } from '@stackport/wsgi';
import type { MiddlewareDependencies } from './dependencies.js';
import { osloMiddlewareOptions } from './oslo-middleware-options.js';
import { pasteOptions } from './paste-options.js';

interface Forwarded {
  readonly proto: string | undefined;
  readonly host: string | undefined;
  readonly for: string | undefined;
}

/**
 * `oslo_middleware.http_proxy_to_wsgi:HTTPProxyToWSGI.factory`: takes scheme, host, client address and path prefix
 * from what a proxy in front says, if it is to be believed.
 */
export function httpProxyToWsgi({ configuration }: MiddlewareDependencies): FilterFactory {
  return (globalConf = {}, localConf = {}) => {
    const options = pasteOptions(configuration, osloMiddlewareOptions, globalConf, localConf);
    return (application) => {
      if (!options.enable_proxy_headers_parsing) return application;
      return async (request) => {
        applyForwarding(request);
        return application(request);
      };
    };
  };
}

function applyForwarding(request: Request): void {
  const { headers } = request;
  const forwarded = headers.get('Forwarded');
  const {
    proto,
    host,
    for: client,
  } = forwarded !== undefined && forwarded !== '' ? firstForwarded(forwarded) : beforeRfc7239(request);
  if (proto !== undefined) request.scheme = proto;
  if (host !== undefined) {
    request.host = host;
    headers.set('Host', host);
  }
  if (client !== undefined) request.remoteAddress = client;
  const prefix = headers.get('X-Forwarded-Prefix');
  if (prefix !== undefined) request.scriptName = prefix + request.scriptName;
}

/** RFC 7239: what the first proxy saw. Values may stand in quotes. */
function firstForwarded(header: string): Forwarded {
  const [first = ''] = header.split(',');
  const pairs = new Map<string, string>();
  for (const pair of first.split(';')) {
    const equals = pair.indexOf('=');
    if (equals < 0) continue;
    const value = pair.slice(equals + 1).trim();
    pairs.set(pair.slice(0, equals).trim().toLowerCase(), value.replace(/^"(.*)"$/s, '$1'));
  }
  return { proto: filled(pairs.get('proto')), host: filled(pairs.get('host')), for: filled(pairs.get('for')) };
}

function beforeRfc7239({ headers }: Request): Forwarded {
  return {
    proto: filled(headers.get('X-Forwarded-Proto')),
    host: filled(headers.get('X-Forwarded-Host')),
    for: filled(headers.get('X-Forwarded-For')),
  };
}

function filled(text: string | undefined): string | undefined {
  return text === '' ? undefined : text;
}
