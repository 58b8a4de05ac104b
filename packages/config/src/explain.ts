// SPDX-License-Identifier: Apache-2.0
import type { Configuration } from './configuration.js';
import { describeOrigin } from './origin.js';
import { describeUnknown } from './unknown-options.js';

/**
 * Writes every option with its value, as one would write it into a file, and where the value came from: the default,
 * the service's default, file and line, environment variable, command line. Unknown options follow. Secrets are masked.
 */
export function explainConfiguration(configuration: Configuration, write: (text: string) => void): void {
  write(configuration.configFiles.length === 0 ? '# no files were read\n' : '');
  for (const path of configuration.configFiles) write(`# read ${path}\n`);
  let section: string | undefined;
  for (const { group, name, option, value, origin } of configuration.optionValues()) {
    if (group !== section) write(`\n[${group}]\n`);
    section = group;
    const texts = option.multi && value !== undefined ? (value as readonly unknown[]) : [value];
    write(`# ${describeOrigin(origin)}\n`);
    for (const one of texts.length === 0 ? [''] : texts) {
      const text = one === undefined ? '<None>' : option.secret === true ? '****' : option.type.format(one);
      write(`${name} =${text === '' ? '' : ` ${text.replaceAll('\n', '\n    ')}`}\n`);
    }
  }
  const unknown = configuration.unknownOptions();
  if (unknown.length > 0) write('\n');
  for (const one of unknown) write(`# ${describeUnknown(one)}\n`);
}
