// SPDX-License-Identifier: Apache-2.0
import { LoneSurroundings } from '@stackport/standalone';
import { runApi } from '@stackport/standalone/program';
import { loadBlockStorage } from './block-storage.js';
import { cinderApiConfiguration } from './configuration.js';
import { isLone, loadLoneBlockStorage, loneDefaults } from './lone.js';
import { serverOptions } from './server-options.js';

const surroundings = new LoneSurroundings();

process.exit(
  await runApi({
    init: cinderApiConfiguration(process.argv.slice(2)),
    logName: 'cinder',
    serverLogName: 'eventlet.wsgi.server',
    defaultPort: 8776,
    defaultsFor: (given) => (isLone(given) ? loneDefaults(given) : undefined),
    serverOptions,
    load: (configuration, logging, given) =>
      isLone(given)
        ? loadLoneBlockStorage(surroundings, configuration, logging)
        : loadBlockStorage(configuration, logging),
  }),
);
