// SPDX-License-Identifier: Apache-2.0
import createFinder, { type HTTPMethod, type HTTPVersion, type Instance } from 'find-my-way';
import type { Application } from './application.js';
import { HttpError } from './http-error.js';
import type { Request } from './request.js';

/** Inclusive range of microversions, as major × 1000 + minor (2.93 is 2093); an open end is left out. */
export interface VersionRange {
  readonly min?: number;
  readonly max?: number;
}

/** What chooses among the routes of one method and path. */
export interface RouteSelector {
  /** Name of the body's one key, for `POST …/action`. */
  readonly action?: string;
  readonly versions?: VersionRange;
}

export interface RouteDescription {
  readonly method: string;
  readonly path: string;
  /** As it was given to `connect`: a caller's own fields are kept. */
  readonly selector: RouteSelector;
}

interface Candidate extends RouteDescription {
  readonly application: Application;
}

export interface RouterOptions {
  /** What a known path answers to a method it does not have: glance 405 with Allow, nova and cinder 404. */
  readonly unroutedMethod?: 404 | 405;
  /** The request's microversion as in `VersionRange`; without it ranges are not looked at. */
  readonly versionOf?: (request: Request) => number | undefined;
}

/** Key of `environ` under which WSGI routers leave the matched placeholders. */
const ROUTING_ARGS = 'wsgiorg.routing_args';

/**
 * Sends a request to the application of its method, path, body action and microversion: the Routes mapper with
 * `wsgi.Router` around it. Paths hold `:name` placeholders; `params` and `wsgiorg.routing_args` get what they matched.
 */
export class Router {
  readonly #finder: Instance<HTTPVersion.V1> = createFinder({ maxParamLength: 16_384 });
  readonly #candidates = new Map<string, Candidate[]>();
  readonly #methods = new Map<string, Set<string>>();
  readonly #options: RouterOptions;

  constructor(options: RouterOptions = {}) {
    this.#options = options;
  }

  /** Adds a route. Throws `Error` for one that another route already answers (same method, path, action, version). */
  connect(method: string, path: string, application: Application, selector: RouteSelector = {}): void {
    const key = `${method} ${path}`;
    const candidate: Candidate = { method, path, application, selector };
    const known = this.#candidates.get(key);
    if (known !== undefined) {
      const rival = known.find(
        ({ selector: other }) => other.action === selector.action && overlaps(other.versions, selector.versions),
      );
      if (rival !== undefined) throw new Error(`Route ${describe(candidate)} overlaps ${describe(rival)}`);
      known.push(candidate);
      return;
    }
    const candidates = [candidate];
    this.#candidates.set(key, candidates);
    this.#finder.on(method as HTTPMethod, path, () => undefined, candidates);
    const shape = path.replace(/:[^/]+/g, ':');
    const methods = this.#methods.get(shape) ?? new Set();
    this.#methods.set(shape, methods.add(method));
  }

  get routes(): readonly RouteDescription[] {
    return [...this.#candidates.values()].flat().map(({ method, path, selector }) => ({ method, path, selector }));
  }

  /** The router as an application: rejects with `HttpError` 404 (or 405) where no route matches. */
  readonly application: Application = async (request) => {
    const path = request.pathInfo === '' ? '/' : request.pathInfo;
    const found = this.#finder.find(request.method as HTTPMethod, quote(path));
    if (found === null) throw this.#unrouted(path);
    const params = found.params as Record<string, string>;
    request.params = params;
    request.environ[ROUTING_ARGS] = [[], params];
    const candidates = found.store as readonly Candidate[];
    const only = candidates[0] as Candidate;
    const chosen =
      candidates.length === 1 && only.selector.action === undefined && only.selector.versions === undefined
        ? only
        : await this.#choose(candidates, request);
    return chosen.application(request);
  };

  async #choose(candidates: readonly Candidate[], request: Request): Promise<Candidate> {
    let pool = candidates;
    if (pool.some((one) => one.selector.action !== undefined)) {
      const action = await actionOf(request);
      pool = pool.filter((one) => one.selector.action === action);
      if (pool.length === 0) throw new HttpError(400, `There is no such action: ${action}`);
    }
    const version = this.#options.versionOf?.(request);
    const chosen = version === undefined ? pool[0] : pool.find((one) => includes(one.selector.versions, version));
    if (chosen === undefined) throw new HttpError(404);
    return chosen;
  }

  #unrouted(path: string): HttpError {
    if (this.#options.unroutedMethod === 405) {
      const allowed: string[] = [];
      for (const method of new Set([...this.#methods.values()].flatMap((methods) => [...methods])))
        if (this.#finder.find(method as HTTPMethod, quote(path)) !== null) allowed.push(method);
      if (allowed.length > 0) return new HttpError(405, undefined, { headers: { Allow: allowed.join(', ') } });
    }
    return new HttpError(404);
  }
}

/** The finder decodes percent signs and ends at a query; our path is decoded already and has none. */
function quote(path: string): string {
  return /[%?#;]/.test(path) ? path.replace(/[%?#;]/g, encodeURIComponent) : path;
}

async function actionOf(request: Request): Promise<string> {
  const body = await request.json();
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    throw new HttpError(400, 'Malformed request body');
  const keys = Object.keys(body);
  if (keys.length !== 1) throw new HttpError(400, keys.length === 0 ? 'Malformed request body' : 'too many body keys');
  return keys[0] as string;
}

function includes(range: VersionRange | undefined, version: number): boolean {
  return version >= (range?.min ?? 0) && version <= (range?.max ?? Infinity);
}

function overlaps(a: VersionRange = {}, b: VersionRange = {}): boolean {
  return (a.min ?? 0) <= (b.max ?? Infinity) && (b.min ?? 0) <= (a.max ?? Infinity);
}

function describe({ method, path, selector: { action, versions } }: RouteDescription): string {
  const range = versions === undefined ? '' : ` [${versions.min ?? ''}–${versions.max ?? ''}]`;
  return `${method} ${path}${action === undefined ? '' : ` {${action}}`}${range}`;
}
