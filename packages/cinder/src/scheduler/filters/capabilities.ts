// SPDX-License-Identifier: Apache-2.0
import { matchesSpec } from '../extra-spec-operators.js';
import type { Capabilities } from '../pool-state.js';
import type { PoolFilter } from './pool-filter.js';

/** Pools that can do what the volume type's extra specs ask for; specs of other scopes than `capabilities:` are the driver's. */
export const capabilitiesFilter: PoolFilter = {
  name: 'CapabilitiesFilter',
  passes({ capabilities }, { spec, extraSpecs }) {
    if (
      spec.operation === 'extend_volume' &&
      capabilities.online_extend_support === false &&
      spec.volume_properties?.attach_status !== 'detached'
    )
      return false;
    return Object.entries(extraSpecs).every(([key, wanted]) => {
      const path = key.split(':');
      if (path.length > 1 && path[0] !== 'capabilities') return true;
      const value = at(capabilities, path[0] === 'capabilities' ? path.slice(1) : path);
      if (value === undefined) return false;
      return (Array.isArray(value) ? (value as unknown[]) : [value]).some((one) => matchesSpec(one, wanted));
    });
  },
};

function at(capabilities: Capabilities, path: readonly string[]): unknown {
  let value: unknown = capabilities;
  for (const key of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
    value = (value as Record<string, unknown>)[key];
  }
  return value;
}
