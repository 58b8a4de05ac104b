// SPDX-License-Identifier: Apache-2.0
import { AttributeError, ModuleNotFoundError, ValueError } from './errors.js';
import { type FoundFactory, typeName } from './factory.js';
import { exportOf, findPackage, importSubpath, parseSpecifier } from './npm-module.js';
import { strip } from './python-text.js';
import type { FactoryRegistry } from './registry.js';

// What importlib.metadata takes for an entry point (Python 3.11): `module.path : attr.attr [extra]`.
const ENTRY_POINT = /^([\w.]+)\s*(?::\s*([\w.]+)\s*)?(?:\[.*\]\s*)?$/u;
const NPM_ENTRY_POINT = /^([^:\s]+)\s*:\s*([\w$.]+)$/u;

/** Finds factories by dotted name: in the registry first, then as exports of npm modules. */
export class FactoryFinder {
  readonly #registry: Required<FactoryRegistry>;

  constructor(registry: Required<FactoryRegistry>) {
    this.#registry = registry;
  }

  /**
   * The value of `paste.app_factory` and the like; dotted attributes are followed.
   *
   * @param folder - from where npm modules are resolved, before the working folder.
   * @param where - section and file, for the error's detail.
   *
   * Throws ModuleNotFoundError or AttributeError with upstream's messages; both are LookupErrors here.
   */
  async byEntryPoint(expression: string, folder: string, where: string): Promise<FoundFactory> {
    const match = ENTRY_POINT.exec(expression) ?? NPM_ENTRY_POINT.exec(expression);
    if (match === null) {
      const detail = `${expression} is no factory name of the form module.path:attribute, ${where}`;
      throw new AttributeError("'NoneType' object has no attribute 'group'", detail);
    }
    const [, module = '', attributes = ''] = match;
    return this.#find(module, attributes.split('.').filter(Boolean), { source: expression, folder, where });
  }

  /** `call:module.path:function`: one attribute level only, whatever upstream's comment says (paste.deploy 3.0). */
  async byCall(spec: string, folder: string, where: string): Promise<FoundFactory> {
    const parts = spec.split(':');
    if (parts.length > 2) throw new ValueError('too many values to unpack (expected 2)', `call:${spec}, ${where}`);
    const [module = '', attribute = ''] = parts;
    if (module === '') throw new ValueError('Empty module name', `call:${spec}, ${where}`);
    const search = { source: spec, folder, where };
    if (!attribute.includes('.')) return this.#find(module, attribute === '' ? [] : [attribute], search);
    await this.#find(module, [], search);
    throw new AttributeError(`module '${module}' has no attribute '${attribute}'`, notFound(search));
  }

  async #find(module: string, attributes: readonly string[], search: Search): Promise<FoundFactory> {
    const name = attributes.join('.');
    const registered = this.#registered(module, attributes);
    if (registered !== undefined) return { value: registered, name, source: search.source };
    const imported = await importNpm(module, search.folder);
    const isKnown = imported !== undefined || this.#isKnownModule(module);
    if (!isKnown) throw new ModuleNotFoundError(this.#missingModule(module), notFound(search));
    let value: unknown = imported ?? {};
    let owner = `module '${module}'`;
    for (const [index, attribute] of attributes.entries()) {
      const dotted = `${module}:${attributes.slice(0, index + 1).join('.')}`;
      const next = index === 0 && imported ? exportOf(imported, attribute) : this.#memberOf(value, attribute, dotted);
      if (next === undefined) throw new AttributeError(`${owner} has no attribute '${attribute}'`, notFound(search));
      owner = describeOwner(next, attribute);
      value = bound(value, next);
    }
    return { value, name, source: search.source };
  }

  /** The longest registered part of the name, and from there on its members. */
  #registered(module: string, attributes: readonly string[]): unknown {
    for (let length = attributes.length; length >= 0; length--) {
      const known = attributes.slice(0, length).join('.');
      let value = this.#registry.lookup(length === 0 ? module : `${module}:${known}`);
      for (const attribute of attributes.slice(length)) {
        if (value === undefined) break;
        value = bound(value, memberOf(value, attribute));
      }
      if (value !== undefined) return value;
    }
    return undefined;
  }

  #memberOf(value: unknown, attribute: string, dotted: string): unknown {
    // A name that other registered names go through, as Cls in m:Cls.factory, exists though it has no value here.
    const passed = (): object | undefined =>
      this.#names().some((name) => name.startsWith(`${dotted}.`)) ? {} : undefined;
    return this.#registry.lookup(dotted) ?? memberOf(value, attribute) ?? passed();
  }

  #names(): string[] {
    return [...this.#registry.names()];
  }

  #isKnownModule(module: string): boolean {
    const isModule = (name: string): boolean => name === module || name.startsWith(`${module}.`);
    return this.#names().some((name) => isModule(name.split(':', 1)[0] ?? ''));
  }

  /** Python names the first part of the path that it cannot import. */
  #missingModule(module: string): string {
    const parts = module.split('.');
    for (let length = 1; length <= parts.length; length++) {
      const path = parts.slice(0, length).join('.');
      if (this.#isKnownModule(path)) continue;
      const parent = parts.slice(0, length - 1).join('.');
      const isPackage = parent === '' || this.#names().some((name) => name.startsWith(`${parent}.`));
      return `No module named '${path}'${isPackage ? '' : `; '${parent}' is not a package`}`;
    }
    return `No module named '${module}'`;
  }
}

interface Search {
  readonly source: string;
  readonly folder: string;
  readonly where: string;
}

function notFound({ source, where }: Search): string {
  return `factory ${strip(source)} of ${where} is neither in the registry nor an npm module`;
}

async function importNpm(specifier: string, folder: string): Promise<object | undefined> {
  const parsed = parseSpecifier(specifier);
  const found = parsed && findPackage(parsed.name, [folder, process.cwd()]);
  return parsed && found ? importSubpath(found, parsed.subpath) : undefined;
}

/** Own members of objects, and of classes what they inherit from their base classes; never what Object.prototype has. */
function memberOf(value: unknown, attribute: string): unknown {
  for (let owner: unknown = value; isOwner(owner); owner = Object.getPrototypeOf(owner)) {
    if (owner === Function.prototype || owner === Object.prototype) return undefined;
    if (Object.hasOwn(owner, attribute)) return (value as Readonly<Record<string, unknown>>)[attribute];
  }
  return undefined;
}

function isOwner(value: unknown): value is object {
  return (typeof value === 'object' && value !== null) || typeof value === 'function';
}

/** A method keeps its class, as Python's class methods do, and what it accepts. */
function bound(owner: unknown, member: unknown): unknown {
  if (typeof member !== 'function' || typeof owner !== 'function' || isClass(member)) return member;
  return Object.assign(member.bind(owner) as object, member);
}

function isClass(value: unknown): boolean {
  return typeof value === 'function' && /^class\b/.test(Function.prototype.toString.call(value));
}

function describeOwner(value: unknown, name: string): string {
  if (isClass(value) || (typeof value === 'object' && value !== null)) return `type object '${name}'`;
  return `'${typeName(value)}' object`;
}
