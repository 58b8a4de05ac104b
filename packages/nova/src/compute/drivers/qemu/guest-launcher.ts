// SPDX-License-Identifier: Apache-2.0
import type { GuestDescription } from '../guest.js';
import type { LaunchOptions } from './command-line.js';
import type { GuestBuilder } from './guest-builder.js';
import type { GuestFolder } from './guest-folder.js';
import type { Machine } from './machine.js';
import type { QemuHost } from './qemu-host.js';
import type { QemuSettings } from './qemu-settings.js';

/** One of the driver's errors, which says what could not be done. */
export type LaunchFailure = new (reason: string, options: ErrorOptions) => Error;

/** Starts guests of their descriptions. */
export class GuestLauncher {
  readonly #settings: QemuSettings;
  readonly #host: QemuHost;
  readonly #builder: GuestBuilder;

  constructor(settings: QemuSettings, host: QemuHost, builder: GuestBuilder) {
    this.#settings = settings;
    this.#host = host;
    this.#builder = builder;
  }

  get options(): LaunchOptions {
    return { acceleration: this.#host.acceleration, vnc: this.#settings.vnc };
  }

  /** Makes what is missing of a guest and starts it, where it is to be on. */
  async build(guest: GuestDescription, folder: GuestFolder, powerOn: boolean, Failure: LaunchFailure): Promise<void> {
    const machine = await this.#builder.build(guest, folder);
    if (powerOn) await this.launch(machine, Failure);
  }

  /** Starts a guest as it is defined. Throws the failure, with QEMU's words. */
  async launch(machine: Machine, Failure: LaunchFailure): Promise<void> {
    try {
      // A guest that starts anew has no use for what it was suspended with.
      await machine.folder.removeFiles(['memory']);
      await machine.start(this.options);
    } catch (error) {
      await machine.quit();
      throw new Failure((error as Error).message, { cause: error });
    }
  }
}
