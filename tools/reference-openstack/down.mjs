// SPDX-License-Identifier: Apache-2.0
// Stops what up.mjs started.
//
//   node tools/reference-openstack/down.mjs [--purge] [--state-dir FOLDER]
//
//   --purge   deletes their state too
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { runCommand } from '../services/failure.mjs';
import { defaultStateFolder, stopReference } from './openstack.mjs';

await runCommand('reference', async () => {
  const { values } = parseArgs({
    options: { purge: { type: 'boolean' }, 'state-dir': { type: 'string', default: defaultStateFolder } },
  });
  await stopReference({
    stateFolder: resolve(values['state-dir']),
    purge: values.purge,
    say: (line) => console.log(`reference: ${line}`),
  });
});
