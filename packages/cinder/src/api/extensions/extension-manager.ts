// SPDX-License-Identifier: Apache-2.0
import type { Logger } from '@stackport/config';
import type { Extension, ExtensionClass } from './extension.js';
import type { ExtensionFolder, ManifestEntry } from './manifest.js';

/** Registers one extension or several: what a sub-folder's or an npm module's function does. */
export type ExtensionFactory = (manager: ExtensionManager) => unknown;

export interface ExtensionManagerInit {
  /** `osapi_volume_extension` */
  readonly names: readonly string[];
  /** `osapi_volume_ext_list` */
  readonly selected: readonly string[];
  /** The extensions that come with the service. */
  readonly folder: ExtensionFolder;
  /** Finds what a name that is not of the folder stands for. */
  readonly importModule: (name: string) => Promise<unknown>;
  /** `cinder.api.extensions` */
  readonly logger: Logger;
}

/** Loads the extensions that the configuration names and knows the loaded ones (cinder 21, api/extensions.py). */
export class ExtensionManager {
  readonly #extensions = new Map<string, Extension>();
  readonly #init: ExtensionManagerInit;

  private constructor(init: ExtensionManagerInit) {
    this.#init = init;
  }

  /** Loads what is configured. One that fails is logged by its name, and the others are loaded. */
  static async load(init: ExtensionManagerInit): Promise<ExtensionManager> {
    const manager = new ExtensionManager(init);
    init.logger.audit('Initializing extension manager.');
    for (const name of init.names) await manager.#attempt(name, () => manager.#loadNamed(name));
    return manager;
  }

  /** The loaded ones, in the order in which they were loaded. */
  get extensions(): readonly Extension[] {
    return [...this.#extensions.values()];
  }

  find(alias: string): Extension | undefined {
    return this.#extensions.get(alias);
  }

  isLoaded(alias: string): boolean {
    return this.#extensions.has(alias);
  }

  /** Adds an extension. Throws `Error` for one that is not whole, and for an alias that another one has. */
  register(extension: Extension): void {
    const { logger } = this.#init;
    for (const field of ['name', 'alias', 'updated', 'description', 'controllers'] as const)
      if ((extension as Partial<Extension>)[field] === undefined) throw new Error(`The extension has no ${field}`);
    logger.debug(`Ext name: ${extension.name}`);
    logger.debug(`Ext alias: ${extension.alias}`);
    logger.debug(`Ext description: ${extension.description}`);
    logger.debug(`Ext updated: ${extension.updated}`);
    if (this.#extensions.has(extension.alias)) throw new Error(`Found duplicate extension: ${extension.alias}`);
    this.#extensions.set(extension.alias, extension);
    logger.audit(`Loaded extension: ${extension.alias}`);
  }

  async #loadNamed(name: string): Promise<void> {
    const { folder, selected, importModule } = this.#init;
    if (name === `${folder.package}.standard_extensions`) return this.#loadFolder();
    if (name === `${folder.package}.select_extensions`) return this.#loadFolder(new Set(selected));
    const entry = folder.entries.find(({ path }) => `${folder.package}.${path}` === name);
    return this.#loadExtension(name, () => (entry === undefined ? importModule(name) : entry.load()));
  }

  async #loadFolder(selected?: ReadonlySet<string>): Promise<void> {
    const { folder, logger } = this.#init;
    const isWanted = (entry: ManifestEntry): boolean =>
      selected === undefined || isFolder(entry) || selected.has(classNameOf(entry));
    // All are read at once, and made in their order.
    const loads = folder.entries.map((entry) => (isWanted(entry) ? entry.load() : undefined));
    for (const load of loads) load?.catch(() => undefined);
    for (const [i, entry] of folder.entries.entries()) {
      const path = `${folder.package}.${entry.path}`;
      const load = loads[i];
      if (load === undefined) logger.debug(`Skipping extension: ${path}`);
      else await this.#attempt(path, () => this.#loadExtension(path, () => load));
    }
  }

  async #loadExtension(name: string, load: () => Promise<unknown>): Promise<void> {
    const { logger } = this.#init;
    logger.debug(`Loading extension ${name}`);
    const loaded = await load();
    if (typeof loaded !== 'function') throw new Error(`${name} is neither a class nor a function`);
    logger.debug(`Calling extension factory ${name}`);
    if (isClass(loaded)) this.register(new (loaded as ExtensionClass)());
    else await (loaded as ExtensionFactory)(this);
  }

  async #attempt(name: string, load: () => Promise<void>): Promise<void> {
    try {
      await load();
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      this.#init.logger.warning(`Failed to load extension ${name}: ${reason}`);
    }
  }
}

function isFolder({ path }: ManifestEntry): boolean {
  return path.endsWith('.extension');
}

function classNameOf({ path }: ManifestEntry): string {
  return path.slice(path.lastIndexOf('.') + 1);
}

function isClass(value: object): boolean {
  return /^class\b/.test(Function.prototype.toString.call(value));
}
