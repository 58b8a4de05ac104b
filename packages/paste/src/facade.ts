// SPDX-License-Identifier: Apache-2.0
import type { Loader, Settings } from './factory.js';
import { APPLICATION, FILTER, type ObjectType, SERVER } from './object-types.js';
import type { ContextLoader } from './session.js';
import type { Trail } from './trail.js';

/** The loader as a composite factory sees it; the trail lets a composite that contains itself be told. */
export function loaderFacade(loader: ContextLoader, trail: Trail | undefined): Loader {
  const create = async (
    objectType: ObjectType,
    name: string | undefined,
    globalConf: Readonly<Settings> | undefined,
  ): Promise<unknown> => {
    const settings = globalConf && new Map(Object.entries(globalConf));
    const context = await loader.contextOf({ objectType, name, globalConf: settings, trail });
    return context.create();
  };
  return {
    getApp: (name, globalConf) => create(APPLICATION, name, globalConf),
    getFilter: (name, globalConf) => create(FILTER, name, globalConf),
    getServer: (name, globalConf) => create(SERVER, name, globalConf),
  };
}
