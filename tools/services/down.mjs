// SPDX-License-Identifier: Apache-2.0
// Stops what up.mjs started: its own processes and containers, never a service that was there before.
//
//   node tools/services/down.mjs
import { join } from 'node:path';
import { composeDown, hasContainerEngine } from './compose.mjs';
import { stopDaemon } from './daemon.mjs';
import { runCommand } from './failure.mjs';
import { cache } from './paths.mjs';

await runCommand('services', async () => {
  for (const name of ['rabbitmq', 'mariadb'])
    if (await stopDaemon(join(cache, 'services', name), name)) console.log(`services: stopped ${name}`);
  if (await hasContainerEngine()) await composeDown();
});
