// SPDX-License-Identifier: Apache-2.0
import type { GuestDescription, GuestVolume } from '../guest.js';
import { powerStates, type PowerState } from '../power-state.js';

/** A guest that is not there: what is remembered of it, as its file has it. */
export interface FakeGuest {
  readonly uuid: string;
  readonly name: string;
  readonly powerState: PowerState;
  readonly vcpus: number;
  /** MiB. */
  readonly memoryMb: number;
  /** GiB. */
  readonly rootGb: number;
  readonly imageId: string | null;
  readonly volumes: readonly GuestVolume[];
  /** Ids of ports. */
  readonly interfaces: readonly string[];
  readonly isRescued: boolean;
  /** It has gone elsewhere to be another size, and what is here waits for that to be confirmed or taken back. */
  readonly hasLeft: boolean;
}

export function fakeGuestOf(guest: GuestDescription, isOn: boolean): FakeGuest {
  return {
    uuid: guest.uuid,
    name: guest.name,
    powerState: isOn ? powerStates.running : powerStates.shutdown,
    vcpus: guest.flavor.vcpus,
    memoryMb: guest.flavor.memoryMb,
    rootGb: guest.flavor.rootGb,
    imageId: guest.image?.id ?? null,
    volumes: guest.volumes,
    interfaces: guest.interfaces.map(({ id }) => id),
    isRescued: false,
    hasLeft: false,
  };
}
