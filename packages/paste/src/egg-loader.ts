// SPDX-License-Identifier: Apache-2.0
import { FactoryContext, type LoaderContext, toSettings } from './context.js';
import { loaderFacade } from './facade.js';
import { type ContextLoader, type ContextRequest, isUri, type Session } from './session.js';

/** Loads entry points of one distribution: `egg:Paste#urlmap`. */
export class EggLoader implements ContextLoader {
  readonly #distribution: string;
  readonly #folder: string;
  readonly #session: Session;

  constructor(distribution: string, folder: string, session: Session) {
    this.#distribution = distribution;
    this.#folder = folder;
    this.#session = session;
  }

  async contextOf(request: ContextRequest): Promise<LoaderContext> {
    const { objectType, name, trail } = request;
    const globalConf = request.globalConf ?? new Map<string, string>();
    this.#session.trace?.({
      call: 'get_context',
      loader: 'EggLoader',
      source: this.#distribution,
      objectType: objectType.kind,
      name,
      globalConf: toSettings(globalConf),
    });
    if (name !== undefined && isUri(name))
      return this.#session.contextOfUri(name, { ...request, name: undefined }, undefined);
    const { distributions, trace } = this.#session;
    const { factory, protocol } = await distributions.find(
      this.#distribution,
      objectType,
      name ?? 'main',
      this.#folder,
    );
    const settings = { globalConf, localConf: new Map<string, string>(), loader: loaderFacade(this, trail) };
    const context = new FactoryContext(factory, objectType, settings, trace);
    context.protocol = protocol;
    return context;
  }
}
