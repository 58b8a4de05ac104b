// SPDX-License-Identifier: Apache-2.0
import { AssertionError, PythonTypeError } from './errors.js';
import { typeName } from './factory.js';
import { NotFound } from './not-found.js';
import { repr } from './python-text.js';

/** What a map reads and changes of a request. */
export interface MappedRequest {
  scriptName: string;
  pathInfo: string;
  readonly scheme: string;
  readonly host: string;
  readonly headers: { get(name: string): string | null | undefined };
  readonly environ: Record<string, unknown>;
}

/** An application that paste calls without knowing what it answers. */
export type MappedApplication = (request: MappedRequest) => unknown;

export interface Mapping {
  /** Undefined for any. With a port where the key had one. */
  readonly domain: string | undefined;
  /** Without a slash at the end: `''` is the root. */
  readonly path: string;
  readonly app: unknown;
}

/** Answers a request that nothing is mapped to; `environ['paste.urlmap_object']` is set by then. */
export type NotFoundAnswer = (request: MappedRequest, map: UrlMap) => unknown;

/** `paste.urlmap.URLMap`: finds the application by domain and longest path prefix, and moves the prefix to `scriptName`. */
export class UrlMap {
  #applications: readonly Mapping[] = [];
  #hasDomains = false;
  readonly #notFound: NotFoundAnswer;

  constructor(notFound: NotFoundAnswer = throwNotFound) {
    this.#notFound = notFound;
  }

  /** In the order in which they are tried. */
  get applications(): readonly Mapping[] {
    return this.#applications;
  }

  /**
   * Maps a path, or `http://domain/path`; a path that is mapped already is replaced, and no application removes it.
   * Throws AssertionError for what is neither.
   */
  set(url: string, app: unknown): void {
    const { domain, path } = normalize(url);
    const trimmed = path.replace(/\/+$/, '');
    const others = this.#applications.filter((one) => one.domain !== domain || one.path !== trimmed);
    const added = app === undefined || app === null ? [] : [{ domain, path: trimmed, app }];
    this.#applications = [...others, ...added].sort(compare);
    this.#hasDomains = this.#applications.some((one) => isNamed(one.domain));
  }

  /** Throws NotFound for a request without a match, unless the map was given an answer for that. */
  async call(request: MappedRequest): Promise<unknown> {
    const path = squeezed(request.pathInfo);
    const match = this.match(request, path);
    if (match === undefined) return this.answerNotFound(request);
    request.scriptName += match.prefix;
    request.pathInfo = path.slice(match.prefix.length);
    return callApplication(match.app, request);
  }

  protected match(request: MappedRequest, path: string): { app: unknown; prefix: string } | undefined {
    for (const mapping of this.candidates(request)) {
      const prefix = mapping.path;
      if (path === prefix || (path.startsWith(prefix) && path[prefix.length] === '/'))
        return { app: mapping.app, prefix };
    }
    return undefined;
  }

  /** The mappings whose domain is the request's, or any. */
  protected candidates(request: MappedRequest): readonly Mapping[] {
    if (!this.#hasDomains) return this.#applications;
    const given = request.host.toLowerCase();
    const colon = given.indexOf(':');
    const host = colon < 0 ? given : given.slice(0, colon);
    const port = colon < 0 ? (request.scheme === 'http' ? '80' : '443') : given.slice(colon + 1);
    return this.#applications.filter(
      ({ domain }) => !isNamed(domain) || domain === host || domain === `${host}:${port}`,
    );
  }

  protected answerNotFound(request: MappedRequest): unknown {
    request.environ['paste.urlmap_object'] = this;
    return this.#notFound(request, this);
  }
}

export function callApplication(app: unknown, request: MappedRequest): unknown {
  if (typeof app !== 'function') throw new PythonTypeError(`'${typeName(app)}' object is not callable`);
  return (app as MappedApplication)(request);
}

/** The path of a request as it is matched: without a leading `http://host`, with single slashes. */
export function squeezed(pathInfo: string): string {
  return pathInfo.startsWith('/') && !pathInfo.includes('//') ? pathInfo : normalize(pathInfo).path;
}

function throwNotFound(request: MappedRequest, map: UrlMap): never {
  throw new NotFound(map, request);
}

function normalize(url: string): { domain: string | undefined; path: string } {
  const match = /^https?:\/\/([^/]*)(.*)$/s.exec(url);
  if (match === null && url !== '' && !url.startsWith('/')) {
    throw new AssertionError(`URL fragments must start with / or http:// (you gave ${repr(url)})`);
  }
  return { domain: match?.[1], path: (match?.[2] ?? url).replace(/\/{2,}/g, '/') };
}

function isNamed(domain: string | undefined): boolean {
  return domain !== undefined && domain !== '';
}

/** Domains by alphabet, then those without; longest path first. */
function compare(one: Mapping, other: Mapping): number {
  return (
    order(isNamed(one.domain) ? one.domain : '\xff', isNamed(other.domain) ? other.domain : '\xff') ||
    other.path.length - one.path.length ||
    order(one.domain, other.domain) ||
    order(one.path, other.path)
  );
}

function order(one = '', other = ''): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
