// SPDX-License-Identifier: Apache-2.0
import { AssertionError, PythonTypeError } from './errors.js';
import { callFactory, type FoundFactory, type Loader, type Settings, typeName } from './factory.js';
import { APPLICATION, type ObjectType } from './object-types.js';
import { repr } from './python-text.js';
import type { Trace } from './trace.js';

export type SettingsMap = Map<string, string>;

/**
 * What a name stands for once it is found: everything that is needed to create the object. A section that uses another
 * one writes its own settings into the context it got, so the maps are shared on purpose.
 */
export abstract class LoaderContext {
  readonly globalConf: SettingsMap;
  readonly localConf: SettingsMap;
  /** Undefined until the using section's prefix tells it. */
  protocol: string | undefined;
  loader: Loader;

  constructor(globalConf: SettingsMap, localConf: SettingsMap, loader: Loader) {
    this.globalConf = globalConf;
    this.localConf = localConf;
    this.loader = loader;
  }

  /** Creates the object: an application, a function that wraps one, or a server. */
  abstract create(): Promise<unknown>;
}

/** A factory with its settings. */
export class FactoryContext extends LoaderContext {
  readonly objectType: ObjectType;
  readonly #factory: FoundFactory;
  readonly #trace: Trace | undefined;

  constructor(
    factory: FoundFactory,
    objectType: ObjectType,
    settings: { globalConf: SettingsMap; localConf: SettingsMap; loader: Loader },
    trace: Trace | undefined,
  ) {
    super(settings.globalConf, settings.localConf, settings.loader);
    this.objectType = objectType;
    this.#factory = factory;
    this.#trace = trace;
  }

  async create(): Promise<unknown> {
    const protocol = this.#knownProtocol();
    switch (protocol) {
      case 'paste.composite_factory':
      case 'paste.composit_factory':
        return this.#call(protocol, [this.loader]);
      case 'paste.filter_app_factory':
      case 'paste.server_runner':
        return (app: unknown): unknown => this.#call(protocol, [app]);
      default:
        return this.#call(protocol, []);
    }
  }

  #knownProtocol(): string {
    const { protocol } = this;
    if (protocol === undefined || !this.objectType.protocols.flat().includes(protocol)) {
      throw new AssertionError(`Protocol ${repr(protocol)} unknown`, `factory ${this.#factory.source}`);
    }
    return protocol;
  }

  #call(protocol: string, first: readonly unknown[]): unknown {
    const globalConf = toSettings(this.globalConf);
    const localConf = toSettings(this.localConf);
    this.#trace?.({ call: 'fix_call', factory: this.#factory.source, protocol, globalConf, localConf });
    return callFactory(this.#factory, [...first, globalConf], localConf);
  }
}

/** `[pipeline:x]`: the last one is the application, the first one sees a request first. */
export class PipelineContext extends LoaderContext {
  readonly #app: LoaderContext;
  readonly #filters: readonly LoaderContext[];

  constructor(app: LoaderContext, filters: readonly LoaderContext[], ...settings: ContextSettings) {
    super(...settings);
    this.#app = app;
    this.#filters = filters;
  }

  async create(): Promise<unknown> {
    let app = await this.#app.create();
    const filters: unknown[] = [];
    for (const filter of this.#filters) filters.push(await filter.create());
    for (const filter of filters.reverse()) app = await applyFilter(filter, app);
    return app;
  }
}

/** `[filter-app:x]`: a filter around the application that `next` names. */
export class FilterAppContext extends LoaderContext {
  readonly #filter: LoaderContext;
  readonly #next: LoaderContext;

  constructor(filter: LoaderContext, next: LoaderContext, ...settings: ContextSettings) {
    super(...settings);
    this.#filter = filter;
    this.#next = next;
  }

  async create(): Promise<unknown> {
    const app = await this.#next.create();
    return applyFilter(await this.#filter.create(), app);
  }
}

/**
 * `filter-with`. Only an application that comes straight from a factory is wrapped; everything else, a pipeline too, is
 * taken for a filter, and the outcome is a function of one argument (loadwsgi.py, 3.0: a defect that is kept).
 */
export class FilterWithContext extends LoaderContext {
  readonly #filter: LoaderContext;
  readonly #next: LoaderContext;

  constructor(filter: LoaderContext, next: LoaderContext, ...settings: ContextSettings) {
    super(...settings);
    this.#filter = filter;
    this.#next = next;
  }

  async create(): Promise<unknown> {
    const filter = await this.#filter.create();
    const filtered = await this.#next.create();
    if (this.#next instanceof FactoryContext && this.#next.objectType === APPLICATION) {
      return applyFilter(filter, filtered);
    }
    return (app: unknown): unknown => {
      const inner = applyFilter(filtered, app);
      return inner instanceof Promise ? inner.then((value) => applyFilter(filter, value)) : applyFilter(filter, inner);
    };
  }
}

export type ContextSettings = [globalConf: SettingsMap, localConf: SettingsMap, loader: Loader];

function applyFilter(filter: unknown, app: unknown): unknown {
  if (typeof filter !== 'function') throw new PythonTypeError(`'${typeName(filter)}' object is not callable`);
  return (filter as (next: unknown) => unknown)(app);
}

/** `Object.fromEntries` defines, so that a key `__proto__` is a key like any other. */
export function toSettings(settings: ReadonlyMap<string, string>): Settings {
  return Object.fromEntries(settings);
}
