// SPDX-License-Identifier: Apache-2.0
import type { DeclaredOptions } from './declared-options.js';
import { normalizeGroupName } from './ini-file.js';
import { type Layers, environmentName, fileNames } from './layers.js';
import { nearestName } from './nearest-name.js';
import { type Origin, describeOrigin } from './origin.js';

/** Names of options that upstream has and this service does not honour, by group. */
export type RecognizedNames = Readonly<Record<string, readonly string[]>>;

/** Something in a file or the environment that no declared option reads. */
export interface UnknownOption {
  readonly group: string;
  readonly name: string;
  readonly origin: Origin;
  /** What was probably meant: a name in the group, or `[group] name` elsewhere. */
  readonly nearest?: string;
  /** Known upstream, and not honoured here: no typo. */
  readonly recognized: boolean;
}

/** Options of the files, and variables of the environment that name a known group, that nothing reads. */
export function findUnknownOptions(
  layers: Layers,
  declared: DeclaredOptions,
  recognized: RecognizedNames,
): readonly UnknownOption[] {
  const readNames = new Set(
    declared.all().flatMap((one) => fileNames(one).map(({ group, name }) => nameKey(group, name))),
  );
  const recognizedNames = new Set(
    Object.entries(recognized).flatMap(([group, names]) => names.map((name) => nameKey(group, name))),
  );
  const unknown: UnknownOption[] = [];
  const report = (group: string, name: string, origin: Origin): void => {
    const isRecognized = recognizedNames.has(nameKey(group, name));
    const nearest = isRecognized ? undefined : nearestOption(group, name, declared, recognized);
    unknown.push({
      group,
      name,
      origin,
      recognized: isRecognized,
      ...(nearest === undefined ? {} : { nearest }),
    });
  };
  for (const file of layers.files)
    for (const section of file.sections.values())
      for (const [name, values] of section.values) {
        const line = values.at(-1)?.line ?? section.line;
        if (!readNames.has(nameKey(section.name, name)))
          report(section.name, name, { kind: 'file', file: file.path, line });
      }
  const variables = new Set(declared.all().map(({ group, name }) => environmentName(group, name)));
  const prefixes = new Map(declared.groupNames().map((group) => [environmentName(group, ''), group]));
  for (const variable of Object.keys(layers.environment)) {
    const end = variable.indexOf('__') + 2;
    const group = end > 1 ? prefixes.get(variable.slice(0, end)) : undefined;
    if (group !== undefined && !variables.has(variable))
      report(group, variable.slice(end).toLowerCase(), { kind: 'environment', variable });
  }
  return unknown;
}

/** The line that tells an operator of it. */
export function describeUnknown(unknown: UnknownOption): string {
  const where = `${describeOrigin(unknown.origin)}: option ${unknown.name} in group [${unknown.group}]`;
  if (unknown.recognized) return `${where} is not supported here; its value is ignored`;
  return `${where} is not known; its value is ignored${unknown.nearest === undefined ? '' : `. Did you mean ${unknown.nearest}?`}`;
}

function nearestOption(
  group: string,
  name: string,
  declared: DeclaredOptions,
  recognized: RecognizedNames,
): string | undefined {
  const elsewhere = (other: string, option: string): string => `${option} in group [${other}]`;
  if (declared.hasGroup(group)) {
    const inGroup = nearestName(
      name,
      declared.ofGroup(group).map((one) => one.name),
    );
    if (inGroup !== undefined) return inGroup;
  } else {
    // A group that is nearly one we know, with an option that we know there.
    const meant = nearestName(group, declared.groupNames());
    if (meant !== undefined && declared.find(meant, name) !== undefined) return elsewhere(meant, name);
  }
  const upstream = nearestName(name, recognized[group] ?? []);
  if (upstream !== undefined) return upstream;
  // The right name in the wrong section, where it is said only once.
  const same = declared.all().filter((one) => one.name === name.toLowerCase().replaceAll('-', '_'));
  return same.length === 1 && same[0] !== undefined ? elsewhere(same[0].group, same[0].name) : undefined;
}

function nameKey(group: string, name: string): string {
  return `${normalizeGroupName(group)}\n${name}`;
}
