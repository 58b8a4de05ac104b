// SPDX-License-Identifier: Apache-2.0
// glance-manage: `node dist/manage.js [--config-file …] db sync`, `… db load_metadefs`, `… cache list-cached`.
import { createInterface } from 'node:readline/promises';
import { silentLogger } from '@stackport/config';
import { runManage } from '@stackport/glance/manage';
import { glanceApiConfiguration } from './configuration.js';

/** Asks on the terminal, or reads an answer from what stands in its place. */
async function confirm(question: string): Promise<boolean> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const answer = await Promise.race([
      terminal.question(`${question} [y/N] `),
      new Promise<string>((resolve) => void terminal.once('close', () => resolve(''))),
    ]);
    return /^y(es)?$/i.test(answer.trim());
  } finally {
    terminal.close();
  }
}

const warn = (line: string): void => void process.stderr.write(`WARNING ${line}\n`);
const fail = (line: string): void => void process.stderr.write(`ERROR ${line}\n`);

process.exitCode = await runManage({
  argv: process.argv.slice(2),
  configuration: glanceApiConfiguration,
  write: (text) => void process.stdout.write(text),
  writeError: (text) => void process.stderr.write(text),
  confirm,
  logger: { ...silentLogger, warning: warn, error: fail },
});
