// SPDX-License-Identifier: Apache-2.0
import { dirname } from 'node:path';
import {
  type ContextSettings,
  FactoryContext,
  FilterAppContext,
  FilterWithContext,
  type LoaderContext,
  PipelineContext,
  type SettingsMap,
  toSettings,
} from './context.js';
import { IndexError, KeyError, LookupError } from './errors.js';
import { loaderFacade } from './facade.js';
import type { IniFile } from './ini-file.js';
import { APPLICATION, FILTER, type ObjectType, protocolOfPrefix } from './object-types.js';
import { repr, strip, words } from './python-text.js';
import { type ContextLoader, type ContextRequest, isUri, type Session } from './session.js';
import { extendTrail, type Trail } from './trail.js';

/** A section with its settings sorted into global, local, and those it sets for what it uses. */
interface SectionSettings {
  readonly section: string;
  readonly globalConf: SettingsMap;
  readonly localConf: SettingsMap;
  readonly additions: SettingsMap;
  readonly trail: Trail;
}

/** Loads from one ini file. */
export class ConfigLoader implements ContextLoader {
  readonly #file: IniFile;
  readonly #session: Session;

  constructor(file: IniFile, session: Session) {
    this.#file = file;
    this.#session = session;
  }

  async contextOf(request: ContextRequest): Promise<LoaderContext> {
    const { objectType, name } = request;
    this.#session.trace?.({
      call: 'get_context',
      loader: 'ConfigLoader',
      source: this.#file.name,
      objectType: objectType.kind,
      name,
      globalConf: toSettings(request.globalConf ?? new Map()),
    });
    if (name !== undefined && isUri(name))
      return this.#session.contextOfUri(name, { ...request, name: undefined }, dirname(this.#file.name));
    const settings = this.#readSection(this.#findSection(objectType, name), request);
    const { section, localConf } = settings;
    const filterWith = objectType === APPLICATION || objectType === FILTER ? take(localConf, 'filter-with') : undefined;
    this.#session.distributions.require(words(take(localConf, 'require') ?? ''), this.#folder, this.#where(section));
    const context = await this.#contextOfSection(objectType, settings);
    if (filterWith === undefined) return context;
    const filter = await this.#part(FILTER, filterWith, settings);
    return new FilterWithContext(filter, context, ...this.#shared(settings));
  }

  get #folder(): string {
    return dirname(this.#file.name);
  }

  #contextOfSection(objectType: ObjectType, settings: SectionSettings): Promise<LoaderContext> {
    if (settings.section.startsWith('filter-app:')) return this.#filterApp(settings);
    if (settings.section.startsWith('pipeline:')) return this.#pipeline(settings);
    return this.#factory(objectType, settings);
  }

  #factory(objectType: ObjectType, settings: SectionSettings): Promise<LoaderContext> {
    return settings.localConf.has('use') ? this.#used(objectType, settings) : this.#explicit(objectType, settings);
  }

  async #used(objectType: ObjectType, settings: SectionSettings): Promise<LoaderContext> {
    const { section, globalConf, localConf, additions } = settings;
    const context = await this.#part(objectType, take(localConf, 'use') ?? '', settings);
    for (const [key, value] of additions) context.globalConf.set(key, value);
    for (const [key, value] of localConf) context.localConf.set(key, value);
    const file = globalConf.get('__file__');
    if (file !== undefined) context.globalConf.set('__file__', file);
    context.loader = loaderFacade(this, settings.trail);
    context.protocol ??= protocolOfPrefix(section.split(':', 1)[0] ?? '');
    return context;
  }

  async #explicit(objectType: ObjectType, settings: SectionSettings): Promise<LoaderContext> {
    const { section, localConf } = settings;
    const given = objectType.protocols.flatMap((group) => group.find((protocol) => localConf.has(protocol)) ?? []);
    const [protocol] = given;
    if (protocol === undefined) {
      throw new LookupError(`No loader given in section ${repr(section)}`, `file ${this.#file.name}`);
    }
    if (given.length > 1) {
      const list = given.map((one) => `(${repr(one)}, ${repr(localConf.get(one))})`).join(', ');
      throw new LookupError(
        `Multiple protocols given in section ${repr(section)}: [${list}]`,
        `file ${this.#file.name}`,
      );
    }
    const expression = take(localConf, protocol) ?? '';
    const factory = await this.#session.finder.byEntryPoint(expression, this.#folder, this.#where(section));
    const [globalConf, , loader] = this.#shared(settings);
    const context = new FactoryContext(factory, objectType, { globalConf, localConf, loader }, this.#session.trace);
    context.protocol = protocol;
    return context;
  }

  async #filterApp(settings: SectionSettings): Promise<LoaderContext> {
    const next = take(settings.localConf, 'next');
    if (next === undefined) {
      throw new LookupError(`The [${settings.section}] section in ${this.#file.name} is missing a 'next' setting`);
    }
    const nextContext = await this.#part(APPLICATION, next, settings);
    return new FilterAppContext(await this.#factory(FILTER, settings), nextContext, ...this.#shared(settings));
  }

  async #pipeline(settings: SectionSettings): Promise<LoaderContext> {
    const { section, localConf } = settings;
    const pipeline = take(localConf, 'pipeline');
    if (pipeline === undefined) {
      throw new LookupError(`The [${section}] section in ${this.#file.name} is missing a 'pipeline' setting`);
    }
    if (localConf.size > 0) {
      const extra = [...localConf.keys()].join(', ');
      throw new LookupError(
        `The [${section}] pipeline section in ${this.#file.name} has extra (disallowed) settings: ${extra}`,
      );
    }
    const names = words(pipeline);
    const last = names.pop();
    if (last === undefined) throw new IndexError('list index out of range', `empty pipeline: ${this.#where(section)}`);
    const app = await this.#part(APPLICATION, last, settings);
    const filters: LoaderContext[] = [];
    for (const name of names) filters.push(await this.#part(FILTER, name, settings));
    return new PipelineContext(app, filters, ...this.#shared(settings));
  }

  #part(objectType: ObjectType, name: string, settings: SectionSettings): Promise<LoaderContext> {
    return this.contextOf({ objectType, name, globalConf: settings.globalConf, trail: settings.trail });
  }

  #shared(settings: SectionSettings): ContextSettings {
    return [settings.globalConf, settings.localConf, loaderFacade(this, settings.trail)];
  }

  #readSection(section: string, request: ContextRequest): SectionSettings {
    const file = this.#file;
    const defaults = file.defaults();
    const globalConf = new Map([...defaults, ...(request.globalConf ?? [])]);
    const trail = extendTrail(request.trail, file.name, section, globalConf);
    const localConf: SettingsMap = new Map();
    const additions: SettingsMap = new Map();
    const fromGlobal: SettingsMap = new Map();
    for (const option of file.options(section)) {
      if (option.startsWith('set ')) additions.set(strip(option.slice(4)), file.get(section, option));
      else if (option.startsWith('get ')) fromGlobal.set(strip(option.slice(4)), file.get(section, option));
      else if (!defaults.has(option)) localConf.set(option, file.get(section, option));
    }
    for (const [name, value] of additions) globalConf.set(name, value);
    for (const [local, name] of fromGlobal) {
      const value = globalConf.get(name);
      if (value === undefined) throw new KeyError(name, `get ${local}: ${this.#where(section)}`);
      localConf.set(local, value);
    }
    return { section, globalConf, localConf, additions, trail };
  }

  #findSection(objectType: ObjectType, name: string | undefined): string {
    const sections = this.#file.sections;
    const found = objectType.prefixes.flatMap((group) => {
      for (const prefix of group) {
        const matches = sectionsNamed(sections, prefix, name);
        if (matches.length > 0) return matches;
      }
      return [];
    });
    const [first] = found;
    const searched = `(prefixed by ${objectType.prefixes.flat().map(repr).join(' or ')}) found in config ${this.#file.name}`;
    if (first === undefined) throw new LookupError(`No section ${repr(name)} ${searched}`);
    if (found.length > 1) {
      throw new LookupError(
        `Ambiguous section names [${found.map(repr).join(', ')}] for section ${repr(name)} ${searched}`,
      );
    }
    return first;
  }

  #where(section: string): string {
    return `section [${section}] in ${this.#file.name}`;
  }
}

/** Without a name a bare `[app]` counts, and so does `main`. */
function sectionsNamed(sections: readonly string[], prefix: string, name: string | undefined): string[] {
  const bare = name === undefined && sections.includes(prefix) ? [prefix] : [];
  const named = sections.filter(
    (section) => section.startsWith(`${prefix}:`) && strip(section.slice(prefix.length + 1)) === (name ?? 'main'),
  );
  return [...bare, ...named];
}

function take(settings: SettingsMap, key: string): string | undefined {
  const value = settings.get(key);
  settings.delete(key);
  return value;
}
