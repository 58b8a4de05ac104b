// SPDX-License-Identifier: Apache-2.0
import { bestMatch, parseAccept, parseOptions } from './accept.js';
import { callApplication, type MappedRequest, squeezed, UrlMap } from './urlmap.js';

const SUPPORTED = ['application/json', 'application/vnd.openstack.compute+json'];

interface Match {
  readonly app: unknown;
  readonly prefix: string;
}

/**
 * nova's URL map (nova/api/openstack/urlmap.py, Zed): a key that ends in `/+` wants something after the slash; a version
 * may also come as parameter of Content-Type or Accept; the response's media type is left in `nova.best_content_type`.
 */
export class NovaUrlMap extends UrlMap {
  override async call(request: MappedRequest): Promise<unknown> {
    const path = squeezed(request.pathInfo);
    const byPath = this.match(request, path);
    // The root takes every path, so it is asked last.
    const byPrefix = path.includes('/') && byPath?.prefix !== '' ? byPath : undefined;
    const types = [...SUPPORTED];
    if (path === '/' || (byPrefix && `${byPrefix.prefix}/` === path)) types.push('application/atom+xml');
    const accepted = bestMatch(parseAccept(request.headers.get('accept') ?? ''), types);
    const type = suffixType(path) ?? accepted.type ?? 'application/json';
    const byVersion = byPrefix ? undefined : this.#byVersion(request, accepted.parameters);
    const match = byPrefix ?? byVersion ?? byPath;
    if (match === undefined) return this.answerNotFound(request);
    request.scriptName += match.prefix;
    if (match !== byVersion) request.pathInfo = path.slice(match.prefix.length);
    request.environ['nova.best_content_type'] = type;
    return callApplication(match.app, request);
  }

  protected override match(request: MappedRequest, path: string): Match | undefined {
    for (const { path: prefix, app } of this.candidates(request)) {
      if (prefix.endsWith('/+')) {
        if (path.startsWith(prefix.slice(0, -1)) && path.length >= prefix.length)
          return { app, prefix: prefix.slice(0, -2) };
      } else if (path === prefix || path.startsWith(`${prefix}/`)) {
        return { app, prefix };
      }
    }
    return undefined;
  }

  #byVersion(request: MappedRequest, accepted: ReadonlyMap<string, string | undefined>): Match | undefined {
    const { parameters } = parseOptions(request.headers.get('content-type') ?? '');
    for (const version of [parameters.get('version'), accepted.get('version')]) {
      const match = version === undefined ? undefined : this.match(request, `/v${version}`);
      if (match) return match;
    }
    return undefined;
  }
}

function suffixType(path: string): string | undefined {
  const dot = path.lastIndexOf('.');
  const type = `application/${path.slice(dot + 1)}`;
  return dot >= 0 && SUPPORTED.includes(type) ? type : undefined;
}
