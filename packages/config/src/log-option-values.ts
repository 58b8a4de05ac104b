// SPDX-License-Identifier: Apache-2.0
import type { Configuration } from './configuration.js';
import type { Logger } from './logger.js';
import { pythonRepr, pythonStr } from './python-text.js';

/**
 * Writes the whole configuration at level debug, as oslo.config's `log_opt_values` does: DEFAULT's options under
 * their bare names with `config_dir`, `config_file` and `config_source` among them, then `group.name`.
 * @param directories - folders that `--config-dir` named.
 */
export function logOptionValues(configuration: Configuration, directories: readonly string[], logger: Logger): void {
  if (!logger.isEnabledFor('debug')) return;
  const line = (name: string, text: string): void => logger.debug(`${name.padEnd(30)} = ${text}`);
  const values = configuration.optionValues().map(({ group, name, option, value }) => ({
    group,
    name,
    text: option.secret === true ? '****' : pythonStr(value),
  }));
  const own = [
    { group: 'DEFAULT', name: 'config_dir', text: pythonRepr(directories) },
    { group: 'DEFAULT', name: 'config_file', text: pythonRepr(configuration.configFiles) },
    { group: 'DEFAULT', name: 'config_source', text: '[]' },
  ];
  logger.debug('*'.repeat(80));
  logger.debug('Configuration options gathered from:');
  logger.debug(`command line args: ${pythonRepr(configuration.arguments)}`);
  logger.debug(`config files: ${pythonRepr(configuration.configFiles)}`);
  logger.debug('='.repeat(80));
  const inDefault = [...own, ...values.filter(({ group }) => group === 'DEFAULT')];
  for (const { name, text } of inDefault.sort((a, b) => (a.name < b.name ? -1 : 1))) line(name, text);
  for (const { group, name, text } of values.filter((one) => one.group !== 'DEFAULT')) line(`${group}.${name}`, text);
  logger.debug('*'.repeat(80));
}
