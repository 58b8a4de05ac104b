// SPDX-License-Identifier: Apache-2.0
// Lists the extensions of an API: the classes of packages/<package>/src/api/contrib. Modules cannot be scanned safely at
// run time, so the build writes down what is there.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './schema.mjs';

/**
 * The packages whose API has extensions.
 * @returns {{ name: string, contrib: string, manifest: string }[]} folder of the extensions, and path of the manifest
 */
export function findContribs(packages = join(root, 'packages')) {
  return readdirSync(packages)
    .map((name) => ({
      name,
      contrib: join(packages, name, 'src', 'api', 'contrib'),
      manifest: join(packages, name, 'src', 'generated', 'extensions.ts'),
    }))
    .filter(({ contrib }) => existsSync(contrib));
}

/**
 * What a folder of extensions has, as upstream finds it: a module for a file, whose class has the file's name; of a folder
 * with an index the function `extension`, or else what is in it.
 * @param {string} folder
 * @returns {{ path: string, file: string, name: string }[]} dotted path below the folder (`backups.Backups`), file relative
 *   to the folder without its ending, and name of the export
 * @throws {Error} where a file of the folder itself has no class of its name, or two
 */
export function listExtensions(folder, below = '') {
  const entries = readdirSync(join(folder, below), { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  return entries.flatMap((entry) => {
    const file = below === '' ? entry.name : `${below}/${entry.name}`;
    if (entry.isDirectory()) return ofFolder(folder, file);
    return isModule(entry.name) ? ofFile(folder, file.slice(0, -'.ts'.length), below !== '') : [];
  });
}

function ofFolder(folder, below) {
  const index = join(folder, below, 'index.ts');
  if (!existsSync(index)) return [];
  if (/^export (?:async )?function extension\b/m.test(readFileSync(index, 'utf8')))
    return [{ path: `${dotted(below)}.extension`, file: `${below}/index`, name: 'extension' }];
  return listExtensions(folder, below);
}

function ofFile(folder, file, isOptional) {
  const text = readFileSync(join(folder, `${file}.ts`), 'utf8');
  const wanted = plain(file.split('/').at(-1));
  const names = [...text.matchAll(/^export class (\w+)[^{]*\bimplements\b[^{]*\bExtension\b/gm)]
    .map(([, name]) => name)
    .filter((name) => plain(name) === wanted);
  if (names.length === 1) return [{ path: `${dotted(file)}.${className(file)}`, file, name: names[0] }];
  if (isOptional) return [];
  throw new Error(`${folder}/${file}.ts has no class of its name that implements Extension`);
}

/** The text of a manifest; imports are relative to src/generated. */
export function manifestText(extensions) {
  const rows = extensions.map(
    ({ path, file, name }) =>
      `  { path: '${path}', load: async () => (await import('../api/contrib/${file}.js')).${name} },\n`,
  );
  return `// Made by tools/generate out of src/api/contrib. Not to be edited.\n\nexport const extensions = [\n${rows.join('')}] as const;\n`;
}

/** Writes the manifests that are not what the folders hold. @returns {string[]} names of their packages */
export function writeManifests(contribs = findContribs()) {
  return contribs
    .filter(({ contrib, manifest }) => {
      const text = manifestText(listExtensions(contrib));
      if (existsSync(manifest) && readFileSync(manifest, 'utf8') === text) return false;
      mkdirSync(join(manifest, '..'), { recursive: true });
      writeFileSync(manifest, text);
      return true;
    })
    .map(({ name }) => name);
}

const isModule = (name) => /\.ts$/.test(name) && !/\.(test|d)\.ts$/.test(name) && name !== 'index.ts';
const plain = (name) => name.replaceAll(/[-_]/g, '').toLowerCase();
/** Upstream's name of a module: admin_actions of admin-actions. */
const dotted = (file) => file.replaceAll('-', '_').replaceAll('/', '.');
/** Upstream's name of its class: the module's with its first letter upper case. */
const className = (file) => dotted(file.split('/').at(-1)).replace(/^./, (letter) => letter.toUpperCase());
