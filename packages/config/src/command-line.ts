// SPDX-License-Identifier: Apache-2.0
import type { DeclaredOption } from './declared-options.js';
import { CommandLineError } from './errors.js';

/** Values of one option, in their order; those of a flag are `true` and `false`. */
export interface CommandLineValue {
  readonly texts: readonly string[];
  /** As it was typed: `--bind-port`. */
  readonly argument: string;
  /** The deprecated name that was used, where one was. */
  readonly deprecatedName?: { readonly group: string; readonly name: string };
}

export interface CommandLine {
  readonly arguments: readonly string[];
  /** `--config-file` and `--config-dir`, in their order: later ones win. */
  readonly sources: readonly { readonly kind: 'file' | 'directory'; readonly path: string }[];
  readonly help: boolean;
  readonly version: boolean;
  readonly positionals: readonly string[];
  value(group: string, name: string): CommandLineValue | undefined;
}

interface Switch {
  readonly declared: DeclaredOption;
  readonly negated: boolean;
  readonly deprecatedName?: { readonly group: string; readonly name: string };
}

/**
 * Reads a command line. Every declared option can be given: `--name value`, `--name=value`, and `--group-name` outside
 * DEFAULT; `--name` and `--noname` for a boolean, `--group-noname` in a group. Names take hyphens or underscores.
 * @param allowPositionals - whether words that belong to no option are accepted.
 * @throws CommandLineError for an unknown argument or one without its value.
 */
export function parseCommandLine(
  program: string,
  argv: readonly string[],
  declared: readonly DeclaredOption[],
  allowPositionals: boolean,
): CommandLine {
  const switches = switchTable(declared);
  const values = new Map<
    string,
    { texts: string[]; argument: string; deprecatedName?: { group: string; name: string } }
  >();
  const sources: { kind: 'file' | 'directory'; path: string }[] = [];
  const positionals: string[] = [];
  let [help, version] = [false, false];

  const rest = [...argv];
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    if (word === '--') {
      positionals.push(...rest.splice(0));
      break;
    }
    if (!word.startsWith('-') || word === '-') {
      positionals.push(word);
      continue;
    }
    const equals = word.startsWith('--') ? word.indexOf('=') : -1;
    const name = equals < 0 ? word : word.slice(0, equals);
    const attached = equals < 0 ? undefined : word.slice(equals + 1);
    const value = (): string => {
      if (attached !== undefined) return attached;
      const next = rest[0];
      if (next === undefined || (next.startsWith('-') && next !== '-' && !/^-[\d.]+$/.test(next)))
        throw new CommandLineError(program, `argument ${name}: expected one argument`);
      return rest.shift() as string;
    };

    if (name === '--config-file') sources.push({ kind: 'file', path: value() });
    else if (name === '--config-dir') sources.push({ kind: 'directory', path: value() });
    else if ((name === '--help' || name === '-h') && attached === undefined) help = true;
    else if (name === '--version' && attached === undefined) version = true;
    else {
      const found = switches.get(name) ?? switches.get(hyphenated(name));
      if (found === undefined) throw new CommandLineError(program, `unrecognized arguments: ${word}`);
      const { declared: one, negated, deprecatedName } = found;
      if (negated && attached !== undefined)
        throw new CommandLineError(program, `argument ${name}: ignored explicit argument '${attached}'`);
      const text = one.option.flag ? (negated ? 'false' : (attached ?? 'true')) : value();
      const key = valueKey(one.group, one.name);
      const texts = one.option.multi ? [...(values.get(key)?.texts ?? []), text] : [text];
      values.set(key, { texts, argument: name, ...(deprecatedName === undefined ? {} : { deprecatedName }) });
    }
  }
  if (positionals.length > 0 && !allowPositionals)
    throw new CommandLineError(program, `unrecognized arguments: ${positionals.join(' ')}`);
  return {
    arguments: argv,
    sources,
    help,
    version,
    positionals,
    value: (group, name) => values.get(valueKey(group, name)),
  };
}

/** The spelling of an option on the command line: `--glance-store-filesystem-store-datadir`. */
export function argumentName(group: string, name: string, negated = false): string {
  return `--${group === 'DEFAULT' ? '' : `${group}-`}${negated ? 'no' : ''}${name.replaceAll('_', '-')}`;
}

function switchTable(declared: readonly DeclaredOption[]): ReadonlyMap<string, Switch> {
  const table = new Map<string, Switch>();
  const add = (spelling: string, target: Switch): void => {
    for (const key of [spelling, hyphenated(spelling)]) if (!table.has(key)) table.set(key, target);
  };
  // An option that upstream has on its command line keeps its spelling where two would collide.
  const ordered = [...declared].sort((a, b) => Number(b.option.cli ?? false) - Number(a.option.cli ?? false));
  for (const one of ordered) {
    add(argumentName(one.group, one.name), { declared: one, negated: false });
    if (one.option.short !== undefined) add(`-${one.option.short}`, { declared: one, negated: false });
  }
  for (const one of ordered.filter(({ option }) => option.flag))
    add(argumentName(one.group, one.name, true), { declared: one, negated: true });
  for (const one of ordered)
    for (const { group = one.group, name = one.name } of one.option.deprecated ?? []) {
      const deprecatedName = { group, name: name.replaceAll('-', '_') };
      add(argumentName(group, name), { declared: one, negated: false, deprecatedName });
      if (one.option.flag) add(argumentName(group, name, true), { declared: one, negated: true, deprecatedName });
    }
  return table;
}

function hyphenated(spelling: string): string {
  return spelling.replaceAll('_', '-');
}

function valueKey(group: string, name: string): string {
  return `${group}\n${name}`;
}
