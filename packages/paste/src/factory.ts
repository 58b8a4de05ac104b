// SPDX-License-Identifier: Apache-2.0
import { PythonTypeError } from './errors.js';

/** What `[DEFAULT]` and `set` give (global) or a section's own keys (local). */
export type Settings = Record<string, string>;

interface Accepting {
  /** The local keys it takes, as a Python signature names them. Without it, any. */
  readonly accepts?: readonly string[];
}

/** `paste.app_factory`, `paste.filter_factory` and `paste.server_factory`; it may answer with a promise. */
export type PasteFactory = ((globalConf: Settings, localConf: Settings) => unknown) & Accepting;

/** `paste.composite_factory`: asks the loader for its parts. */
export type CompositeFactory = ((loader: Loader, globalConf: Settings, localConf: Settings) => unknown) & Accepting;

/** `paste.filter_app_factory` and `paste.server_runner`: called when the application is known. */
export type AppTakingFactory = ((app: unknown, globalConf: Settings, localConf: Settings) => unknown) & Accepting;

/** What a composite factory gets: names are sections of the using file, or URIs. Every call builds a new object. */
export interface Loader {
  getApp(name?: string, globalConf?: Readonly<Settings>): Promise<unknown>;
  getFilter(name?: string, globalConf?: Readonly<Settings>): Promise<unknown>;
  getServer(name?: string, globalConf?: Readonly<Settings>): Promise<unknown>;
}

/** A factory that was found, with the name that messages show: the attribute path, `Cls.factory`. */
export interface FoundFactory {
  readonly value: unknown;
  readonly name: string;
  /** As it was asked for: `module.path:attr` or the like. */
  readonly source: string;
}

/**
 * Calls a factory. Throws TypeError for what is no function, and for a local key that the factory does not take
 * as Python's keyword arguments would; the factory's own errors pass through unchanged.
 */
export function callFactory(factory: FoundFactory, leading: readonly unknown[], localConf: Settings): unknown {
  const { value, name } = factory;
  if (typeof value !== 'function') throw new PythonTypeError(`'${typeName(value)}' object is not callable`);
  const { accepts } = value as Accepting;
  const unexpected = accepts && Object.keys(localConf).find((key) => !accepts.includes(key));
  if (unexpected !== undefined) {
    throw new PythonTypeError(`${name}() got an unexpected keyword argument '${unexpected}'`);
  }
  return (value as (...values: unknown[]) => unknown)(...leading, localConf);
}

/** Python's name of a value's type, as its messages have it. */
export function typeName(value: unknown): string {
  if (value === null || value === undefined) return 'NoneType';
  if (typeof value === 'function') return 'function';
  if (typeof value === 'string') return 'str';
  if (typeof value === 'number') return 'float';
  if (typeof value === 'boolean') return 'bool';
  const name = (Object.getPrototypeOf(value) as { constructor?: { name?: string } } | null)?.constructor?.name;
  return name === undefined || name === 'Object' ? 'module' : name;
}
