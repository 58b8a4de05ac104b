// SPDX-License-Identifier: Apache-2.0
import { type LoaderContext, toSettings } from './context.js';
import { Distributions } from './distributions.js';
import { upstreamFactories } from './upstream-factories.js';
import type { Settings } from './factory.js';
import { FactoryFinder } from './factory-finder.js';
import { APPLICATION, FILTER, type ObjectType, SERVER } from './object-types.js';
import { layered, type RegistryLike, toRegistry } from './registry.js';
import type { Session } from './session.js';
import type { Trace } from './trace.js';
import { contextOfUri } from './uri.js';

export interface LoadOptions {
  /** Section or entry point; before the URI's fragment. `main` where neither is given. */
  readonly name?: string | undefined;
  /** Folder of a relative `config:` path, and where npm modules are looked for. */
  readonly relativeTo?: string | undefined;
  /** Goes over the file's `[DEFAULT]` in what factories get, and under it in interpolation. */
  readonly globalConf?: Readonly<Settings> | undefined;
  /** Factories by their upstream dotted names. */
  readonly registry?: RegistryLike | undefined;
  /** Reads files of PasteDeploy 1.5's time: a lone `%`, comments after values, duplicates. */
  readonly lenient?: boolean | undefined;
  /** Is told of every look-up and every factory call, in load order. */
  readonly trace?: Trace | undefined;
}

/** What `appconfig` gives back: global settings with the local ones over them, and each apart (not enumerable). */
export type AppConfig = Readonly<Settings> & {
  readonly globalConf: Readonly<Settings>;
  readonly localConf: Readonly<Settings>;
  readonly context: LoaderContext;
};

/**
 * Loads an application from `config:file.ini#name`, `egg:distribution#name` or `call:module:function`: PasteDeploy
 * 3.0.1's `loadapp`. Everything below is created too. Errors bear Python's names (see errors.ts); those of factories
 * pass through unchanged.
 */
export async function loadapp(uri: string, options: LoadOptions = {}): Promise<unknown> {
  return (await contextFor(APPLICATION, uri, options)).create();
}

/** Loads a filter: a function from application to application. Errors as of `loadapp`. */
export async function loadfilter(uri: string, options: LoadOptions = {}): Promise<unknown> {
  return (await contextFor(FILTER, uri, options)).create();
}

/** Loads a server: a function that takes the application and serves it. Errors as of `loadapp`. */
export async function loadserver(uri: string, options: LoadOptions = {}): Promise<unknown> {
  return (await contextFor(SERVER, uri, options)).create();
}

/** Finds an application without creating it, and gives back its settings. Errors as of `loadapp`. */
export async function appconfig(uri: string, options: LoadOptions = {}): Promise<AppConfig> {
  const context = await contextFor(APPLICATION, uri, options);
  const globalConf = toSettings(context.globalConf);
  const localConf = toSettings(context.localConf);
  const config: Settings = { ...globalConf, ...localConf };
  // A key of the file comes first: the settings are what the mapping is for.
  for (const [key, value] of Object.entries({ globalConf, localConf, context })) {
    if (!Object.hasOwn(config, key)) Object.defineProperty(config, key, { value });
  }
  return config as AppConfig;
}

function contextFor(objectType: ObjectType, uri: string, options: LoadOptions): Promise<LoaderContext> {
  const finder = new FactoryFinder(layered(toRegistry(options.registry), toRegistry(upstreamFactories())));
  const session: Session = {
    finder,
    distributions: new Distributions(finder),
    lenient: options.lenient ?? false,
    trace: options.trace,
    contextOfUri: (nested, request, relativeTo) => contextOfUri(session, nested, request, relativeTo),
  };
  const globalConf = options.globalConf && new Map(Object.entries(options.globalConf));
  const request = { objectType, name: options.name, globalConf, trail: undefined };
  return contextOfUri(session, uri, request, options.relativeTo);
}
