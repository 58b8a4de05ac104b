// SPDX-License-Identifier: Apache-2.0
// node tools/bundle/bundle.mjs: makes apps/<app>/dist/bundle/main.js out of each app's compiled output, where that is newer. A start then
// reads twenty files in place of some 1,800 (docs/decisions/09). `npx nx serve` runs what was compiled, file by file.
import {
  existsSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { basename, join, relative, sep } from 'node:path';
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/[/\\]$/, '');

// A native addon stays outside.
const external = [/^@photostructure\/sqlite/];

// What Nest loads at every start where it is installed, whether a service uses it or not.
const optional = /^(@nestjs\/(?:microservices|websockets|platform-express)|class-validator|class-transformer)(?:\/|$)/;
const absent = '\0absent';
const inPackages = '/node_modules/';
const entry = '\0entry';
const metadata = createRequire(import.meta.url).resolve('reflect-metadata');

/** A file that needs no bundle when it is as new as all that goes into one. */
const stampOf = (app) => join(bundleOf(app), '.stamp');
const bundleOf = (app) => join(root, 'apps', app, 'dist', 'bundle');

const apps = readdirSync(join(root, 'apps')).filter((app) => existsSync(join(root, 'apps', app, 'dist', 'main.js')));
const newest = Math.max(
  statSync(fileURLToPath(import.meta.url)).mtimeMs,
  statSync(join(root, 'package-lock.json')).mtimeMs,
  ...['packages', 'apps'].flatMap((kind) =>
    readdirSync(join(root, kind)).map((name) => newestIn(join(root, kind, name, 'dist'))),
  ),
);
const stale = apps.filter((app) => !existsSync(stampOf(app)) || statSync(stampOf(app)).mtimeMs <= newest);
if (stale.length > 0) {
  const started = performance.now();
  // Loading the bundler takes longer than to see that nothing is to be done.
  const { rolldown } = await import('rolldown');
  for (const app of stale) await bundle(rolldown, app);
  console.log(`bundled ${stale.join(', ')} (${((performance.now() - started) / 1000).toFixed(1)} s)`);
}

/** Makes an app's bundle beside the old one, which is replaced at the end. */
async function bundle(rolldown, app) {
  const target = bundleOf(app);
  // Another build may run at the same time, and what is compiled meanwhile has to be seen by the next one.
  const made = `${target}.${process.pid}`;
  const begun = new Date();
  const used = await build(rolldown, app, made, new Set());
  // Seldom: something besides Nest imports one of them, and then it is there for Nest too.
  if (used.size > 0) await build(rolldown, app, made, used);
  rmSync(target, { recursive: true, force: true });
  renameSync(made, target);
  writeFileSync(stampOf(app), '');
  utimesSync(stampOf(app), begun, begun);
}

/**
 * Writes a bundle.
 * @param {Set<string>} kept - of Nest's optional packages, those that it finds
 * @returns {Promise<Set<string>>} of the others, those that are in the bundle all the same
 */
async function build(rolldown, app, folder, kept) {
  rmSync(folder, { recursive: true, force: true });
  const build = await rolldown({
    input: { main: entry },
    platform: 'node',
    external,
    // Packages name optional dependencies that are not there; what is missing for good fails when the app is tested.
    logLevel: 'silent',
    plugins: [
      { name: 'entry', resolveId: (id) => (id === entry ? id : undefined), load: (id) => entryOf(app, id) },
      { name: 'compiled', load: (id) => compiled(id, bundleOf(app)) },
      { name: 'binary-query-compiler', load: queryCompiler },
      withoutUnused(kept),
      { name: 'narrow', generateBundle: narrow },
    ],
  });
  const { output } = await build.write({
    dir: folder,
    format: 'esm',
    sourcemap: true,
    // Nest and the error tables know classes by name.
    keepNames: true,
    entryFileNames: '[name].js',
    chunkFileNames: '[name].js',
    comments: false,
  });
  await build.close();
  const names = output
    .flatMap(({ moduleIds = [] }) => moduleIds)
    .map((id) => optional.exec(id.slice(id.lastIndexOf(inPackages) + inPackages.length))?.[1]);
  return new Set(names.filter((name) => name !== undefined && !kept.has(name)));
}

/** What decorators call is there before any other file of the bundle is evaluated, however the bundler divides them. */
function entryOf(app, id) {
  const main = JSON.stringify(join(root, 'apps', app, 'dist', 'main.js'));
  return id === entry ? `import ${JSON.stringify(metadata)};\nawait import(${main});\n` : undefined;
}

/**
 * Prisma's query compiler lies beside the bundle as it is: the text of its base64 would stay in memory, twice.
 * @this {import('rolldown').PluginContext}
 */
function queryCompiler(id) {
  if (!/[/\\]query_compiler_\w+\.\w+\.wasm-base64\.m?js$/.test(id)) return undefined;
  const [, base64] = /\bwasm\s*=\s*["'`]([\w+/=]+)["'`]/.exec(readFileSync(id, 'utf8'));
  const fileName = basename(id).replace(/-base64\.m?js$/, '');
  this.emitFile({ type: 'asset', fileName, source: Buffer.from(base64, 'base64') });
  return `
import { readFileSync } from 'node:fs';
export const wasm = readFileSync(new URL(${JSON.stringify(`./${fileName}`)}, import.meta.url));
`;
}

/**
 * Writes characters beyond Latin-1 as escapes: V8 keeps the text of a file that has one of them in two bytes a character.
 * Once comments are gone, there are none outside of literals.
 */
function narrow(options, files) {
  for (const file of Object.values(files)) {
    if (file.type === 'chunk') file.code = file.code.replace(/[^\0-\xff]/g, escaped);
  }
}

function escaped(unit) {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

/** Leaves out what Nest alone would load: it is told that the package is not installed. */
function withoutUnused(kept) {
  return {
    name: 'without-unused',
    resolveId(id, importer) {
      const name = importer?.includes(`${inPackages}@nestjs/`) ? optional.exec(id)?.[1] : undefined;
      // A package that is bundled imports its own files by these names, too.
      if (name === undefined || kept.has(name) || importer.includes(`${inPackages}${name}/`)) return undefined;
      return absent;
    },
    load: (id) =>
      id === absent
        ? `throw Object.assign(new Error('not part of this bundle'), { code: 'ERR_MODULE_NOT_FOUND' }); export {};`
        : undefined,
  };
}

/**
 * A file that was compiled here, with its map, so that stack traces name the sources. Files that it names beside itself
 * (migrations, a thread's entry, a stock paste file) stay where they are.
 */
function compiled(id, target) {
  if (!id.startsWith(root + sep) || id.includes(`${sep}node_modules${sep}`) || !existsSync(`${id}.map`))
    return undefined;
  const map = JSON.parse(readFileSync(`${id}.map`, 'utf8'));
  return {
    code: readFileSync(id, 'utf8').replaceAll(
      'import.meta.url',
      `new URL(${JSON.stringify(relative(target, id))}, import.meta.url).href`,
    ),
    map: { ...map, sources: map.sources.map((source) => join(id, '..', source)) },
  };
}

/** Milliseconds since 1970; 0 for a folder that is not there. Bundles do not count. */
function newestIn(folder) {
  if (!existsSync(folder)) return 0;
  let newest = 0;
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.isDirectory()) {
      if (!entry.name.startsWith('bundle') && !entry.name.startsWith('test-types'))
        newest = Math.max(newest, newestIn(join(folder, entry.name)));
    } else if (entry.name.endsWith('.js')) newest = Math.max(newest, statSync(join(folder, entry.name)).mtimeMs);
  }
  return newest;
}
