// SPDX-License-Identifier: Apache-2.0
import * as errors from '../errors.js';
import type { GuestDescription } from '../guest.js';
import type { Machines } from './machines.js';

/** What QEMU alone has nothing for: an agent in the guest, a network, another host that takes a guest as it runs. */
export abstract class QemuRefusals {
  readonly #machines: Machines;

  constructor(machines: Machines) {
    this.#machines = machines;
  }

  async hostPowerAction(): Promise<string> {
    throw new errors.NotImplementedError();
  }

  async setHostMaintenance(): Promise<string> {
    throw new errors.NotImplementedError();
  }

  async setHostEnabled(): Promise<string> {
    throw new errors.NotImplementedError();
  }

  async setAdminPassword(): Promise<void> {
    throw new errors.SetAdminPasswdNotSupported();
  }

  async quiesce(guest: GuestDescription): Promise<void> {
    throw new errors.InstanceQuiesceNotSupported(guest.uuid);
  }

  async unquiesce(guest: GuestDescription): Promise<void> {
    throw new errors.InstanceQuiesceNotSupported(guest.uuid);
  }

  async attachInterface(guest: GuestDescription): Promise<void> {
    throw new errors.InterfaceAttachFailed(guest.uuid);
  }

  async detachInterface(guest: GuestDescription): Promise<void> {
    throw new errors.InterfaceDetachFailed(guest.uuid);
  }

  async checkLiveMigration(guest: GuestDescription): Promise<Readonly<Record<string, unknown>>> {
    this.#machines.get(guest.uuid);
    throw noLiveMigration();
  }

  async preLiveMigration(): Promise<void> {
    throw noLiveMigration();
  }

  async liveMigration(guest: GuestDescription): Promise<void> {
    this.#machines.get(guest.uuid);
    throw noLiveMigration();
  }

  async forceCompleteLiveMigration(uuid: string): Promise<void> {
    throw new errors.NoActiveMigrationForInstance(uuid);
  }

  async postLiveMigrationAtDestination(): Promise<void> {
    throw noLiveMigration();
  }

  async rollbackLiveMigrationAtDestination(): Promise<void> {
    // Nothing was made.
  }
}

function noLiveMigration(): errors.MigrationPreCheckError {
  return new errors.MigrationPreCheckError('this hypervisor does not move guests while they run');
}
