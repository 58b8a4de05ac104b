// SPDX-License-Identifier: Apache-2.0
import type { RouteDescription } from '@stackport/wsgi';
import { mappedPaths } from './resource-paths.js';

interface Route {
  readonly method: string;
  readonly segments: readonly string[];
  readonly handled: boolean;
}

/** What a path leads to. */
export interface RouteMatch {
  /** Without project id and `.json`. */
  readonly path: string;
  readonly projectId: string | undefined;
  /** False where upstream maps the path and has no handler for it. */
  readonly handled: boolean;
}

/** Collections that upstream maps without a project id before them and without `.json` behind them. */
const BARE = new Set(['default-types']);

/** Knows which paths the API has, before anything is done for a request (upstream's ProjectMapper). */
export class RouteTable {
  readonly #byCollection = new Map<string, Route[]>();
  readonly #projectId: RegExp;

  /**
   * @param routes - below the leaf, whose name is the first segment of their paths
   * @param projectIdRegex - `project_id_regex`
   */
  constructor(leaf: string, routes: readonly RouteDescription[], projectIdRegex: string) {
    this.#projectId = new RegExp(`^(?:${projectIdRegex})$`);
    const own = routes
      .filter(({ path }) => path.startsWith(`/${leaf}/`))
      .map(({ method, path }) => ({ method, path: path.slice(leaf.length + 1) }));
    const isServed = (collection: string): boolean =>
      own.some(({ path }) => path === collection || path.startsWith(`${collection}/`) || sameShape(path, collection));
    const mapped = mappedPaths(isServed);
    // The pages that REST knows for a new thing are mapped before the things themselves.
    for (const [method, path] of mapped) if (path.endsWith('/new')) this.#add(method, path, false);
    for (const { method, path } of own) this.#add(method, path, true);
    for (const [method, path] of mapped) if (!path.endsWith('/new')) this.#add(method, path, false);
  }

  /** Undefined where nothing is mapped: the page for an unknown path. */
  match(method: string, pathInfo: string): RouteMatch | undefined {
    const segments = pathInfo.split('/').slice(1);
    const [first = '', second] = segments;
    if (second !== undefined && this.#projectId.test(first) && !BARE.has(second)) {
      const found = this.#find(method, segments.slice(1));
      if (found !== undefined) return { ...found, projectId: first };
    }
    const found = this.#find(method, segments);
    return found && { ...found, projectId: undefined };
  }

  #find(method: string, given: readonly string[]): Omit<RouteMatch, 'projectId'> | undefined {
    const segments = BARE.has(given[0] ?? '') ? given : withoutFormat(given);
    const routes = this.#byCollection.get(segments[0] ?? '') ?? [];
    const route = routes.find((one) => one.method === method && matches(one.segments, segments));
    return route && { path: `/${segments.join('/')}`, handled: route.handled };
  }

  #add(method: string, path: string, handled: boolean): void {
    const segments = path.split('/').slice(1);
    const collection = segments[0] ?? '';
    const routes = this.#byCollection.get(collection) ?? [];
    this.#byCollection.set(collection, routes);
    routes.push({ method, segments, handled });
  }
}

function matches(pattern: readonly string[], segments: readonly string[]): boolean {
  return (
    pattern.length === segments.length &&
    pattern.every((part, i) => (part.startsWith(':') ? segments[i] !== '' : part === segments[i]))
  );
}

/** Routes takes `.json` for the form of the answer, and nothing else. */
function withoutFormat(segments: readonly string[]): readonly string[] {
  const last = segments.at(-1) ?? '';
  return last.length > 5 && last.endsWith('.json') ? [...segments.slice(0, -1), last.slice(0, -5)] : segments;
}

/** Whether a path begins with a collection's, whatever their placeholders are called. */
function sameShape(path: string, collection: string): boolean {
  const parts = path.split('/');
  return collection
    .split('/')
    .every((part, i) => (part.startsWith(':') ? parts[i]?.startsWith(':') === true : part === parts[i]));
}
