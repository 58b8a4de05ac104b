// SPDX-License-Identifier: Apache-2.0
import { setTimeout as sleep } from 'node:timers/promises';

/** Somebody else changed a provider meanwhile: the same may succeed at the next attempt. */
export class Retry extends Error {
  constructor(readonly operation: string) {
    super(`another process changed what ${operation} needs`);
  }
}

/** Milliseconds before an attempt, the first being 0. */
export type RetryDelay = (attempt: number) => number;

const ATTEMPTS = 4;

/** A random part of a time that grows: those that collided do not meet again. */
export const randomDelay: RetryDelay = (attempt) => Math.random() * attempt * 500;

/** Does something up to four times as long as it throws `Retry`; undefined where the last one did. */
export async function withRetries<T>(action: () => Promise<T>, delay: RetryDelay): Promise<T | undefined> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    if (attempt > 0) await sleep(delay(attempt));
    try {
      return await action();
    } catch (error) {
      if (!(error instanceof Retry)) throw error;
    }
  }
  return undefined;
}
