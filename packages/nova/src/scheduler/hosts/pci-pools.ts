// SPDX-License-Identifier: Apache-2.0
import type { PciRequest } from '../schedule-request.js';

/** Devices of a host that are alike. */
export interface PciPool {
  readonly count: number;
  /** `vendor_id`, `product_id`, `dev_type` and what the operator tags them with. */
  readonly properties: Readonly<Record<string, unknown>>;
}

type Values = Readonly<Record<string, unknown>>;

/** The column `pci_stats`: a list of pools as a versioned object in JSON. What is no such list has no pools. */
export function pciPoolsOf(column: unknown): readonly PciPool[] {
  if (typeof column !== 'string') return [];
  try {
    const list = JSON.parse(column) as Values;
    const { objects } = list['nova_object.data'] as { objects?: readonly Values[] };
    return (objects ?? []).map((object) => {
      const { count, tags, ...plain } = object['nova_object.data'] as Values;
      return { count: Number(count), properties: { ...plain, ...(tags as Values | null) } };
    });
  } catch {
    return [];
  }
}

/** The pools that are left when the requests are served out of them; undefined where they do not suffice. */
export function withoutRequests(
  pools: readonly PciPool[],
  requests: readonly PciRequest[],
): readonly PciPool[] | undefined {
  let left = pools;
  for (const { count, spec } of requests) {
    let wanted = count;
    left = left.map((pool) => {
      const taken = spec.some((one) => fits(pool, one)) ? Math.min(pool.count, wanted) : 0;
      wanted -= taken;
      return taken === 0 ? pool : { ...pool, count: pool.count - taken };
    });
    if (wanted > 0) return undefined;
  }
  return left;
}

/** What stands in a request has to be so in the pool; what special functions are is to be asked for by name. */
function fits({ properties }: PciPool, spec: Values): boolean {
  const isSpecial = ['type-PF', 'vdpa'].includes(String(properties.dev_type));
  if (isSpecial && spec.dev_type !== properties.dev_type) return false;
  if (isRemote(properties) && !isRemote(spec)) return false;
  return Object.entries(spec).every(([key, value]) => plain(properties[key]) === plain(value));
}

function plain(value: unknown): string {
  return typeof value === 'string' ? value.toLowerCase() : JSON.stringify(value ?? null);
}

function isRemote(values: Values): boolean {
  return String(values.remote_managed).toLowerCase() === 'true';
}
