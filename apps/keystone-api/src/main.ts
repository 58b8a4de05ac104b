// SPDX-License-Identifier: Apache-2.0
import { runApi } from '@stackport/standalone/program';
import { keystoneApiConfiguration } from './configuration.js';
import { loadIdentity } from './identity-process.js';
import { serverOptions } from './server-options.js';

process.exit(
  await runApi({
    init: keystoneApiConfiguration(process.argv.slice(2)),
    logName: 'keystone',
    serverLogName: 'keystone.server',
    defaultPort: 5000,
    serverOptions,
    load: (configuration, { logger }) => loadIdentity(configuration, logger.named('keystone'), process.env),
  }),
);
