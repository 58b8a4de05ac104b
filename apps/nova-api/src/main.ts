// SPDX-License-Identifier: Apache-2.0
import { runApi } from '@stackport/standalone/program';
import { loadCompute } from './compute.js';
import { novaApiConfiguration } from './configuration.js';
import { isLone, loadLoneCompute, loneDefaults } from './lone.js';
import { serverOptions } from './server-options.js';

process.exit(
  await runApi({
    init: novaApiConfiguration(process.argv.slice(2)),
    logName: 'nova',
    serverLogName: 'nova.osapi_compute.wsgi.server',
    defaultPort: 8774,
    defaultsFor: (given) => (isLone(given) ? loneDefaults(given) : undefined),
    serverOptions,
    load: (configuration, logging, given) =>
      isLone(given) ? loadLoneCompute(configuration, logging) : loadCompute(configuration, logging),
  }),
);
