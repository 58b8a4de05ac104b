// SPDX-License-Identifier: Apache-2.0
import {
  ImageCPUPinningForbidden,
  ImageCPUThreadPolicyForbidden,
  InvalidCPUAllocationPolicy,
  InvalidCPUThreadAllocationPolicy,
  InvalidEmulatorThreadsPolicy,
  InvalidMixedInstanceDedicatedMask,
  RealtimeMaskNotFoundOrInvalid,
} from '../../errors/hardware.js';
import { parseCpuSet } from './cpu-set.js';
import { type FlavorAndImage, settingOf } from './flavor-and-image.js';
import { isTrue } from '../../is-true.js';

const POLICIES = ['dedicated', 'shared', 'mixed'];
const THREAD_POLICIES = ['prefer', 'isolate', 'require'];
const EMULATOR_POLICIES = ['share', 'isolate'];

type PolicyError = new (source: string, requested: string, available: readonly string[]) => Error;

function policiesOf(from: FlavorAndImage, key: string, allowed: readonly string[], Refused: PolicyError) {
  const setting = settingOf(from, key);
  const image = typeof setting.image === 'string' && setting.image !== '' ? setting.image : undefined;
  const flavor = setting.flavor === '' ? undefined : setting.flavor;
  if (flavor !== undefined && !allowed.includes(flavor)) throw new Refused('flavor extra specs', flavor, allowed);
  if (image !== undefined && !allowed.includes(image)) throw new Refused('image properties', image, allowed);
  return { flavor, image };
}

/**
 * How virtual processors are on those of the host: dedicated, shared, mixed (nova 26, virt/hardware.py).
 * Throws `InvalidCPUAllocationPolicy`; `ImageCPUPinningForbidden` where the image wants more than the flavor gives.
 */
export function cpuPolicyOf(from: FlavorAndImage): string | undefined {
  const { flavor, image } = policiesOf(from, 'cpu_policy', POLICIES, InvalidCPUAllocationPolicy);
  const isForbidden =
    (flavor === 'mixed' && image === 'dedicated') ||
    (flavor === 'shared' && (image === 'mixed' || image === 'dedicated'));
  if (isForbidden) throw new ImageCPUPinningForbidden();
  return flavor ?? image;
}

/** Whether they share cores with others. Throws `InvalidCPUThreadAllocationPolicy`, `ImageCPUThreadPolicyForbidden`. */
export function cpuThreadPolicyOf(from: FlavorAndImage): string | undefined {
  const { flavor, image } = policiesOf(from, 'cpu_thread_policy', THREAD_POLICIES, InvalidCPUThreadAllocationPolicy);
  // What a flavor only prefers an image may decide, but not say first: upstream takes the flavor's word.
  if (flavor === undefined || flavor === 'prefer') return flavor ?? image;
  if (image !== undefined && image !== flavor) throw new ImageCPUThreadPolicyForbidden();
  return flavor;
}

/** Whether the emulator has a processor of its own. Throws `InvalidEmulatorThreadsPolicy`. */
export function emulatorThreadsPolicyOf({ flavor }: FlavorAndImage): string | undefined {
  const policy = flavor.extra_specs?.['hw:emulator_threads_policy'];
  if (policy === undefined || policy === '') return undefined;
  if (!EMULATOR_POLICIES.includes(policy)) throw new InvalidEmulatorThreadsPolicy(policy, EMULATOR_POLICIES);
  return policy;
}

/** How many processors of a mixed guest are pinned. Throws `InvalidMixedInstanceDedicatedMask`, `RealtimeMaskNotFoundOrInvalid`, `Invalid`. */
export function pinnedProcessorsOf(from: FlavorAndImage): number {
  return (dedicatedOf(from) ?? realtimeOf(from))?.size ?? 0;
}

function dedicatedOf({ flavor }: FlavorAndImage): ReadonlySet<number> | undefined {
  const mask = flavor.extra_specs?.['hw:cpu_dedicated_mask'];
  if (mask === undefined || mask === '') return undefined;
  const pinned = ofGuest(mask, flavor.vcpus);
  const own = [...pinned].filter((cpu) => cpu < flavor.vcpus);
  if (pinned.size === 0 || own.length === flavor.vcpus) throw new InvalidMixedInstanceDedicatedMask();
  if (own.length < pinned.size)
    throw new InvalidMixedInstanceDedicatedMask(
      'Mixed instance dedicated vCPU(s) mask is not a subset of vCPUs in the flavor. See "hw:cpu_dedicated_mask"',
    );
  return pinned;
}

function realtimeOf(from: FlavorAndImage): ReadonlySet<number> | undefined {
  const { flavor } = from;
  if (!isTrue(flavor.extra_specs?.['hw:cpu_realtime'])) return undefined;
  const setting = settingOf(from, 'cpu_realtime_mask');
  const image = typeof setting.image === 'string' && setting.image !== '' ? setting.image : undefined;
  const mask = image ?? setting.flavor ?? '';
  const realtime = mask === '' ? parseCpuSet(`0-${flavor.vcpus - 1}`) : ofGuest(mask, flavor.vcpus);
  const own = [...realtime].filter((cpu) => cpu < flavor.vcpus);
  const isAll = own.length === flavor.vcpus && realtime.size === flavor.vcpus;
  if (realtime.size === 0 || (isAll && emulatorThreadsPolicyOf(from) === undefined))
    throw new RealtimeMaskNotFoundOrInvalid();
  if (own.length < realtime.size)
    throw new RealtimeMaskNotFoundOrInvalid(
      'Realtime policy vCPU(s) mask is configured with RT vCPUs that are not a subset of the vCPUs in the flavor. ' +
        'See hw:cpu_realtime_mask or hw_cpu_realtime_mask',
    );
  return realtime;
}

/** A mask that only leaves out is one of all processors. */
function ofGuest(mask: string, vcpus: number): ReadonlySet<number> {
  return parseCpuSet(mask.trim().startsWith('^') ? `0-${vcpus - 1},${mask}` : mask);
}
