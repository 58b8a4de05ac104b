// SPDX-License-Identifier: Apache-2.0
import type { ShutdownPatience } from '../compute-driver.js';
import { HypervisorUnavailable, InstanceNotRunning } from '../errors.js';
import type { LifecycleEvent } from '../lifecycle.js';
import { powerStates, type PowerState } from '../power-state.js';
import type { LaunchOptions } from './command-line.js';
import type { GuestDefinition } from './guest-definition.js';
import type { GuestFolder } from './guest-folder.js';
import { QemuProcess } from './qemu-process.js';
import { QmpError, type QmpClient } from './qmp-client.js';

/** QEMU's run states. One whose memory is being written, or was, is held still, and goes on when it is told to. */
const STATES: Readonly<Record<string, PowerState>> = {
  running: powerStates.running,
  paused: powerStates.paused,
  prelaunch: powerStates.paused,
  'io-error': powerStates.paused,
  inmigrate: powerStates.paused,
  'finish-migrate': powerStates.paused,
  postmigrate: powerStates.paused,
  watchdog: powerStates.paused,
  debug: powerStates.paused,
  shutdown: powerStates.shutdown,
  suspended: powerStates.suspended,
  'internal-error': powerStates.crashed,
  'guest-panicked': powerStates.crashed,
};

/** What QEMU tells by itself, as nova-compute knows it. */
const TRANSITIONS: Readonly<Record<string, LifecycleEvent['transition']>> = { STOP: 'paused', RESUME: 'resumed' };

/** A guest of this host: its folder, what it is, and its QEMU while it runs. */
export class Machine {
  readonly folder: GuestFolder;
  #definition: GuestDefinition;
  #process: QemuProcess | undefined;
  readonly #onTransition: (transition: LifecycleEvent['transition']) => void;

  constructor(
    folder: GuestFolder,
    definition: GuestDefinition,
    onTransition: (transition: LifecycleEvent['transition']) => void,
  ) {
    this.folder = folder;
    this.#definition = definition;
    this.#onTransition = onTransition;
  }

  get definition(): GuestDefinition {
    return this.#definition;
  }

  get isRunning(): boolean {
    return this.#process?.qmp.isClosed === false;
  }

  get pid(): number | undefined {
    return this.#process?.pid;
  }

  /** Throws `InstanceNotRunning`. */
  get qmp(): QmpClient {
    if (this.#process?.qmp.isClosed !== false) throw new InstanceNotRunning(this.#definition.uuid);
    return this.#process.qmp;
  }

  async define(definition: GuestDefinition): Promise<void> {
    await this.folder.writeDefinition(definition);
    this.#definition = definition;
  }

  /** Takes up the guest's QEMU where it runs. */
  async adopt(): Promise<void> {
    this.#hold(await QemuProcess.adopt(this.#definition.uuid, this.folder));
    // A guest whose memory is written is suspended; whoever wrote it was ended before QEMU was.
    if (this.isRunning && (await this.folder.exists('memory'))) await this.quit();
  }

  /** Lets go of a guest that runs on. */
  release(): void {
    const held = this.#process;
    this.#process = undefined;
    held?.qmp.close();
  }

  /** Rejects with what QEMU says where it cannot be started. */
  async start(options: LaunchOptions): Promise<void> {
    this.#hold(await QemuProcess.launch(this.#definition, this.folder, options));
    this.#onTransition('started');
  }

  /** Cuts it off. */
  async quit(): Promise<void> {
    if (this.#process === undefined || this.#process.qmp.isClosed)
      await QemuProcess.endLeftover(this.#definition.uuid, this.folder);
    else await this.#process.quit();
  }

  /**
   * Presses the power button until the guest has shut down, then cuts it off.
   * @returns whether it has shut down by itself
   */
  async shutDown({ timeout, retryInterval }: ShutdownPatience): Promise<boolean> {
    if (!this.isRunning || timeout <= 0) {
      await this.quit();
      return false;
    }
    const { qmp } = this;
    const press = (): Promise<unknown> => qmp.execute('system_powerdown').catch(ignoreClosed);
    const again = setInterval(() => void press().catch(() => undefined), Math.max(retryInterval, 1) * 1000);
    let hasEnded: boolean;
    try {
      const event = await qmp.eventAfter((one) => one.event === 'SHUTDOWN', press, timeout * 1000);
      hasEnded = event !== undefined || qmp.isClosed;
    } finally {
      clearInterval(again);
    }
    // A guest that has shut down takes its QEMU with it.
    if (hasEnded) await this.#process?.gone();
    else await this.quit();
    return hasEnded;
  }

  async powerState(): Promise<PowerState> {
    if (!this.isRunning) return (await this.folder.exists('memory')) ? powerStates.suspended : powerStates.shutdown;
    try {
      const { status } = (await this.qmp.execute('query-status')) as { readonly status: string };
      return STATES[status] ?? powerStates.noState;
    } catch (error) {
      if (error instanceof InstanceNotRunning || isClosed(error)) return powerStates.shutdown;
      throw new HypervisorUnavailable({ cause: error });
    }
  }

  #hold(process: QemuProcess | undefined): void {
    this.#process = process;
    if (process === undefined) return;
    process.qmp.onEvent(({ event }) => {
      const transition = TRANSITIONS[event];
      if (transition !== undefined && this.#process === process) this.#onTransition(transition);
    });
    void process.qmp.closed.then(() => {
      // One that was let go of has not stopped.
      if (this.#process === process) this.#onTransition('stopped');
    });
  }
}

function isClosed(error: unknown): boolean {
  return error instanceof QmpError && error.errorClass === 'Closed';
}

function ignoreClosed(error: unknown): void {
  if (!isClosed(error)) throw error;
}
