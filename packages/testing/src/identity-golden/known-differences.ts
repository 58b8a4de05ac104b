// SPDX-License-Identifier: Apache-2.0
import type { KnownDifference } from '../golden-differences.js';

/** @param lines - what the lines of the requests' differences begin with */
const known = (seqs: readonly number[], lines: RegExp, reason: string): KnownDifference => ({
  reason,
  covers: (number, line) => seqs.includes(number) && lines.test(line),
});

/** What differs from the recorded answers of keystone and stays so. */
export const knownDifferences: readonly KnownDifference[] = [
  known(
    [38],
    /^body\/error\/message: "'name' is a required property\\n\\nFailed .*" is "'name' is a required property" here$/,
    'Zed’s own: its text goes on with the whole schema as Python prints it',
  ),
  known([78], /^(\/status|\/headers\/.*|body[^:]*):/, 'Zed’s own: the server closed the connection without an answer'),
];
