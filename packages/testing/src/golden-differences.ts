// SPDX-License-Identifier: Apache-2.0

/** A difference between a recorded answer and ours that stays, and why. */
export interface KnownDifference {
  readonly reason: string;
  covers(seq: number, line: string): boolean;
}

/** @param lines - what the lines of the request's difference begin with */
const known = (seq: number, lines: RegExp, reason: string): KnownDifference => ({
  reason,
  covers: (number, line) => number === seq && lines.test(line),
});

export const knownDifferences: readonly KnownDifference[] = [
  known(
    53,
    /^(\/status|body\/(computeFault|badRequest)):/,
    'an empty body breaks upstream’s handler; it is a bad request',
  ),
  known(307, /^body\/extensions\/\d+\/description:/, 'what extensions are for is said in our words'),
  known(309, /^body\/services\/2:/, 'no cinder-backup ran where the answers were recorded'),
  known(309, /\/replication_status:/, 'the fake back end has no replication here, and does not say that it has'),
  known(
    314,
    /\/(group_)?replication_enabled:/,
    'the fake back end has no replication here, and does not say that it has',
  ),
  known(314, /\/allocated_capacity_gb:/, 'volumes of other projects were there where the answers were recorded'),
  known(
    329,
    /^(\/status|body\/(badRequest|itemNotFound)):/,
    'it was asked again before the volume was gone; here it is gone',
  ),
];
