// SPDX-License-Identifier: Apache-2.0
import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { dirname, join, resolve, sep } from 'node:path';
import { pathToFileURL } from 'node:url';

/** An npm package as it lies in a node_modules folder. */
export interface NpmPackage {
  readonly name: string;
  readonly folder: string;
  readonly manifest: Readonly<Record<string, unknown>>;
}

const NAME = /^(?:@[a-z0-9~-][a-z0-9._~-]*\/)?[a-z0-9~-][a-z0-9._~-]*$/;

/** Splits `@scope/name/sub/path`; undefined for what is no valid npm specifier or is a module of Node's own. */
export function parseSpecifier(specifier: string): { name: string; subpath: string } | undefined {
  const parts = specifier.split('/');
  const nameParts = specifier.startsWith('@') ? 2 : 1;
  const name = parts.slice(0, nameParts).join('/');
  const rest = parts.slice(nameParts);
  if (!NAME.test(name) || isBuiltin(specifier) || rest.some((part) => part === '' || part === '.' || part === '..')) {
    return undefined;
  }
  return { name, subpath: ['.', ...rest].join('/') };
}

/** Looks through the node_modules folders above each of the given folders. Throws for a package.json that is no JSON. */
export function findPackage(name: string, folders: readonly string[]): NpmPackage | undefined {
  for (const start of folders) {
    for (let folder = resolve(start); ; folder = dirname(folder)) {
      const candidate = join(folder, 'node_modules', name);
      if (existsSync(join(candidate, 'package.json'))) {
        const real = realpathSync(candidate);
        const text = readFileSync(join(real, 'package.json'), 'utf8');
        return { name, folder: real, manifest: JSON.parse(text) as Record<string, unknown> };
      }
      if (folder === dirname(folder)) break;
    }
  }
  return undefined;
}

/** Imports a module of a package by its subpath, `.` or `./sub`; undefined where the package exports no such path. */
export async function importSubpath(found: NpmPackage, subpath: string): Promise<object | undefined> {
  const target = exportedFile(found.manifest, subpath);
  return target === undefined ? undefined : importFile(found, target);
}

/** Imports a file of a package, `./module.js`; undefined where it does not exist or lies outside the package. */
export async function importFile(found: NpmPackage, relative: string): Promise<object | undefined> {
  const base = resolve(found.folder, relative);
  if (!base.startsWith(found.folder + sep)) return undefined;
  const file = [base, `${base}.js`, join(base, 'index.js')].find((path) => existsSync(path) && /\.[cm]?js$/.test(path));
  return file === undefined ? undefined : ((await import(pathToFileURL(file).href)) as object);
}

/** An export by name; of a CommonJS module also a property of what it exports. */
export function exportOf(module: object, name: string): unknown {
  const namespace = module as Readonly<Record<string, unknown>>;
  if (namespace[name] !== undefined) return namespace[name];
  const { default: whole } = namespace;
  return typeof whole === 'object' && whole !== null ? (whole as Readonly<Record<string, unknown>>)[name] : undefined;
}

function exportedFile(manifest: Readonly<Record<string, unknown>>, subpath: string): string | undefined {
  const { exports, main } = manifest;
  if (exports !== undefined && exports !== null) return fromExports(exports, subpath);
  if (subpath !== '.') return subpath;
  return typeof main === 'string' ? main : 'index.js';
}

function fromExports(exports: unknown, subpath: string): string | undefined {
  const isMap = isObject(exports) && Object.keys(exports).some((key) => key.startsWith('.'));
  if (!isMap) return subpath === '.' ? conditional(exports) : undefined;
  if (Object.hasOwn(exports, subpath)) return conditional(exports[subpath]);
  for (const [pattern, target] of Object.entries(exports)) {
    const [before = '', after] = pattern.split('*');
    if (after === undefined || !subpath.startsWith(before) || !subpath.endsWith(after)) continue;
    if (subpath.length < before.length + after.length) continue;
    return conditional(target)?.replaceAll('*', subpath.slice(before.length, subpath.length - after.length));
  }
  return undefined;
}

/** Node's conditions for an import, in the order in which the package lists them. */
function conditional(target: unknown): string | undefined {
  if (typeof target === 'string') return target;
  if (Array.isArray(target)) return firstDefined(target, conditional);
  if (!isObject(target)) return undefined;
  const applying = Object.keys(target).filter((key) => ['node', 'import', 'default'].includes(key));
  return firstDefined(applying, (key) => conditional(target[key]));
}

function firstDefined<T>(items: readonly T[], get: (item: T) => string | undefined): string | undefined {
  for (const item of items) {
    const value = get(item);
    if (value !== undefined) return value;
  }
  return undefined;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
