// SPDX-License-Identifier: Apache-2.0
import type { ShutdownPatience } from '../compute-driver.js';
import * as errors from '../errors.js';
import type { GuestDescription } from '../guest.js';
import { powerStates } from '../power-state.js';
import type { GuestBuilder } from './guest-builder.js';
import type { GuestLauncher } from './guest-launcher.js';
import type { Machine } from './machine.js';
import type { Machines } from './machines.js';
import { resume, suspend } from './suspension.js';

const AT_ONCE: ShutdownPatience = { timeout: 0, retryInterval: 0 };

export interface GuestPowerInit {
  readonly machines: Machines;
  readonly builder: GuestBuilder;
  readonly launcher: GuestLauncher;
}

/** Starts and ends guests, and holds them still. What is done with one guest at a time is the caller's to see to. */
export class GuestPower {
  readonly #init: GuestPowerInit;

  constructor(init: GuestPowerInit) {
    this.#init = init;
  }

  async on(machine: Machine, guest: GuestDescription): Promise<void> {
    if (machine.isRunning) return;
    await this.#start(machine, guest, errors.InstancePowerOnFailure);
  }

  async off(machine: Machine, patience: ShutdownPatience): Promise<void> {
    await machine.shutDown(patience);
    // What a guest was suspended with is gone when it is switched off.
    await machine.folder.removeFiles(['memory']);
  }

  /** A hard reboot starts a guest from its description, whatever became of it. */
  async reboot(guest: GuestDescription, kind: 'SOFT' | 'HARD', patience: ShutdownPatience): Promise<void> {
    const { machines, launcher } = this.#init;
    const machine = machines.find(guest.uuid);
    if (machine === undefined && kind === 'SOFT') throw new errors.InstanceNotFound(guest.uuid);
    await machine?.shutDown(kind === 'SOFT' ? patience : AT_ONCE);
    const folder = machines.folder(guest.uuid);
    if (machine === undefined) await folder.make();
    await launcher.build(guest, folder, true, errors.InstanceRebootFailure);
  }

  async suspend(machine: Machine): Promise<void> {
    if ((await machine.powerState()) === powerStates.suspended && !machine.isRunning) return;
    await suspend(machine);
    this.#init.machines.emit(machine.definition.uuid, 'suspended');
  }

  async resume(machine: Machine, guest: GuestDescription): Promise<void> {
    if (machine.isRunning) return;
    if (await machine.folder.exists('memory')) await resume(machine, this.#init.launcher.options);
    else await this.#start(machine, guest, errors.InstanceResumeFailure);
  }

  async rescue(machine: Machine, guest: GuestDescription, rescue: GuestDescription): Promise<void> {
    const { builder, launcher } = this.#init;
    await machine.quit();
    await builder.buildRescue(machine, guest, rescue);
    await launcher.launch(machine, errors.InstanceRescueFailure);
  }

  async unrescue(machine: Machine, guest: GuestDescription): Promise<void> {
    if (!machine.definition.isRescue) return;
    await machine.quit();
    await this.#start(machine, guest, errors.InstancePowerOnFailure);
    await this.#init.builder.clearRescue(machine);
  }

  #start({ folder }: Machine, guest: GuestDescription, Failure: Parameters<GuestLauncher['build']>[3]): Promise<void> {
    return this.#init.launcher.build(guest, folder, true, Failure);
  }
}
