// SPDX-License-Identifier: Apache-2.0
import type { Configuration } from '@stackport/config';
import type { Filter, Request } from '@stackport/wsgi';
import { defaultOptions } from '../../options.js';

const BASE_URL = 'stackport.identity.base_url';
const PUBLIC_HOST = 'stackport.identity.public_host';

/**
 * Works out where the client reaches us: `[DEFAULT] public_endpoint`, or else what the request was sent to. The host of
 * endpoints that were started along with us is the configured one, or else that of the request.
 */
export function baseUrls(configuration: Configuration, publicHost: string | undefined): Filter {
  return (application) => async (request) => {
    const { public_endpoint: endpoint } = configuration.get(defaultOptions);
    const url = endpoint === undefined || endpoint === '' ? withoutStandardPort(request) : endpoint;
    const root = url.replace(/\/+$/, '').replace(/\/v3$/, '');
    request.environ[BASE_URL] = `${root}/v3`;
    request.environ[PUBLIC_HOST] = publicHost ?? hostOf(endpoint) ?? hostName(request.host);
    return application(request);
  };
}

/** URL of the v3 API as the client sees it, without a slash at its end. */
export function baseUrl({ environ }: Request): string {
  return String(environ[BASE_URL]);
}

/** Name or address by which the client reaches this machine. */
export function publicHostOf({ environ }: Request): string {
  return String(environ[PUBLIC_HOST]);
}

/** URL of what was asked for, with its query: `links.self` of a collection. */
export function fullUrl(request: Request): string {
  const query = request.queryString === '' ? '' : `?${request.queryString}`;
  return `${baseUrl(request)}${request.pathInfo === '/' ? '' : request.pathInfo}${query}`;
}

/** URL of the API with the query of the request: what upstream gives where it forgets the path (tags of projects, Zed). */
export function collectionRoot(request: Request): string {
  return request.queryString === '' ? baseUrl(request) : `${baseUrl(request)}?${request.queryString}`;
}

function withoutStandardPort({ scheme, host, scriptName }: Request): string {
  const standard = scheme === 'https' ? ':443' : ':80';
  return `${scheme}://${host.endsWith(standard) ? host.slice(0, -standard.length) : host}${scriptName}`;
}

/** A Host header's name or address without its port; an IPv6 address keeps its brackets. */
function hostName(host: string): string {
  return /^(\[[^\]]*\]|[^:]*)/.exec(host)?.[1] ?? host;
}

function hostOf(url: string | undefined): string | undefined {
  return url === undefined || !URL.canParse(url) ? undefined : new URL(url).hostname;
}
