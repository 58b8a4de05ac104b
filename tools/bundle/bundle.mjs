// SPDX-License-Identifier: Apache-2.0
// node tools/bundle/bundle.mjs: makes apps/<app>/dist/bundle/main.js out of each app's compiled output, where that is newer. A start then
// reads twenty files in place of some 1,800 (docs/decisions/09). `npx nx serve` runs what was compiled, file by file.
import { existsSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/[/\\]$/, '');

// What stays outside: a native addon, and what Nest asks for and no service here uses.
const external = [
  /^@photostructure\/sqlite/,
  /^@nestjs\/(microservices|websockets|platform-express)/,
  /^class-(validator|transformer)/,
];

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
  const made = `${target}.new`;
  rmSync(made, { recursive: true, force: true });
  const build = await rolldown({
    input: { main: join(root, 'apps', app, 'dist', 'main.js') },
    platform: 'node',
    external,
    // Packages name optional dependencies that are not there; what is missing for good fails when the app is tested.
    logLevel: 'silent',
    plugins: [{ name: 'places', transform: (code, id) => placesKept(code, id, target) }],
  });
  await build.write({
    dir: made,
    format: 'esm',
    sourcemap: true,
    // Nest and the error tables know classes by name.
    keepNames: true,
    entryFileNames: '[name].js',
    chunkFileNames: '[name].js',
  });
  await build.close();
  rmSync(target, { recursive: true, force: true });
  renameSync(made, target);
  writeFileSync(stampOf(app), '');
}

/** Files that a module names beside itself (migrations, a thread's entry, a stock paste file) stay where they are. */
function placesKept(code, id, target) {
  if (!id.startsWith(root + sep) || id.includes(`${sep}node_modules${sep}`) || !code.includes('import.meta.url'))
    return undefined;
  return code.replaceAll('import.meta.url', `new URL(${JSON.stringify(relative(target, id))}, import.meta.url).href`);
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
