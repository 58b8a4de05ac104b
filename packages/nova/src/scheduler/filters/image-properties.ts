// SPDX-License-Identifier: Apache-2.0
import { architectureOf, hypervisorTypeOf, virtualMachineModeOf } from '../names.js';
import type { HostFilter } from './host-filter.js';

/**
 * Hosts that run guests of the image's architecture, hypervisor and mode.
 * @param defaultArchitecture - of images that do not say theirs
 */
export function imagePropertiesFilter(defaultArchitecture: string | undefined): HostFilter {
  return {
    name: 'ImagePropertiesFilter',
    oncePerRequest: true,
    onRebuild: true,
    passes({ node }, { image }) {
      const properties = image?.properties ?? {};
      const wanted = [
        architectureOf(properties.hw_architecture ?? defaultArchitecture),
        hypervisorTypeOf(properties.img_hv_type),
        virtualMachineModeOf(properties.hw_vm_mode),
      ].filter((one) => one !== undefined);
      if (wanted.length === 0) return true;
      const fitsVersion = satisfies(node.hypervisor_version, properties.img_hv_requested_version);
      return node.supported_hv_specs.some(
        ({ arch, hv_type, vm_mode }) => wanted.every((one) => [arch, hv_type, vm_mode].includes(one)) && fitsVersion,
      );
    },
  };
}

const COMPARISONS: Readonly<Record<string, (order: number) => boolean>> = {
  '<': (order) => order < 0,
  '<=': (order) => order <= 0,
  '==': (order) => order === 0,
  '!=': (order) => order !== 0,
  '>=': (order) => order >= 0,
  '>': (order) => order > 0,
};

/** Whether a hypervisor's version (6000003) is as an image asks (`>=6.0,<7`). What cannot be read fits nothing. */
function satisfies(version: number, wanted: unknown): boolean {
  if (version === 0 || typeof wanted !== 'string' || wanted.trim() === '') return true;
  const own = [Math.floor(version / 1_000_000), Math.floor(version / 1000) % 1000, version % 1000];
  return wanted.split(',').every((part) => {
    const found = /^\s*(<=|>=|<|>|!=|==)\s*(\d+(?:\.\d+){0,2})\s*$/.exec(part);
    if (found === null) return false;
    const other = (found[2] ?? '').split('.').map(Number);
    const difference = own.map((number, index) => number - (other[index] ?? 0)).find((one) => one !== 0) ?? 0;
    return COMPARISONS[found[1] ?? '']?.(difference) ?? false;
  });
}
