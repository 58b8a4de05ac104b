// SPDX-License-Identifier: Apache-2.0
// `node dist/config.js sample` prints a sample nova.conf, `node dist/config.js explain --config-file …` each value with
// where it came from.
import { configurationCommand } from '@stackport/config';
import { novaApiConfiguration } from './configuration.js';

process.exitCode = await configurationCommand(novaApiConfiguration(process.argv.slice(2)), {
  write: (text) => void process.stdout.write(text),
  writeError: (text) => void process.stderr.write(text),
});
