// SPDX-License-Identifier: Apache-2.0
import { traitsOf } from '../capabilities.js';
import { ComputeHostNotFound } from '../errors.js';
import { inventoryOf, type NodeInventory, type NodeResources } from '../node-resources.js';
import { chooseAcceleration } from './acceleration.js';
import { hostFacts } from './host-facts.js';
import type { Machine } from './machine.js';
import { qemuCapabilities } from './qemu-capabilities.js';
import { QEMU } from './qemu-process.js';
import type { Acceleration, QemuSettings } from './qemu-settings.js';
import { runCommand } from './run-command.js';

/** How long the probe's guest has to come to its end, in milliseconds. */
const PROBE_MS = 5000;

/** The host that guests run on: its QEMU, and what it has room for. */
export class QemuHost {
  readonly type = 'QEMU';
  readonly #settings: QemuSettings;
  #version = 0;
  #acceleration: Acceleration = 'tcg';

  constructor(settings: QemuSettings) {
    this.#settings = settings;
  }

  get version(): number {
    return this.#version;
  }

  /** What guests run with, once the host was looked at. */
  get acceleration(): Acceleration {
    return this.#acceleration;
  }

  /** Finds out what is here. Rejects where QEMU cannot be run. */
  async inspect(): Promise<void> {
    const { acceleration, logger } = this.#settings;
    this.#version = versionOf(await runCommand(QEMU, ['--version']));
    await runCommand('qemu-img', ['--version']);
    this.#acceleration = await chooseAcceleration(QEMU, acceleration, PROBE_MS, logger);
  }

  /** Throws `ComputeHostNotFound`. */
  async resources(node: string, machines: readonly Machine[]): Promise<NodeResources> {
    const { host, hostIp, instancesPath } = this.#settings;
    if (node !== host) throw new ComputeHostNotFound(node);
    const running = machines.filter(({ isRunning }) => isRunning).map(({ definition }) => definition);
    const all = machines.map(({ definition }) => definition);
    return {
      hypervisorHostname: node,
      hypervisorType: this.type,
      hypervisorVersion: this.#version,
      hostIp,
      ...(await hostFacts(instancesPath, running, all)),
      supportedInstances: [
        ['x86_64', 'qemu', 'hvm'],
        ...(this.#acceleration === 'kvm' ? ([['x86_64', 'kvm', 'hvm']] as const) : []),
      ],
    };
  }

  /** Throws `ComputeHostNotFound`. */
  async inventory(node: string): Promise<NodeInventory> {
    const { vcpus, memoryMb, localGb } = await this.resources(node, []);
    return {
      inventories: inventoryOf(vcpus, memoryMb, localGb),
      traits: traitsOf(qemuCapabilities, this.#settings.excludedImageTypes),
    };
  }

  connector(): Readonly<Record<string, unknown>> {
    const { blockStorageIp: ip, host } = this.#settings;
    return { ip, host, platform: 'x86_64', os_type: 'linux', multipath: false, do_local_attach: false };
  }
}

function versionOf(text: string): number {
  const [, major, minor, patch] = /version (\d+)\.(\d+)\.(\d+)/.exec(text) ?? [];
  return Number(major ?? 0) * 1_000_000 + Number(minor ?? 0) * 1000 + Number(patch ?? 0);
}
