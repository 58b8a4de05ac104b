// SPDX-License-Identifier: Apache-2.0
import { silentLogger } from '@stackport/config';
import { describe, expect, it } from 'vitest';
import {
  FlavorImageConflict,
  ImageCPUPinningForbidden,
  InvalidCPUAllocationPolicy,
  InvalidMixedInstanceDedicatedMask,
} from '../../errors/hardware.js';
import { RequestGroupSuffixConflict } from '../../errors/scheduler.js';
import { scheduleRequestOf } from '../schedule-request.js';
import { ResourceRequest } from './resource-request.js';

type Values = Readonly<Record<string, unknown>>;

const flavor = { name: 'm1', vcpus: 2, memory_mb: 512, root_gb: 10, ephemeral_gb: 5, swap: 1, extra_specs: {} };

function requestFor(
  { extra = {}, properties, ...spec }: { extra?: Values; properties?: Values } & Values,
  limit?: number,
): ResourceRequest {
  const request = scheduleRequestOf({
    flavor: { ...flavor, extra_specs: extra },
    ...(properties === undefined ? {} : { image: { id: 'i', name: 'image', properties } }),
    ...spec,
  });
  return ResourceRequest.of(request, { limit, translatesPinning: true, logger: silentLogger });
}

const queryFor = (...args: Parameters<typeof requestFor>): string =>
  decodeURIComponent(requestFor(...args).toQueryString());

describe('the query of candidates', () => {
  it.each([
    ['has the sizes of the flavor', {}, 'resources=DISK_GB:16,MEMORY_MB:512,VCPU:2'],
    ['has no root disk on a host for a volume', { is_bfv: true }, 'resources=DISK_GB:6,MEMORY_MB:512,VCPU:2'],
    [
      'has what extra specs say in place of sizes, and nothing of 0',
      { extra: { 'resources:VCPU': '0', 'resources:DISK_GB': '0', 'resources:CUSTOM_BAREMETAL': '1' } },
      'resources=CUSTOM_BAREMETAL:1,MEMORY_MB:512',
    ],
    [
      'has traits of flavor and image',
      {
        extra: { 'trait:HW_CPU_X86_AVX2': 'required', 'trait:CUSTOM_SLOW': 'forbidden', 'trait:X': 'maybe' },
        properties: { traits_required: ['CUSTOM_GOLD'] },
      },
      'required=CUSTOM_GOLD,HW_CPU_X86_AVX2,!CUSTOM_SLOW&resources=DISK_GB:16,MEMORY_MB:512,VCPU:2',
    ],
    [
      'has groups with suffixes',
      {
        extra: { 'resources1:VGPU': '1', 'trait1:CUSTOM_A': 'required', 'resources_X:FPGA': '2', group_policy: 'none' },
      },
      'group_policy=none&required1=CUSTOM_A&resources=DISK_GB:16,MEMORY_MB:512,VCPU:2&resources1=VGPU:1&resources_X=FPGA:2',
    ],
    [
      'leaves out what is no resource and no amount',
      { extra: { 'resources:NONSENSE': '1', 'resources:VGPU': '-1', 'resources:FPGA': 'many', group_policy: 'all' } },
      'resources=DISK_GB:16,MEMORY_MB:512,VCPU:2',
    ],
    [
      'has groups of ports',
      {
        requested_resources: [
          { requester_id: 'port', resources: { NET_BW_EGR_KILOBIT_PER_SEC: 5 }, required_traits: ['CUSTOM_P'] },
        ],
        request_level_params: { root_required: ['B', 'A'], root_forbidden: ['C'], same_subtree: [['y', 'x']] },
      },
      'requiredport=CUSTOM_P&resources=DISK_GB:16,MEMORY_MB:512,VCPU:2&resourcesport=NET_BW_EGR_KILOBIT_PER_SEC:5' +
        '&root_required=A,B,!C&same_subtree=x,y',
    ],
    [
      'has pinned processors',
      {
        extra: {
          'hw:cpu_policy': 'dedicated',
          'hw:emulator_threads_policy': 'isolate',
          'hw:cpu_thread_policy': 'require',
        },
      },
      'required=HW_CPU_HYPERTHREADING&resources=DISK_GB:16,MEMORY_MB:512,PCPU:3',
    ],
    [
      'has some pinned processors of a mixed guest',
      {
        extra: { 'hw:cpu_policy': 'mixed', 'hw:cpu_dedicated_mask': '^0' },
        properties: { hw_cpu_thread_policy: 'isolate' },
      },
      'required=!HW_CPU_HYPERTHREADING&resources=DISK_GB:16,MEMORY_MB:512,PCPU:1,VCPU:1',
    ],
    [
      'has what special hardware needs',
      {
        extra: { 'hw:mem_encryption': 'true', 'hw:pmem': 'big, big,small-1', 'hw:tpm_version': '2.0' },
        properties: { hw_firmware_type: 'uefi', os_secure_boot: 'required', hw_pci_numa_affinity_policy: 'socket' },
      },
      'required=COMPUTE_SECURITY_TPM_2_0,COMPUTE_SECURITY_UEFI_SECURE_BOOT,COMPUTE_SOCKET_PCI_NUMA_AFFINITY' +
        '&resources=CUSTOM_PMEM_NAMESPACE_BIG:2,CUSTOM_PMEM_NAMESPACE_SMALL_1:1,DISK_GB:16,MEMORY_MB:512,' +
        'MEM_ENCRYPTION_CONTEXT:1,VCPU:2',
    ],
  ])('%s', (_what, spec, expected) => {
    expect(queryFor(spec)).toBe(expected);
  });

  it('is encoded, and has the limit', () => {
    expect(requestFor({}, 1000).toQueryString()).toBe('limit=1000&resources=DISK_GB%3A16%2CMEMORY_MB%3A512%2CVCPU%3A2');
  });

  it('restricts aggregates and tree', () => {
    const request = requestFor({});
    request.restrictAggregates([['b', 'a'], ['c']], ['z']);
    request.restrictToTree('t');
    expect(decodeURIComponent(request.toQueryString())).toBe(
      'in_tree=t&member_of=!in:z&member_of=in:a,b&member_of=in:c&resources=DISK_GB:16,MEMORY_MB:512,VCPU:2',
    );
  });

  it('asks for no isolation of groups where the flavor has but one', () => {
    const port = { requester_id: 'p', resources: { FPGA: 1 } };
    const one = requestFor({ extra: { 'resources1:VGPU': '1' }, requested_resources: [port] });
    one.settleGroupPolicy();
    expect(one.groupPolicy).toBe('none');
    const two = requestFor({ extra: { 'resources1:VGPU': '1', 'resources2:VGPU': '1' } });
    two.settleGroupPolicy();
    expect(two.groupPolicy).toBeUndefined();
  });

  it.each([
    [ImageCPUPinningForbidden, { extra: { 'hw:cpu_policy': 'shared' }, properties: { hw_cpu_policy: 'dedicated' } }],
    [InvalidCPUAllocationPolicy, { extra: { 'hw:cpu_policy': 'all mine' } }],
    [InvalidMixedInstanceDedicatedMask, { extra: { 'hw:cpu_policy': 'mixed', 'hw:cpu_dedicated_mask': '0-1' } }],
    [FlavorImageConflict, { extra: { 'hw:mem_encryption': 'yes' }, properties: {} }],
    [FlavorImageConflict, { extra: { 'hw:tpm_version': '1.2' }, properties: { hw_tpm_version: '2.0' } }],
    [
      RequestGroupSuffixConflict,
      { extra: { 'resources1:VGPU': '1' }, requested_resources: [{ requester_id: '1', resources: { FPGA: 1 } }] },
    ],
  ])('is refused with %s', (error, spec) => {
    expect(() => requestFor(spec)).toThrow(error);
  });
});
