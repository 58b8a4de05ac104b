// SPDX-License-Identifier: Apache-2.0
import type { Logger } from '@stackport/config';

/** Resource classes that placement has without being told (os-resource-classes 1.1.0). */
const STANDARD_CLASSES: ReadonlySet<string> = new Set([
  'VCPU',
  'MEMORY_MB',
  'DISK_GB',
  'PCI_DEVICE',
  'SRIOV_NET_VF',
  'NUMA_SOCKET',
  'NUMA_CORE',
  'NUMA_THREAD',
  'NUMA_MEMORY_MB',
  'IPV4_ADDRESS',
  'VGPU',
  'VGPU_DISPLAY_HEAD',
  'NET_BW_EGR_KILOBIT_PER_SEC',
  'NET_BW_IGR_KILOBIT_PER_SEC',
  'PCPU',
  'MEM_ENCRYPTION_CONTEXT',
  'FPGA',
  'PGPU',
  'NET_PACKET_RATE_KILOPACKET_PER_SEC',
  'NET_PACKET_RATE_EGR_KILOPACKET_PER_SEC',
  'NET_PACKET_RATE_IGR_KILOPACKET_PER_SEC',
]);

/** Resources and traits that one provider has to have (with a suffix), or a tree of them (without). */
export class RequestGroup {
  readonly resources: Record<string, number> = {};
  readonly requiredTraits = new Set<string>();
  readonly forbiddenTraits = new Set<string>();
  /** Choices of aggregates; the provider has to be in one of each. */
  readonly aggregates: (readonly string[])[] = [];
  readonly forbiddenAggregates = new Set<string>();
  inTree: string | undefined;

  constructor(readonly suffix: string | undefined) {}

  /** Adds what an extra spec asks for; what makes no sense is logged and left out, as upstream. */
  addResource(name: string, given: string | number, logger: Logger): void {
    if (!name.startsWith('CUSTOM_') && !STANDARD_CLASSES.has(name)) {
      logger.warning(`Received an invalid ResourceClass '${name}' in extra_specs.`);
      return;
    }
    const amount = typeof given === 'number' ? given : /^\s*[+-]?\d+\s*$/.test(given) ? Number(given) : NaN;
    if (!Number.isInteger(amount) || amount < 0) {
      logger.warning(`Resource amounts must be nonnegative integers. Received '${given}'`);
      return;
    }
    this.resources[name] = amount;
  }

  addTrait(name: string, kind: string, logger: Logger): void {
    if (kind === 'required') this.requiredTraits.add(name);
    else if (kind === 'forbidden') this.forbiddenTraits.add(name);
    else logger.warning(`Only (required, forbidden) traits are supported. Received '${kind}'.`);
  }

  stripZeros(): void {
    for (const [name, amount] of Object.entries(this.resources))
      // A key of a record that this class owns.
      if (amount === 0) Reflect.deleteProperty(this.resources, name);
  }

  get isEmpty(): boolean {
    return (
      Object.keys(this.resources).length === 0 &&
      this.requiredTraits.size === 0 &&
      this.forbiddenTraits.size === 0 &&
      this.aggregates.length === 0 &&
      this.forbiddenAggregates.size === 0
    );
  }

  /** As parameters of a query of candidates, in upstream's order (nova 26, RequestGroup.to_queryparams). */
  toParameters(): readonly (readonly [name: string, value: string])[] {
    const suffix = this.suffix ?? '';
    const resources = Object.entries(this.resources).map(([name, amount]) => `${name}:${amount}`);
    const traits = traitList(this.requiredTraits, this.forbiddenTraits);
    const members = this.aggregates.map((choice) => `in:${[...choice].sort().join(',')}`).sort();
    const forbidden = [...this.forbiddenAggregates].sort().join(',');
    return [
      [`resources${suffix}`, resources.sort().join(',')],
      ...(traits === '' ? [] : [[`required${suffix}`, traits] as const]),
      ...members.map((choice) => [`member_of${suffix}`, choice] as const),
      ...(this.inTree === undefined ? [] : [[`in_tree${suffix}`, this.inTree] as const]),
      ...(forbidden === '' ? [] : [[`member_of${suffix}`, `!in:${forbidden}`] as const]),
    ];
  }
}

/** `A,B,!C`, each part sorted. */
export function traitList(required: ReadonlySet<string>, forbidden: ReadonlySet<string>): string {
  return [...[...required].sort(), ...[...forbidden].sort().map((trait) => `!${trait}`)].join(',');
}
