// SPDX-License-Identifier: Apache-2.0
// Makes the Prisma clients of every package that has prisma/schema.prisma, if its schema has changed. Part of `npm run build`.
import { performance } from 'node:perf_hooks';
import { generateClients, isStale } from './clients.mjs';
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
