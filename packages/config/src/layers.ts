// SPDX-License-Identifier: Apache-2.0
import type { CommandLine } from './command-line.js';
import type { DeclaredOption } from './declared-options.js';
import { type IniFile, type IniValue, normalizeGroupName } from './ini-file.js';
import type { Origin } from './origin.js';

/** Values by group and option name, given in code. */
export type GivenValues = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** Everything that a value may come from, except the declared defaults. */
export interface Layers {
  readonly overrides: GivenValues;
  readonly commandLine: CommandLine | undefined;
  readonly environment: NodeJS.ProcessEnv;
  /** In the order of reading: later ones win. */
  readonly files: readonly IniFile[];
  readonly defaults: GivenValues;
}

/** A value as it was found: text that is yet to be read, or a value from code. */
export interface Found {
  readonly value: unknown;
  readonly origin: Origin;
  /** The deprecated name under which it stood. */
  readonly deprecatedName?: { readonly group: string; readonly name: string };
}

/** `OS_<GROUP>__<OPTION>`, as oslo.config's environment source has it. */
export function environmentName(group: string, name: string): string {
  return `OS_${group.toUpperCase()}__${name.toUpperCase()}`;
}

/**
 * Finds an option's value: overrides in code, then command line, environment, files, and the service's defaults.
 * A multi-valued option has all values of one layer; an environment variable holds one to a line.
 */
export function findValue(layers: Layers, { group, name, option }: DeclaredOption): Found | undefined {
  const override = given(layers.overrides, group, name);
  if (override !== undefined) return { value: override, origin: { kind: 'override' } };

  const typed = layers.commandLine?.value(group, name);
  if (typed !== undefined)
    return {
      value: option.multi ? typed.texts : typed.texts.at(-1),
      origin: { kind: 'command line', argument: typed.argument },
      ...(typed.deprecatedName === undefined ? {} : { deprecatedName: typed.deprecatedName }),
    };

  const variable = environmentName(group, name);
  const text = layers.environment[variable];
  if (text !== undefined)
    return { value: option.multi ? text.split('\n') : text, origin: { kind: 'environment', variable } };

  const inFiles = findInFiles(layers.files, { group, name, option });
  if (inFiles !== undefined) return inFiles;

  const fallback = given(layers.defaults, group, name);
  return fallback === undefined ? undefined : { value: fallback, origin: { kind: 'service default' } };
}

/** All names of an option in files, its own first. */
export function fileNames({
  group,
  name,
  option,
}: DeclaredOption): readonly { readonly group: string; readonly name: string }[] {
  const deprecated = (option.deprecated ?? []).map((old) => ({
    group: old.group ?? group,
    name: (old.name ?? name).replaceAll('-', '_'),
  }));
  return [{ group, name }, ...deprecated];
}

/**
 * The last file that has the option under any of its names wins; in one file its own name goes before deprecated
 * ones, and the last assignment wins (cfg._Namespace._get_file_value).
 */
function findInFiles(files: readonly IniFile[], one: DeclaredOption): Found | undefined {
  const all: { value: IniValue; file: string; deprecatedName?: { group: string; name: string } }[] = [];
  const names = fileNames(one);
  for (const file of files.toReversed()) {
    for (const [index, { group, name }] of names.entries()) {
      const values = file.sections.get(normalizeGroupName(group))?.values.get(name);
      if (values === undefined) continue;
      const found = values.map((value) => ({
        value,
        file: file.path,
        ...(index === 0 ? {} : { deprecatedName: { group, name } }),
      }));
      if (!one.option.multi) return foundInFile(found, (texts) => texts.at(-1));
      all.unshift(...found);
    }
  }
  return all.length === 0 ? undefined : foundInFile(all, (texts) => texts);
}

function foundInFile(
  found: readonly { value: IniValue; file: string; deprecatedName?: { group: string; name: string } }[],
  pick: (texts: readonly string[]) => unknown,
): Found | undefined {
  const last = found.at(-1);
  if (last === undefined) return undefined;
  const deprecatedName = found.find((one) => one.deprecatedName !== undefined)?.deprecatedName;
  return {
    value: pick(found.map(({ value }) => value.text)),
    origin: { kind: 'file', file: last.file, line: last.value.line },
    ...(deprecatedName === undefined ? {} : { deprecatedName }),
  };
}

function given(values: GivenValues, group: string, name: string): unknown {
  const key = Object.keys(values).find((one) => normalizeGroupName(one) === normalizeGroupName(group));
  return key === undefined ? undefined : values[key]?.[name];
}
