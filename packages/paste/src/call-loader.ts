// SPDX-License-Identifier: Apache-2.0
import { FactoryContext, type LoaderContext, toSettings } from './context.js';
import { LookupError } from './errors.js';
import { loaderFacade } from './facade.js';
import type { ContextLoader, ContextRequest, Session } from './session.js';

/** Loads a function directly: `call:module.path:function`. The using section's prefix tells the protocol. */
export class CallLoader implements ContextLoader {
  readonly #spec: string;
  readonly #folder: string;
  readonly #session: Session;

  /** Throws LookupError where there is no colon. */
  constructor(spec: string, folder: string, session: Session) {
    if (!spec.includes(':')) throw new LookupError('Configuration not in format module:function', `call:${spec}`);
    this.#spec = spec;
    this.#folder = folder;
    this.#session = session;
  }

  async contextOf({ objectType, name, globalConf = new Map(), trail }: ContextRequest): Promise<LoaderContext> {
    const { trace, finder } = this.#session;
    const source = this.#spec;
    const conf = toSettings(globalConf);
    trace?.({
      call: 'get_context',
      loader: 'FuncLoader',
      source,
      objectType: objectType.kind,
      name,
      globalConf: conf,
    });
    const where = trail ? `section [${trail.section}] in ${trail.file}` : `call:${source}`;
    const factory = await finder.byCall(source, this.#folder, where);
    const settings = { globalConf, localConf: new Map<string, string>(), loader: loaderFacade(this, trail) };
    return new FactoryContext(factory, objectType, settings, trace);
  }
}
