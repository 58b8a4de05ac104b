// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { pythonJson } from './python-json.js';

it('writes JSON as Python does', () => {
  expect(pythonJson({ arch: 'x86_64', features: ['a', null, true], topology: { cores: 1 }, name: 'ü😀"' })).toBe(
    '{"arch": "x86_64", "features": ["a", null, true], "topology": {"cores": 1}, "name": "\\u00fc\\ud83d\\ude00\\""}',
  );
});
