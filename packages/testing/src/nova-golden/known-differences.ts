// SPDX-License-Identifier: Apache-2.0
import type { KnownDifference } from '../golden-differences.js';

/** @param lines - what the lines of the requests' differences begin with */
const known = (seqs: readonly number[], lines: RegExp, reason: string): KnownDifference => ({
  reason,
  covers: (number, line) => seqs.includes(number) && lines.test(line),
});

/** What differs from the recorded answers of nova and stays so. */
export const knownDifferences: readonly KnownDifference[] = [
  known(
    [113],
    /^body\/server\/(status|hostId|OS-[A-Z-]+:(availability_zone|launched_at|task_state|vm_state|power_state)):/,
    'time: it was asked before the server was built',
  ),
  known([187, 188], /^body\/servers\/\d/, 'time: three servers were not built yet'),
  known(
    [203],
    /^body\/servers\/3\/(status|OS-[A-Z-]+:(launched_at|task_state|vm_state|power_state)):/,
    'time: a server was not built yet',
  ),
  known(
    [373, 374, 375, 377],
    /\/(local_gb_used: 58 is 59|free_disk_gb: 599942 is 599941) here$/,
    'Zed’s own: it subtracts swap as a fraction of a GiB, and cuts off what is left of one',
  ),
  known(
    [407],
    /^body\/images\/0\/(status: "SAVING"|progress: 25|OS-EXT-IMG-SIZE:size: 0) /,
    'Zed’s fake driver never uploads an image',
  ),
];
