// SPDX-License-Identifier: Apache-2.0
import type { KnownDifference } from '../golden-differences.js';

/** @param lines - what the lines of the request's difference begin with */
const known = (seq: number, lines: RegExp, reason: string): KnownDifference => ({
  reason,
  covers: (number, line) => number === seq && lines.test(line),
});

export const knownDifferences: readonly KnownDifference[] = [
  known(
    36,
    /^(\/status|body\/(message|code|title)):/,
    'a list in the place of an object breaks upstream’s handler; it is a bad request',
  ),
  known(208, /^body\/message:/, 'the import before was still under way; here it is over'),
  known(215, /^body\/(checksum|os_hash_value):/, 'what was in the file that was imported was not recorded'),
];
