// SPDX-License-Identifier: Apache-2.0
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { root } from './schema.mjs';

const require = createRequire(import.meta.url);

/** The CLI's version: what it writes changes with it. */
export const prismaVersion = require('prisma/package.json').version;

/**
 * Runs `prisma generate` without the network: the schema engine that it would fetch is not used by `generate`, so any existing file stands in
 * for it. Quiet; what the CLI said is in the error when it fails.
 * @param {string} schemaPath - absolute
 * @returns {Promise<void>}
 */
export function prismaGenerate(schemaPath) {
  const cli = join(dirname(require.resolve('prisma/package.json')), 'build', 'index.js');
  const child = spawn(process.execPath, [cli, 'generate', '--schema', schemaPath, '--no-hints'], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env,
      PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
      CHECKPOINT_DISABLE: '1',
      PRISMA_HIDE_UPDATE_MESSAGE: '1',
    },
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) resolve();
      else reject(new Error(`prisma generate failed for ${schemaPath} (exit code ${code}):\n${output.trim()}`));
    });
  });
}
