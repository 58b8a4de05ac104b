// SPDX-License-Identifier: Apache-2.0
import { runApis } from '@stackport/standalone/program';
import { novaApis } from './apis.js';
import { novaApiConfiguration } from './configuration.js';
import { isLone, loneDefaults } from './lone.js';

process.exit(
  await runApis({
    init: novaApiConfiguration(process.argv.slice(2)),
    logName: 'nova',
    defaultsFor: (given) => (isLone(given) ? loneDefaults(given) : undefined),
    apis: novaApis,
  }),
);
