// SPDX-License-Identifier: Apache-2.0
import type { Logger } from '@stackport/config';
import { RequestGroupSuffixConflict } from '../../errors/scheduler.js';
import type { ScheduleRequest } from '../schedule-request.js';
import { cpuPolicyOf, cpuThreadPolicyOf, emulatorThreadsPolicyOf, pinnedProcessorsOf } from './cpu-policies.js';
import {
  needsPciAtSocket,
  needsSecureBoot,
  persistentMemoryOf,
  tpmTraitOf,
  wantsMemoryEncryption,
} from './hardware.js';
import { RequestGroup, traitList } from './request-group.js';

/** `resources:VCPU`, `resources1:CUSTOM_GOLD`, `trait_NET:CUSTOM_FAST`. */
const EXTRA_SPEC = /^(resources|trait)([a-zA-Z0-9_-]{1,64})?:(.*)$/;

export interface ResourceRequestInit {
  /** `max_placement_results`; undefined for all. */
  readonly limit: number | undefined;
  /** Whether pinned processors are asked for as such (PCPU); otherwise as hosts had them before Train (VCPU). */
  readonly translatesPinning: boolean;
  readonly logger: Logger;
}

/** What placement is asked for candidates with (nova 26, scheduler/utils.py, ResourceRequest). */
export class ResourceRequest {
  limit: number | undefined;
  groupPolicy: string | undefined;
  /** Whether the guest has pinned processors. */
  needsPinnedProcessors = false;
  readonly #groups = new Map<string | undefined, RequestGroup>();
  readonly #request: Pick<ScheduleRequest, 'rootRequired' | 'rootForbidden' | 'sameSubtree'>;
  readonly #logger: Logger;
  #suffixedOfFlavor = 0;

  private constructor(request: ScheduleRequest, { limit, logger }: ResourceRequestInit) {
    this.limit = limit;
    this.#request = request;
    this.#logger = logger;
  }

  /**
   * Out of flavor, image and what ports and devices ask for.
   * Throws what the flavor and the image contradict each other in (`errors/hardware.ts`), `RequestGroupSuffixConflict`.
   */
  static of(request: ScheduleRequest, init: ResourceRequestInit): ResourceRequest {
    const made = new ResourceRequest(request, init);
    made.#takeExtraSpecs(request);
    made.#suffixedOfFlavor = made.#suffixed;
    for (const trait of traitsRequiredBy(request)) made.#own.requiredTraits.add(trait);
    if (init.translatesPinning) made.#takePinning(request);
    for (const group of request.requestedGroups) made.#takeGroup(group);
    made.#takeSizes(request);
    made.#takeHardware(request);
    made.#stripZeros();
    return made;
  }

  /** The group without a suffix, made where it was empty. */
  get #own(): RequestGroup {
    return this.#group(undefined);
  }

  /** Candidates have to be in one aggregate of each choice, and in none of those that are forbidden. */
  restrictAggregates(choices: readonly (readonly string[])[], forbidden: Iterable<string>): void {
    if (choices.length > 0) this.#own.aggregates.splice(0, Infinity, ...choices);
    for (const uuid of forbidden) this.#own.forbiddenAggregates.add(uuid);
  }

  restrictToTree(providerUuid: string): void {
    this.#own.inTree = providerUuid;
  }

  /** Placement wants to know how groups share providers where there are two: that of others than the flavor may. */
  settleGroupPolicy(): void {
    if (this.#suffixed < 2 || this.groupPolicy !== undefined) return;
    this.#logger.warning(
      'There is more than one numbered request group in the allocation candidate query but the flavor did not specify any group policy.',
    );
    if (this.#suffixedOfFlavor <= 1) this.groupPolicy = 'none';
  }

  get requiredTraits(): ReadonlySet<string> {
    return new Set([...this.#groups.values()].flatMap(({ requiredTraits }) => [...requiredTraits]));
  }

  /** Query of GET /allocation_candidates, in upstream's order. */
  toQueryString(): string {
    const { rootRequired, rootForbidden, sameSubtree } = this.#request;
    const root = traitList(rootRequired, rootForbidden);
    const parameters: [name: string, value: string][] = [
      ...(this.limit === undefined ? [] : [['limit', String(this.limit)] as [string, string]]),
      ...(this.groupPolicy === undefined ? [] : [['group_policy', this.groupPolicy] as [string, string]]),
      ...(root === '' ? [] : [['root_required', root] as [string, string]]),
      ...sameSubtree.map((suffixes) => ['same_subtree', [...suffixes].sort().join(',')] as [string, string]),
      ...[...this.#groups.values()].flatMap((group) =>
        group.toParameters().map(([name, value]): [string, string] => [name, value]),
      ),
    ];
    const compare = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);
    parameters.sort(([name, value], [otherName, otherValue]) => compare(name, otherName) || compare(value, otherValue));
    return new URLSearchParams(parameters).toString();
  }

  #takeExtraSpecs({ flavor }: ScheduleRequest): void {
    for (const [key, value] of Object.entries(flavor.extra_specs)) {
      if (key === 'group_policy') {
        if (value === 'none' || value === 'isolate') this.groupPolicy = value;
        else this.#logger.warning(`Invalid group_policy '${value}'. Valid values are 'none' and 'isolate'.`);
        continue;
      }
      const [, kind, suffix, name] = EXTRA_SPEC.exec(key) ?? [];
      if (kind === 'resources') this.#group(suffix).addResource(name ?? '', value, this.#logger);
      else if (kind === 'trait') this.#group(suffix).addTrait(name ?? '', value, this.#logger);
    }
  }

  #takePinning(request: ScheduleRequest): void {
    const policy = cpuPolicyOf(request);
    const threads = cpuThreadPolicyOf(request);
    const emulator = emulatorThreadsPolicyOf(request);
    const { vcpus } = request.flavor;
    this.needsPinnedProcessors = policy === 'dedicated';
    if (policy === 'dedicated' || policy === 'mixed') {
      const pinned = policy === 'dedicated' ? vcpus : pinnedProcessorsOf(request);
      if (policy === 'mixed') this.#own.addResource('VCPU', vcpus - pinned, this.#logger);
      this.#own.addResource('PCPU', pinned + (emulator === 'isolate' ? 1 : 0), this.#logger);
    }
    if (threads === 'isolate') this.#own.forbiddenTraits.add('HW_CPU_HYPERTHREADING');
    else if (threads === 'require') this.#own.requiredTraits.add('HW_CPU_HYPERTHREADING');
  }

  #takeGroup(group: RequestGroup): void {
    if (group.suffix === undefined || group.isEmpty)
      throw new TypeError(
        `A request group from outside the flavor has no suffix or asks for nothing: ${group.suffix ?? ''}`,
      );
    if (this.#groups.has(group.suffix)) throw new RequestGroupSuffixConflict(group.suffix);
    this.#groups.set(group.suffix, group);
  }

  /** The flavor's own sizes, where extra specs do not say otherwise, be it 0. */
  #takeSizes({ flavor, isVolumeBacked }: ScheduleRequest): void {
    const said = new Set([...this.#groups.values()].flatMap(({ resources }) => Object.keys(resources)));
    if (!said.has('VCPU') && !said.has('PCPU')) this.#own.addResource('VCPU', flavor.vcpus, this.#logger);
    if (!said.has('MEMORY_MB')) this.#own.addResource('MEMORY_MB', flavor.memory_mb, this.#logger);
    if (said.has('DISK_GB')) return;
    const disk = flavor.ephemeral_gb + Math.ceil(flavor.swap / 1024) + (isVolumeBacked ? 0 : flavor.root_gb);
    this.#own.addResource('DISK_GB', disk, this.#logger);
  }

  #takeHardware(request: ScheduleRequest): void {
    if (wantsMemoryEncryption(request)) this.#own.addResource('MEM_ENCRYPTION_CONTEXT', 1, this.#logger);
    for (const [name, amount] of persistentMemoryOf(request)) this.#own.addResource(name, amount, this.#logger);
    const traits = [
      tpmTraitOf(request),
      needsPciAtSocket(request) ? 'COMPUTE_SOCKET_PCI_NUMA_AFFINITY' : undefined,
      needsSecureBoot(request) ? 'COMPUTE_SECURITY_UEFI_SECURE_BOOT' : undefined,
    ];
    for (const trait of traits) if (trait !== undefined) this.#own.requiredTraits.add(trait);
  }

  #stripZeros(): void {
    for (const [suffix, group] of this.#groups) {
      group.stripZeros();
      if (group.isEmpty) this.#groups.delete(suffix);
    }
  }

  get #suffixed(): number {
    return [...this.#groups.keys()].filter((suffix) => suffix !== undefined).length;
  }

  #group(suffix: string | undefined): RequestGroup {
    let group = this.#groups.get(suffix);
    if (group === undefined) this.#groups.set(suffix, (group = new RequestGroup(suffix)));
    return group;
  }
}

function traitsRequiredBy({ image }: ScheduleRequest): readonly string[] {
  const traits: unknown = image?.properties.traits_required;
  return Array.isArray(traits) ? traits.filter((trait) => typeof trait === 'string') : [];
}
