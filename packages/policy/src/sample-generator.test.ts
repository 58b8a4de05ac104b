// SPDX-License-Identifier: Apache-2.0
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { expect, it } from 'vitest';
import { type RuleDefault, sampleGenerator } from './index.js';

const long =
  'Upload a long-running image-cache thing with well-known words that go on and on for longer than seventy ' +
  'characters, and averyveryveryveryveryveryveryveryveryveryveryveryveryveryveryveryverylongword.\nSecond line.\n\n' +
  'New paragraph:\n\n  literal  block\n  more\n\nend';

const rules: RuleDefault[] = [
  {
    name: 'a',
    check: 'role:x',
    description: long,
    operations: [
      { method: 'GET', path: '/v2/a' },
      { method: 'POST', path: '/v2/b' },
    ],
    scopeTypes: ['system', 'project'],
  },
  { name: 'b', check: '' },
  {
    name: 'c',
    check: 'role:x',
    description: 'Does c.',
    deprecatedRule: {
      name: 'old',
      check: 'role:y',
      reason: 'Because it was time to do so, finally, after many releases of waiting for it to go.',
      since: 'Z',
    },
  },
  {
    name: 'd',
    check: 'role:x',
    description: 'Does d.',
    scopeTypes: ['project'],
    deprecatedRule: { name: 'd', check: 'role:y', reason: 'Why', since: 'Z' },
  },
  {
    name: 'e',
    check: 'role:x',
    description: 'Does e.',
    deprecatedForRemoval: { reason: 'Gone', since: 'Y' },
  },
];

it('writes what oslopolicy-sample-generator 4.0 wrote for these rules', () => {
  let sample = '';
  sampleGenerator(rules, (text) => (sample += text));
  expect(sample).toBe(readFileSync(new URL('../recorded/sample.yaml', import.meta.url), 'utf8'));
});

it('writes rules that can be uncommented', () => {
  let sample = '';
  sampleGenerator(rules, (text) => (sample += text));
  expect(parse(sample.replace(/^#(?=")/gm, ''))).toEqual(
    Object.fromEntries(rules.map(({ name, check }) => [name, check])),
  );
});
