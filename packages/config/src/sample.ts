// SPDX-License-Identifier: Apache-2.0
import type { OptionGroup } from './option-group.js';
import type { Option } from './option.js';
import { quoteOuterSpace } from './types/value-type.js';

const WIDTH = 78;

/**
 * Writes a sample file as oslo-config-generator does: help with type, range, choices and deprecated names, and each
 * default in a comment. DEFAULT comes first, then the groups by name; advanced options come last in their group.
 */
export function printSample(groups: readonly OptionGroup[], write: (text: string) => void): void {
  const byName = new Map<string, { help?: string; options: Map<string, Option<unknown>> }>([
    ['DEFAULT', { options: new Map() }],
  ]);
  for (const group of groups) {
    const known = byName.get(group.name) ?? { options: new Map<string, Option<unknown>>() };
    for (const [name, option] of Object.entries(group.options))
      if (!known.options.has(name)) known.options.set(name, option);
    const help = known.help ?? group.help;
    byName.set(group.name, { options: known.options, ...(help === undefined ? {} : { help }) });
  }
  const names = [...byName.keys()].filter((name) => name !== 'DEFAULT').sort();
  for (const [index, name] of ['DEFAULT', ...names].entries()) {
    const group = byName.get(name);
    if (group === undefined) continue;
    write(`${index === 0 ? '' : '\n\n'}[${name}]\n`);
    if (group.help !== undefined) write(comment(group.help));
    const options = [...group.options].sort(
      ([, a], [, b]) => Number(a.advanced ?? false) - Number(b.advanced ?? false),
    );
    for (const [option, declaration] of options) write(`\n${sampleOf(name, option, declaration)}`);
  }
}

function sampleOf(group: string, name: string, option: Option<unknown>): string {
  const removal = option.deprecatedForRemoval ?? false;
  const { type } = option;
  const lines = [
    comment(
      `${removal === false ? '' : 'DEPRECATED: '}${option.help === undefined ? '' : `${option.help} `}(${type.typeName})`,
    ),
  ];
  if (type.minimum !== undefined) lines.push(`# Minimum value: ${type.minimum}\n`);
  if (type.maximum !== undefined) lines.push(`# Maximum value: ${type.maximum}\n`);
  if (type.choices !== undefined) {
    lines.push('# Possible values:\n');
    for (const [choice, text] of type.choices)
      lines.push(comment(`${choice === '' ? "''" : choice} - ${text ?? '<No description provided>'}`));
  }
  if (option.mutable === true) lines.push('# Note: This option can be changed without restarting.\n');
  for (const old of option.deprecated ?? [])
    lines.push(`# Deprecated group/name - [${old.group ?? group}]/${(old.name ?? name).replaceAll('-', '_')}\n`);
  if (removal !== false) {
    const { since, reason } = removal === true ? {} : removal;
    lines.push(`# This option is deprecated for removal${since === undefined ? '' : ` since ${since}`}.\n`);
    lines.push('# Its value may be silently ignored in the future.\n');
    if (reason !== undefined) lines.push(comment(`Reason: ${reason}`));
  }
  if (option.advanced === true)
    lines.push('# Advanced Option: few installations need it, and it can cost stability or speed.\n');
  if (option.sampleDefault !== undefined)
    lines.push('#\n# The value below is an example; the real default may be another.\n');
  for (const text of defaultTexts(option))
    lines.push(`#${name} =${text === '' ? '' : ` ${text.replaceAll('\n', '\n#    ')}`}\n`);
  return lines.join('');
}

function defaultTexts(option: Option<unknown>): readonly string[] {
  if (option.sampleDefault !== undefined) return [option.sampleDefault];
  if (option.multi) {
    const values = (option.default ?? []) as readonly unknown[];
    return values.length === 0 ? [''] : values.map((value) => option.type.format(value));
  }
  if (option.default === undefined) return ['<None>'];
  // A reference to another option has no type yet.
  return [typeof option.default === 'string' ? quoteOuterSpace(option.default) : option.type.format(option.default)];
}

function comment(text: string): string {
  return text
    .split('\n')
    .flatMap((line) => wrap(line.trimEnd()))
    .map((line) => (line === '' ? '#\n' : `# ${line}\n`))
    .join('');
}

/** Breaks at spaces; a longer word stays whole. */
function wrap(line: string): readonly string[] {
  const lines: string[] = [];
  let current = '';
  for (const word of line.split(' ')) {
    if (current !== '' && current.length + 1 + word.length > WIDTH) {
      lines.push(current);
      current = word;
    } else {
      current =
        current === '' && lines.length === 0 && word === '' ? ' ' : current === '' ? word : `${current} ${word}`;
    }
  }
  return [...lines, current.trimEnd()];
}
