#!/usr/bin/env node
// SPDX-License-Identifier: Apache-2.0
import { relative } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { ConfigurationError } from '@stackport/config';
import { StateFolder, StateFolderBusy } from '@stackport/standalone/state-folder';
import { parseFlags, usage, UsageError, type Flags } from './flags.js';
import { PortInUse } from './port-in-use.js';

const VERSION = '0.1.0';

process.exitCode = await main();

async function main(): Promise<number> {
  // Loading makes garbage that would let V8's young generation grow for good: a quarter of the memory afterwards.
  setFlagsFromString('--semi-space-growth-factor=1');
  let flags: Flags;
  try {
    flags = parseFlags(process.argv.slice(2));
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    process.stderr.write(`ERROR: ${error.message}\n\n${usage}`);
    return 2;
  }
  if (flags.help || flags.version) {
    process.stdout.write(flags.help ? usage : `${VERSION}\n`);
    return 0;
  }
  try {
    return await run(flags);
  } catch (error) {
    if (!(error instanceof PortInUse || error instanceof StateFolderBusy || error instanceof ConfigurationError))
      throw error;
    process.stderr.write(`ERROR: ${error.message}\n`);
    return 1;
  }
}

/** Serves until a signal ends it. */
async function run(flags: Flags): Promise<number> {
  const state = StateFolder.open(flags.stateDir, { reset: flags.reset });
  try {
    const ended = new Promise((resolve) => {
      for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, resolve);
    });
    // What runs once is not worth the time of an optimizing compiler.
    setFlagsFromString('--no-opt');
    // Loading the services takes most of a second: not for --help.
    const [{ startCloud }, { seed }, { services }] = await Promise.all([
      import('./cloud.js'),
      import('./seed.js'),
      import('./services.js'),
    ]);
    const cloud = await startCloud(flags, state);
    const files = await seed(flags, cloud);
    setFlagsFromString('--opt');
    const cloudsYaml = relative(process.cwd(), files.cloudsYaml);
    const host = flags.publicHost ?? flags.host;
    process.stdout.write(
      [
        `identity  http://${host}:${cloud.ports.keystone}/v3`,
        ...services.map(({ type, name, path }) => `${type.padEnd(9)} http://${host}:${cloud.ports[name]}${path}`),
        `metadata  http://${host}:${cloud.ports.metadata}`,
        `clouds    ${cloudsYaml} (cloud names stackport and stackport-demo), ${relative(process.cwd(), files.openrc)}`,
        `Ready in ${(performance.now() / 1000).toFixed(2)} s. Next, in another terminal:`,
        `  OS_CLIENT_CONFIG_FILE=${cloudsYaml} openstack --os-cloud stackport server create --image stackport-tiny --flavor m1.tiny --network none --os-compute-api-version 2.37 first`,
        '',
      ].join('\n'),
    );
    await ended;
    await cloud.stop();
    return 0;
  } finally {
    state.release();
  }
}
