// SPDX-License-Identifier: Apache-2.0
import type { RuleDefault } from './rule-default.js';

const WIDTH = 70;

/**
 * Writes a sample policy file: every default with its description, operations and scopes, commented out, in the form of
 * oslopolicy-sample-generator.
 */
export function sampleGenerator(rules: readonly RuleDefault[], write: (text: string) => void): void {
  for (const rule of rules) write(sampleOf(rule));
}

function sampleOf(rule: RuleDefault): string {
  const lines = [
    ...(rule.description ? comment(rule.description) : []),
    ...(rule.operations ?? []).map(({ method, path }) => `# ${method}  ${path}`),
    ...(rule.scopeTypes ? [`# Intended scope(s): ${rule.scopeTypes.join(', ')}`] : []),
    `#"${rule.name}": "${rule.check}"`,
    '',
  ];
  const removal = rule.deprecatedForRemoval;
  if (removal) {
    const since = `# "${rule.name}" has been deprecated since ${removal.since}.`;
    return [...['# DEPRECATED', since, ...comment(removal.reason)], ...lines, ''].join('\n');
  }
  return [...lines, ...deprecatedLines(rule), ''].join('\n');
}

function deprecatedLines(rule: RuleDefault): string[] {
  const old = rule.deprecatedRule;
  if (old === undefined) return [];
  const text =
    `"${old.name}":"${old.check}" has been deprecated since ${old.since ?? 'None'} ` +
    `in favor of "${rule.name}":"${rule.check}".`;
  const renamed = [
    '# WARNING: A rule name change has been identified.',
    '#          This may be an artifact of new rules being',
    '#          included which require legacy fallback',
    '#          rules to ensure proper policy behavior.',
    '#          Alternatively, this may just be an alias.',
    '#          Please evaluate on a case by case basis',
    '#          keeping in mind the format for aliased',
    '#          rules is:',
    '#          "old_rule_name": "new_rule_name".',
    `# "${old.name}": "rule:${rule.name}"`,
  ];
  return [
    '# DEPRECATED',
    ...comment(text),
    ...comment(old.reason ?? ''),
    ...(old.name === rule.name ? [] : renamed),
    '',
  ];
}

/** Paragraphs are wrapped; indented lines stay as they are. */
function comment(text: string): string[] {
  const lines: string[] = [];
  let paragraph: string[] = [];
  const flush = (): void => {
    lines.push(...wrap(paragraph.join(' ')));
    paragraph = [];
  };
  for (const line of text.trim().split(/\r?\n/)) {
    if (line.trim() === '') {
      flush();
      lines.push('#');
    } else if (/^\s/.test(line)) {
      if (paragraph.length > 0) {
        flush();
        lines.push('#');
      }
      lines.push(`# ${line.trimEnd()}`);
    } else {
      paragraph.push(line.trimEnd());
    }
  }
  flush();
  return lines.length === 0 ? ['#'] : lines;
}

/** As Python's textwrap: at blanks and after hyphens between letters; a word that is too long is cut. */
function wrap(text: string): string[] {
  const room = WIDTH - 2;
  const chunks = text
    .split(/\s+/)
    .filter(Boolean)
    .flatMap((word) => {
      const parts = word.split(/(?<=[\p{L}\p{N}_]{1}\p{L}-)(?=\p{L}{2})/u);
      return parts.map((part, index) => ({ part, isFirst: index === 0 }));
    });
  const lines: string[] = [];
  let line = '';
  for (const { part, isFirst } of chunks) {
    const blank = isFirst && line !== '' ? ' ' : '';
    if (line.length + blank.length + part.length <= room) {
      line += blank + part;
      continue;
    }
    let rest = part;
    if (part.length > room) {
      const fits = Math.max(room - line.length - blank.length, 0);
      line += blank + part.slice(0, fits);
      rest = part.slice(fits);
    }
    if (line !== '') lines.push(line);
    for (; rest.length > room; rest = rest.slice(room)) lines.push(rest.slice(0, room));
    line = rest;
  }
  if (line !== '') lines.push(line);
  return lines.map((one) => `# ${one}`);
}
