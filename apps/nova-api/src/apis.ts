// SPDX-License-Identifier: Apache-2.0
import type { Configuration } from '@stackport/config';
import type { LoggingHandle } from '@stackport/context';
import { createNovaMetadata, missingApplication, serverOptions as novaServerOptions } from '@stackport/nova';
import { LoneSurroundings } from '@stackport/standalone';
import { type ServedApi, SharedService } from '@stackport/standalone/program';
import { RuntimeError, workerNumber } from '@stackport/wsgi';
import { METADATA, standardPort } from './api-names.js';
import { loadCompute } from './compute.js';
import { isLone, loadLoneCompute } from './lone.js';
import { reportConfiguration } from './report-configuration.js';
import { serverOptions } from './server-options.js';

/**
 * The APIs that this program serves: those of `enabled_apis` that are in the paste file. Another one is a warning. Rejects
 * with `ConfigNotFound`, and with `RuntimeError` where none is left (nova 26, cmd/api.py).
 */
export async function novaApis(configuration: Configuration, logging: LoggingHandle): Promise<readonly ServedApi[]> {
  const logger = logging.logger.named('nova.cmd.api');
  const names: string[] = [];
  for (const name of new Set(configuration.get(novaServerOptions).enabled_apis)) {
    const problem = await missingApplication(configuration, name);
    if (problem === undefined) names.push(name);
    else if (workerNumber() === undefined)
      logger.warning(`${problem}. \`\`enabled_apis\`\` includes bad values. Fix to remove this warning.`);
  }
  if (names.length === 0) throw new RuntimeError('No APIs were started. Check the enabled_apis config option.');
  const isMetadataOnly = names.every((name) => name === METADATA);
  const surroundings = new LoneSurroundings();
  let shared: SharedService | undefined;
  return names.map((name) => ({
    defaultPort: standardPort(name),
    serverLogName: `nova.${name}.wsgi.server`,
    serverOptions: (own, serverLogger) => serverOptions(name, own, serverLogger),
    load: async (own, ownLogging, given) => {
      // A process that has no other API goes without the Compute API: one of this alone, or a worker.
      if (name === METADATA && (workerNumber() !== undefined || (isMetadataOnly && !isLone(given))))
        return loadMetadata(own, ownLogging);
      shared ??= new SharedService(() =>
        isLone(given) ? loadLoneCompute(surroundings, own, ownLogging) : loadCompute(own, ownLogging),
      );
      return shared.take(name);
    },
  }));
}

async function loadMetadata(configuration: Configuration, logging: LoggingHandle) {
  const service = await createNovaMetadata({ configuration, logging });
  reportConfiguration(configuration, logging);
  return service;
}
