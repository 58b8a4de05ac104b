// SPDX-License-Identifier: Apache-2.0

/** nova's power states, with the numbers that `OS-EXT-STS:power_state` and the database have. */
export const powerStates = {
  noState: 0,
  running: 1,
  paused: 3,
  shutdown: 4,
  crashed: 6,
  suspended: 7,
} as const;

/** What errors call them. */
export const powerStateNames: Readonly<Record<number, string>> = {
  0: 'pending',
  1: 'running',
  3: 'paused',
  4: 'shutdown',
  6: 'crashed',
  7: 'suspended',
};

export type PowerState = (typeof powerStates)[keyof typeof powerStates];
