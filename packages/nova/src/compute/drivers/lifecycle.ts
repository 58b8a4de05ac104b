// SPDX-License-Identifier: Apache-2.0

/** Something that a guest did, or had done to it: what upstream's lifecycle events say. */
export interface LifecycleEvent {
  readonly uuid: string;
  readonly transition: 'started' | 'stopped' | 'paused' | 'resumed' | 'suspended';
}

export type LifecycleListener = (event: LifecycleEvent) => void;
