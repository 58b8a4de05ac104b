// SPDX-License-Identifier: Apache-2.0
import { novaWorkerConfiguration, startWorker } from '@stackport/nova';
import { runDaemon } from '@stackport/standalone/program';

process.exit(
  await runDaemon({
    init: novaWorkerConfiguration('nova-scheduler', process.argv.slice(2)),
    logName: 'nova',
    start: startWorker,
  }),
);
