// SPDX-License-Identifier: Apache-2.0
import { InstanceInvalidState } from '../../errors/instances.js';
import type { InstanceValues } from '../../instances/instance.js';
import type { GuestDiagnostics } from '../drivers/diagnostics.js';
import { powerStateNames, powerStates } from '../drivers/power-state.js';
import type { ComputeContext } from './compute-context.js';

/** Questions about a guest that change nothing. */
export class Looks {
  readonly #compute: ComputeContext;

  constructor(compute: ComputeContext) {
    this.#compute = compute;
  }

  /**
   * What the guest wrote to its console; what is no ASCII becomes U+FFFD, as upstream.
   * @param tailLength - lines from the end; null for all, and none where it is no number
   */
  async consoleOutput(instance: InstanceValues, tailLength: unknown): Promise<string> {
    const { driver, guests } = this.#compute;
    const output = (await driver.consoleOutput(guests.identity(instance))).toString('latin1');
    const text = output.replace(/[\u0080-\u00ff]/g, '\ufffd');
    if (tailLength === null || tailLength === undefined) return text;
    const lines = Math.trunc(Number(tailLength));
    return Number.isNaN(lines) || lines === 0 ? '' : text.split('\n').slice(-lines).join('\n');
  }

  /** Rejects with `InstanceInvalidState` where the guest does not run. */
  async diagnostics(instance: InstanceValues): Promise<GuestDiagnostics> {
    await this.#requireRunning(instance);
    return this.#compute.driver.diagnostics(instance.uuid);
  }

  /** The same before 2.48. */
  async rawDiagnostics(instance: InstanceValues): Promise<Readonly<Record<string, number>>> {
    await this.#requireRunning(instance);
    return this.#compute.driver.rawDiagnostics(instance.uuid);
  }

  uptime(): Promise<string> {
    return this.#compute.driver.uptime();
  }

  async #requireRunning({ uuid, power_state: known }: InstanceValues): Promise<void> {
    if ((await this.#compute.driver.powerState(uuid)) === powerStates.running) return;
    const state = powerStateNames[known ?? powerStates.noState] ?? String(known);
    throw new InstanceInvalidState(uuid, 'power state', state, 'get_diagnostics');
  }
}
