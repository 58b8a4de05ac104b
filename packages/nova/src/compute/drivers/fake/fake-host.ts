// SPDX-License-Identifier: Apache-2.0
import { createHash } from 'node:crypto';
import { traitsOf, type DriverCapabilities } from '../capabilities.js';
import { ComputeHostNotFound } from '../errors.js';
import { inventoryOf, type NodeInventory, type NodeResources } from '../node-resources.js';
import { fakeCpuInfo } from './fake-answers.js';
import type { FakeGuest } from './fake-guest.js';
import type { FakeDriverSettings } from './fake-settings.js';

/** RFC 4122's name space of host names. */
const NAMESPACE_DNS = Buffer.from('6ba7b8109dad11d180b400c04fd430c8', 'hex');

/** What a host of fake guests has: as much as upstream's, where nothing else is said. */
export class FakeHost {
  readonly nodes: readonly string[];
  readonly #settings: FakeDriverSettings;
  readonly #vcpus: number;
  readonly #memoryMb: number;
  readonly #localGb: number;

  constructor(settings: FakeDriverSettings) {
    this.#settings = settings;
    this.#vcpus = settings.vcpus ?? 1000;
    this.#memoryMb = settings.memoryMb ?? 800_000;
    this.#localGb = settings.localGb ?? 600_000;
    this.nodes = settings.nodes ?? [settings.host === 'compute' ? 'fake-mini' : settings.host];
  }

  /** Throws `ComputeHostNotFound`. */
  resources(node: string, type: string, version: number, guests: readonly FakeGuest[]): NodeResources {
    this.#require(node);
    const used = (of: (guest: FakeGuest) => number): number => guests.reduce((sum, guest) => sum + of(guest), 0);
    return {
      ...(this.#settings.hasPredictableNodeUuid === true && { uuid: uuidOfName(node) }),
      hypervisorHostname: node,
      hypervisorType: type,
      hypervisorVersion: version,
      hostIp: this.#settings.hostIp ?? '192.168.0.1',
      vcpus: this.#vcpus,
      vcpusUsed: used(({ vcpus }) => vcpus),
      memoryMb: this.#memoryMb,
      memoryMbUsed: used(({ memoryMb }) => memoryMb),
      localGb: this.#localGb,
      localGbUsed: used(({ rootGb }) => rootGb),
      diskAvailableLeast: 0,
      cpuInfo: fakeCpuInfo,
      supportedInstances: [['x86_64', 'fake', 'hvm']],
    };
  }

  /** Throws `ComputeHostNotFound`. */
  inventory(node: string, capabilities: DriverCapabilities): NodeInventory {
    this.#require(node);
    return {
      inventories: inventoryOf(this.#vcpus, this.#memoryMb, this.#localGb),
      traits: traitsOf(capabilities, this.#settings.excludedImageTypes ?? []),
    };
  }

  #require(node: string): void {
    if (!this.nodes.includes(node)) throw new ComputeHostNotFound(node);
  }
}

/** A version 5 uuid. */
function uuidOfName(name: string): string {
  const hash = createHash('sha1').update(NAMESPACE_DNS).update(name).digest().subarray(0, 16);
  hash.writeUInt8((hash.readUInt8(6) & 0x0f) | 0x50, 6);
  hash.writeUInt8((hash.readUInt8(8) & 0x3f) | 0x80, 8);
  return hash.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
