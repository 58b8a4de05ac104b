// SPDX-License-Identifier: Apache-2.0
import type { RequestContext } from '@stackport/context';

/** What Keystone may limit for a project: sizes in MiB, and numbers of images (upstream's quota/keystone.py). */
export const LIMITED = ['image_size_total', 'image_stage_total', 'image_count_total', 'image_count_uploading'] as const;
export type Limited = (typeof LIMITED)[number];

export interface LimitUsage {
  readonly limit: number;
  readonly usage: number;
}

/** Limits of projects that an identity service keeps. */
export interface Limits {
  /**
   * @param deltas - how much more is wanted of each; 0 looks whether there is too much already.
   * @throws LimitExceeded; what keeps the identity service from telling.
   */
  require(context: RequestContext, deltas: Readonly<Partial<Record<Limited, number>>>): Promise<void>;
  /** Of the caller's project, all of them; empty where there are no such limits. */
  usage(context: RequestContext): Promise<Readonly<Partial<Record<Limited, LimitUsage>>>>;
  close(): Promise<void>;
}

/** `use_keystone_limits` is off. */
export const noLimits: Limits = {
  require: async () => undefined,
  usage: async () => ({}),
  close: async () => undefined,
};

const MIB = 1024 * 1024;

/** Whole MiB, as the limits have them; 0 for a size that nobody knows. */
export function mebibytes(bytes: number | null | undefined): number {
  return Math.floor((bytes ?? 0) / MIB);
}
