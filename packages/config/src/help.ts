// SPDX-License-Identifier: Apache-2.0
import { argumentName } from './command-line.js';
import type { DeclaredOption } from './declared-options.js';
import { pythonStr } from './python-text.js';

const COLUMN = 32;

/** What `--help` prints: the options that upstream has on its command line; all others can be given as well. */
export function helpText(program: string, declared: readonly DeclaredOption[]): string {
  const own: [string, string][] = [
    ['-h, --help', 'Show this text and exit.'],
    ['--version', 'Show the version and exit.'],
    ['--config-file PATH', 'A file to read in place of the default ones. May be given several times; later ones win.'],
    ['--config-dir DIR', 'A folder whose *.conf files are read, sorted by name, after what stands before it.'],
  ];
  const listed = declared
    .filter(({ option }) => option.cli === true)
    .map((one): [string, string] => [spelling(one), describe(one)])
    .sort(([a], [b]) => (a.replace(/^-\w, /, '') < b.replace(/^-\w, /, '') ? -1 : 1));
  const lines = [...own, ...listed].map(([left, right]) => entry(left, right));
  return [
    `usage: ${program} [options]`,
    '',
    'options:',
    ...lines,
    '',
    'Any other option of the configuration is given as --name VALUE, or --group-name VALUE outside of [DEFAULT].',
    '',
  ].join('\n');
}

function spelling({ group, name, option }: DeclaredOption): string {
  const long = argumentName(group, name);
  const short = option.short === undefined ? '' : `-${option.short}, `;
  return option.flag
    ? `${short}${long}, ${argumentName(group, name, true)}`
    : `${short}${long} ${option.metavar ?? name.toUpperCase()}`;
}

function describe({ option }: DeclaredOption): string {
  const fallback =
    option.default === undefined || option.secret === true ? '' : ` (default: ${pythonStr(option.default)})`;
  return (option.help ?? '') + fallback;
}

function entry(left: string, right: string): string {
  return left.length + 4 > COLUMN ? `  ${left}\n${' '.repeat(COLUMN)}${right}` : `  ${left}`.padEnd(COLUMN) + right;
}
