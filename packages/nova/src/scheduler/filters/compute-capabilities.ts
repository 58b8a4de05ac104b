// SPDX-License-Identifier: Apache-2.0
import type { HostState } from '../hosts/host-state.js';
import { matchesSpec } from './extra-spec-operators.js';
import type { HostFilter } from './host-filter.js';

/** Hosts that can what the flavor's `capabilities:…` ask for; of names without a scope those that hosts have. */
export const computeCapabilitiesFilter: HostFilter = {
  name: 'ComputeCapabilitiesFilter',
  oncePerRequest: true,
  passes(host, { flavor }) {
    const specs = Object.entries(flavor.extra_specs);
    if (specs.length === 0) return true;
    const attributes = host.attributes();
    return specs.every(([key, wanted]) => {
      const scope = key.split(':');
      const [first = '', ...rest] = scope;
      if (rest.length > 0 && first !== 'capabilities') return true;
      if (rest.length === 0 && !Object.hasOwn(attributes, first) && !Object.hasOwn(host.stats, first)) return true;
      const capability = capabilityOf(host, attributes, rest.length === 0 ? scope : rest);
      return capability !== undefined && matchesSpec(capability, wanted);
    });
  },
};

/** A value deep in what a host has, as Python shows it; texts on the way are JSON. */
function capabilityOf(
  host: HostState,
  attributes: Readonly<Record<string, unknown>>,
  path: readonly string[],
): string | undefined {
  const [first = '', ...rest] = path;
  let value: unknown = own(attributes, first) ?? own(host.stats, first);
  for (const key of rest) value = own(parsed(value), key);
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function parsed(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  try {
    return JSON.parse(value);
  } catch {
    return undefined;
  }
}

function own(value: unknown, key: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
  return (value as Readonly<Record<string, unknown>>)[key];
}
