// SPDX-License-Identifier: Apache-2.0
import type { VolumeTypeObjectRow } from '../../objects/from-rows.js';

/** Specs that only say where volumes are. */
const PLACES = new Set(['volume_backend_name', 'RESKEY:availability_zones']);

/** Whether volumes of two types may differ in nothing but where they are (upstream's _can_use_driver_migration). */
export function isOnlyPlaced(one: VolumeTypeObjectRow, other: VolumeTypeObjectRow): boolean {
  if (one.qosSpecsId !== other.qosSpecsId) return false;
  const [specs, others] = [specsOf(one), specsOf(other)];
  const keys = new Set([...specs.keys(), ...others.keys()]);
  return [...keys].every((key) => PLACES.has(key) || specs.get(key) === others.get(key));
}

/** What a volume's `replication_status` becomes with another type; undefined where that says nothing of it. */
export function replicationAfter(one: VolumeTypeObjectRow | null, other: VolumeTypeObjectRow): string | undefined {
  const before = one === null ? undefined : specsOf(one).get('replication_enabled');
  const after = specsOf(other).get('replication_enabled');
  if (before === after) return undefined;
  return after === '<is> True' ? 'enabled' : 'disabled';
}

/** Whether several servers may have volumes of the type. */
export function allowsMultiattach(type: VolumeTypeObjectRow): boolean {
  return specsOf(type).get('multiattach') === '<is> True';
}

function specsOf({ extraSpecs = [] }: VolumeTypeObjectRow): Map<string, string | null> {
  return new Map(extraSpecs.map(({ key, value }) => [key ?? '', value]));
}
