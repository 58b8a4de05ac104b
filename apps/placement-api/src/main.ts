// SPDX-License-Identifier: Apache-2.0
import { LoneSurroundings } from '@stackport/standalone';
import { runApi } from '@stackport/standalone/program';
import { placementApiConfiguration } from './configuration.js';
import { isLone, loadLonePlacement, loneDefaults } from './lone.js';
import { loadPlacement } from './placement-process.js';
import { serverOptions } from './server-options.js';

const surroundings = new LoneSurroundings();

process.exit(
  await runApi({
    init: placementApiConfiguration(process.argv.slice(2)),
    logName: 'placement',
    serverLogName: 'placement.wsgi',
    defaultPort: 8778,
    defaultsFor: (given) => (isLone(given) ? loneDefaults(given) : undefined),
    serverOptions,
    load: (configuration, logging, given) =>
      isLone(given) ? loadLonePlacement(surroundings, configuration, logging) : loadPlacement(configuration, logging),
  }),
);
