// SPDX-License-Identifier: Apache-2.0
// Makes the Prisma clients of every package that has prisma/schema.prisma, if its schema has changed, and the manifests of
// API extensions. Part of `npm run build`.
import { performance } from 'node:perf_hooks';
import { generateClients, isStale } from './clients.mjs';
import { writeManifests } from './manifests.mjs';
import { findSchemas } from './schema.mjs';

const stale = findSchemas().filter(isStale);
const started = performance.now();
for (const database of stale) {
  try {
    // The two providers of one package run side by side; more at once gains nothing on two cores.
    await generateClients(database);
  } catch (error) {
    console.error(error.message);
    process.exit(1);
  }
}
if (stale.length > 0) {
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`generated database clients: ${stale.map(({ name }) => name).join(', ')} (${seconds} s)`);
}

try {
  const written = writeManifests();
  if (written.length > 0) console.log(`generated lists of extensions: ${written.join(', ')}`);
} catch (error) {
  console.error(error.message);
  process.exit(1);
}
