// SPDX-License-Identifier: Apache-2.0
import type { LoaderContext, SettingsMap } from './context.js';
import type { Distributions } from './distributions.js';
import type { FactoryFinder } from './factory-finder.js';
import type { ObjectType } from './object-types.js';
import type { Trace } from './trace.js';
import type { Trail } from './trail.js';

export interface ContextRequest {
  readonly objectType: ObjectType;
  readonly name: string | undefined;
  readonly globalConf: SettingsMap | undefined;
  readonly trail: Trail | undefined;
}

/** What one call of loadapp and the like shares among its loaders. */
export interface Session {
  readonly finder: FactoryFinder;
  readonly distributions: Distributions;
  readonly lenient: boolean;
  readonly trace: Trace | undefined;
  /** Loads by URI; `relativeTo` is the folder of the calling file. */
  contextOfUri(uri: string, request: ContextRequest, relativeTo: string | undefined): Promise<LoaderContext>;
}

/** Finds names in one place: a file, a distribution, a function. */
export interface ContextLoader {
  contextOf(request: ContextRequest): Promise<LoaderContext>;
}

/** Whether a name is a URI, wherever a name may stand. */
export function isUri(name: string): boolean {
  return /^[a-zA-Z]+:/.test(name);
}
