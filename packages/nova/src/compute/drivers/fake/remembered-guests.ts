// SPDX-License-Identifier: Apache-2.0
import * as errors from '../errors.js';
import type { GuestDescription } from '../guest.js';
import { KeyedLock } from '../keyed-lock.js';
import { LifecycleListeners } from '../lifecycle-listeners.js';
import type { LifecycleEvent, LifecycleListener } from '../lifecycle.js';
import { powerStates, type PowerState } from '../power-state.js';
import { fakeGuestOf, type FakeGuest } from './fake-guest.js';
import type { GuestStore } from './guest-store.js';

type Transition = LifecycleEvent['transition'];

/** The guests of a host with what becomes of them: one change of a guest at a time, and whoever listens is told. */
export class RememberedGuests {
  readonly #store: GuestStore;
  readonly #listeners = new LifecycleListeners();
  readonly #lock = new KeyedLock();

  constructor(store: GuestStore) {
    this.#store = store;
  }

  load(): Promise<void> {
    return this.#store.load();
  }

  onLifecycle(listener: LifecycleListener): () => void {
    return this.#listeners.add(listener);
  }

  all(): readonly FakeGuest[] {
    return this.#store.all();
  }

  find(uuid: string): FakeGuest | undefined {
    return this.#store.get(uuid);
  }

  /** Throws `InstanceNotFound`. */
  get(uuid: string): FakeGuest {
    const guest = this.#store.get(uuid);
    if (guest === undefined) throw new errors.InstanceNotFound(uuid);
    return guest;
  }

  /** Throws `InstanceNotFound`, and `InstanceNotRunning` for one that is not on. */
  running(uuid: string): FakeGuest {
    const guest = this.get(uuid);
    if (!isOn(guest)) throw new errors.InstanceNotRunning(uuid);
    return guest;
  }

  /** Does something with a guest when nothing else is done with it. What is below is to be called so, or does so itself. */
  work<T>(uuid: string, action: () => Promise<T>): Promise<T> {
    return this.#lock.run(uuid, action);
  }

  /** Remembers a guest, in `work`. */
  async make(guest: GuestDescription, powerOn: boolean): Promise<void> {
    await this.#store.put(fakeGuestOf(guest, powerOn));
    if (powerOn) this.#listeners.emit({ uuid: guest.uuid, transition: 'started' });
  }

  /** Gives a guest a state, in `work`. */
  async set(guest: FakeGuest, powerState: PowerState, transition: Transition): Promise<void> {
    const isNew = this.#store.get(guest.uuid)?.powerState !== powerState;
    await this.#store.put({ ...guest, powerState });
    if (isNew) this.#listeners.emit({ uuid: guest.uuid, transition });
  }

  /** Forgets a guest, in `work`. */
  forget(uuid: string): Promise<void> {
    return this.#store.remove(uuid);
  }

  /** Ends a guest. */
  end(uuid: string): Promise<void> {
    return this.work(uuid, async () => {
      if (this.#store.get(uuid) === undefined) return;
      await this.#store.remove(uuid);
      this.#listeners.emit({ uuid, transition: 'stopped' });
    });
  }

  /**
   * Takes a guest from one state to another. Rejects with `InstanceNotFound`, `InstanceNotRunning`.
   * @param next - the state that it is to have; undefined where it would have to run for that
   */
  change(uuid: string, next: (guest: FakeGuest) => PowerState | undefined, transition: Transition): Promise<void> {
    return this.work(uuid, async () => {
      const guest = this.get(uuid);
      const state = next(guest);
      if (state === undefined) throw new errors.InstanceNotRunning(uuid);
      await this.set(guest, state, transition);
    });
  }

  /** Changes what a guest has. Rejects with `InstanceNotFound`. */
  update(uuid: string, change: (guest: FakeGuest) => Partial<FakeGuest>): Promise<void> {
    return this.work(uuid, async () => {
      const guest = this.get(uuid);
      await this.#store.put({ ...guest, ...change(guest) });
    });
  }
}

export function isOn({ powerState }: FakeGuest): boolean {
  return powerState === powerStates.running || powerState === powerStates.paused;
}
