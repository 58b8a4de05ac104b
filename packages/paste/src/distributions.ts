// SPDX-License-Identifier: Apache-2.0
import { LookupError, PackageNotFoundError, ValueError } from './errors.js';
import type { FoundFactory } from './factory.js';
import type { FactoryFinder } from './factory-finder.js';
import { exportOf, findPackage, importFile, type NpmPackage, parseSpecifier } from './npm-module.js';
import type { ObjectType } from './object-types.js';
import { repr } from './python-text.js';
import { normalizedName, upstreamDistributions } from './upstream-distributions.js';

/** The entry points of a distribution: group → name → target. */
type EntryPoints = Readonly<Record<string, Readonly<Record<string, string>>>>;

/**
 * What Python finds in package metadata: npm packages whose package.json has a field `paste`
 * (`{"paste.filter_factory": {"audit": "./audit.js#factory"}}`), and the well-known Python distributions, whose targets
 * are looked up in the registry.
 */
export class Distributions {
  readonly #finder: FactoryFinder;

  constructor(finder: FactoryFinder) {
    this.#finder = finder;
  }

  /** `require`: throws PackageNotFoundError for the first one that is not there. */
  require(names: readonly string[], folder: string, where: string): void {
    for (const name of names) this.#entryPoints(name, folder, where);
  }

  /**
   * An entry point of the groups that are named like the protocols. Throws LookupError where none or several have the
   * name, PackageNotFoundError for an unknown distribution.
   */
  async find(
    distribution: string,
    objectType: ObjectType,
    name: string,
    folder: string,
  ): Promise<{ factory: FoundFactory; protocol: string }> {
    const where = `egg:${distribution}#${name}`;
    const { points, npm } = this.#entryPoints(distribution, folder, where);
    const found: { factory: FoundFactory; protocol: string }[] = [];
    for (const group of objectType.protocols) {
      const protocol = group.find((one) => entry(points, one, name) !== undefined);
      const target = protocol && entry(points, protocol, name);
      if (protocol === undefined || target === undefined) continue;
      const factory = npm
        ? await npmFactory(npm, target, where)
        : await this.#finder.byEntryPoint(target, folder, where);
      found.push({ factory, protocol });
    }
    const [first] = found;
    const protocols = objectType.protocols.flat().join(', ');
    if (first === undefined) {
      throw new LookupError(
        `Entry point ${repr(name)} not found in egg ${repr(distribution)} (protocols: ${protocols}; entry_points: )`,
      );
    }
    if (found.length > 1) {
      const last = objectType.protocols.at(-1)?.join(', ') ?? '';
      throw new LookupError(
        `Ambiguous entry points for ${repr(name)} in egg ${repr(distribution)} (protocols: ${last})`,
        found.map(({ protocol }) => protocol).join(', '),
      );
    }
    return first;
  }

  #entryPoints(distribution: string, folder: string, where: string): { points: EntryPoints; npm?: NpmPackage } {
    if (distribution === '') throw new ValueError('A distribution name is required.', where);
    const specifier = parseSpecifier(distribution);
    const npm = specifier?.subpath === '.' ? findPackage(specifier.name, [folder, process.cwd()]) : undefined;
    if (npm) return { points: (npm.manifest.paste ?? {}) as EntryPoints, npm };
    const upstream = upstreamDistributions[normalizedName(distribution)];
    if (upstream) return { points: upstream };
    throw new PackageNotFoundError(distribution, `${where}: neither an npm package nor a known Python distribution`);
  }
}

function entry(points: EntryPoints, group: string, name: string): string | undefined {
  const names = Object.hasOwn(points, group) ? points[group] : undefined;
  return names && Object.hasOwn(names, name) ? names[name] : undefined;
}

/** `./module.js#export`; the default export where none is named. */
async function npmFactory(npm: NpmPackage, target: string, where: string): Promise<FoundFactory> {
  const [file = '', name = 'default'] = target.split('#');
  const module = await importFile(npm, file);
  const value = module && exportOf(module, name);
  if (value === undefined) {
    const problem = module ? `${file} has no export ${name}` : `it has no file ${file}`;
    throw new LookupError(`Entry point ${target} of ${where} cannot be loaded from ${npm.folder}: ${problem}`);
  }
  return { value, name, source: where };
}
