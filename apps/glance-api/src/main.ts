// SPDX-License-Identifier: Apache-2.0
import { LoneSurroundings } from '@stackport/standalone';
import { runApi } from '@stackport/standalone/program';
import { glanceApiConfiguration } from './configuration.js';
import { loadImageService } from './image-service.js';
import { isLone, loadLoneImageService, loneDefaults } from './lone.js';
import { serverOptions } from './server-options.js';

const surroundings = new LoneSurroundings();

process.exit(
  await runApi({
    init: glanceApiConfiguration(process.argv.slice(2)),
    logName: 'glance',
    serverLogName: 'glance.common.wsgi',
    defaultPort: 9292,
    defaultsFor: (given) => (isLone(given) ? loneDefaults(given) : undefined),
    serverOptions,
    load: (configuration, logging, given) =>
      isLone(given)
        ? loadLoneImageService(surroundings, configuration, logging)
        : loadImageService(configuration, logging),
  }),
);
